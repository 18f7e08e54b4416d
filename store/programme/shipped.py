"""The profiles supplied with Sightline, by name, and the base that they extend."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from store.programme.inheriting import whole_text
from store.vocabulary.errors import Invalid

BASE = "base"
"""The file with the rules that the profiles share. It is not a profile itself."""


@lru_cache(maxsize=1)
def shelf() -> Mapping[str, str]:
    """The text of every file that a profile may extend, by name."""
    folder = files("store.programme") / "profiles"
    return MappingProxyType(
        {
            file.name.removesuffix(".toml"): file.read_text("utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
    )


def shipped_names() -> list[str]:
    """The names of the supplied profiles."""
    return [name for name in shelf() if name != BASE]


def file_of(name: str) -> str:
    """The text of one supplied profile's own file, without the rules that it inherits.

    Raises `Invalid`, which lists the supplied profiles.
    """
    if name not in shipped_names():
        raise Invalid(
            f"There is no profile {name[:60]!r}. Choose one of {', '.join(shipped_names())}.",
            {"profile": "is not known"},
        )
    return shelf()[name]


@lru_cache(maxsize=32)
def whole(text: str) -> str:
    """The text of a profile with every rule that it inherits, as a programme stores it.

    A text that extends nothing is returned unchanged. Raises `CannotInherit` where no supplied
    file has the name that it extends.
    """
    return whole_text(text, shelf())


def shipped(name: str) -> str:
    """The whole text of a supplied profile, with every rule that it inherits.

    Raises `Invalid`, which lists the supplied profiles.
    """
    return whole(file_of(name))
