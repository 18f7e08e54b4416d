"""What people mean by typed words, as data: each intent with its button and sentences."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

NONE = "none"
"""What Sightline is not for."""

TABLES = ("own_work", "audits", "people", "programme", "talk")


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that people mean. `keeps` marks one whose words fill in the answer's form.

    `small_talk` is answered in a sentence and is never a button.
    """

    name: str
    button: str
    sentences: tuple[str, ...]
    keeps: bool = False
    small_talk: bool = False


@cache
def intents() -> Mapping[str, Intent]:
    """Every intent by its name."""
    found = {
        name: Intent(
            name,
            row["button"],
            tuple(row["sentences"]),
            keeps=row.get("keeps", False),
            small_talk=row.get("small_talk", False),
        )
        for table in TABLES
        for name, row in _table(table).items()
    }
    return dict(sorted(found.items()))


def offered() -> tuple[str, ...]:
    """The intents that a menu or a button may name."""
    return tuple(name for name, one in intents().items() if name != NONE and not one.small_talk)


@cache
def at_risk() -> Mapping[str, tuple[str, ...]]:
    """Sentences about a child who may be at risk (`now`), and ones with the same words (`not`)."""
    return {name: tuple(sentences) for name, sentences in _table("at_risk").items()}


def _table(name: str) -> Mapping[str, Any]:
    text = files(__package__).joinpath("sentences", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
