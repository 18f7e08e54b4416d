"""How well sentences are read that nothing was learnt from: shares, and who is taken for whom."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.understanding.intents import NONE
from bot.understanding.reading import Understood, may_be_at_risk, read

SETS = ("first_set", "second_set", "third_set", "another_hand")
"""Sentences kept apart. The last is by a hand that had seen nothing the reader learns from, and
nothing was chosen with it in sight."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One set: what is meant by intent, and what tries the reader of risk."""

    meant: Mapping[str, Sequence[str]]
    at_risk: Sequence[str]
    not_at_risk: Sequence[str]


@cache
def of_set(name: str) -> Kept:
    """The sentences of one set."""
    table = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
    at_risk, not_at_risk = table.pop("at_risk"), table.pop("not_at_risk")
    return Kept(table, at_risk, not_at_risk)


@dataclass(slots=True)
class Measured:
    """Shares of sentences with an intent, except `off_topic_sure`: of those with none."""

    asked: int = 0
    shown: float = 0.0
    """The right one is the card, or one of the buttons."""
    alone: float = 0.0
    """The right card by itself."""
    confident_wrong: float = 0.0
    off_topic_sure: float = 0.0
    taken_for: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often an intent (first) was not shown, and what came first instead."""


def measure(sentences: Mapping[str, Sequence[str]]) -> Measured:
    """Read every sentence without knowing what was last asked."""
    read_as = [(name, read(sentence)) for name, named in sentences.items() for sentence in named]
    meant = [(name, how) for name, how in read_as if name != NONE]
    off = [how for name, how in read_as if name == NONE]
    found = Measured(asked=len(meant))
    found.shown = _share(name in how.intents for name, how in meant)
    found.alone = _share(how.tier == "sure" and name in how.intents for name, how in meant)
    found.confident_wrong = _share(
        how.tier == "sure" and name not in how.intents for name, how in meant
    )
    found.off_topic_sure = _share(how.tier == "sure" for how in off)
    found.taken_for = Counter((name, _first(how)) for name, how in read_as if not _right(name, how))
    return found


def share_at_risk(sentences: Sequence[str]) -> float:
    """The share of sentences after which Sightline says where to turn for a child at risk."""
    return _share(may_be_at_risk(sentence) for sentence in sentences)


def in_words(found: Measured) -> str:
    """The shares and the confusions, most frequent first, as lines of text."""
    lines = [
        f"{found.asked} sentences that nothing was learnt from",
        f"  the right one shown       {found.shown:6.1%}",
        f"  the right card alone      {found.alone:6.1%}",
        f"  confident and wrong       {found.confident_wrong:6.1%}",
        f"  off topic, as if sure     {found.off_topic_sure:6.1%}",
        "meant           taken for       how often",
    ]
    lines += [
        f"{meant:<15} {taken:<15} {often}"
        for (meant, taken), often in found.taken_for.most_common()
    ]
    return "\n".join(lines)


def _right(name: str, how: Understood) -> bool:
    return how.tier != "sure" if name == NONE else name in how.intents


def _first(how: Understood) -> str:
    return how.intents[0] if how.intents else "nothing"


def _share(truths: Iterable[bool]) -> float:
    found = list(truths)
    return sum(found) / len(found) if found else 0.0
