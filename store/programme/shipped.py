"""The profiles that ship with Sightline, by name, and the base that they extend."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from store.programme.inheriting import whole_text
from store.vocabulary.errors import Invalid

BASE = "base"
"""The file that holds what the profiles share. It is no programme by itself."""


@lru_cache(maxsize=1)
def shelf() -> Mapping[str, str]:
    """Every file that a profile may extend, by its name, as it is written."""
    folder = files("store.programme") / "profiles"
    return MappingProxyType(
        {
            file.name.removesuffix(".toml"): file.read_text("utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
    )


def shipped_names() -> list[str]:
    """The names of the profiles that ship with Sightline."""
    return [name for name in shelf() if name != BASE]


def file_of(name: str) -> str:
    """The file of a profile that ships, as it is written, without what it extends.

    Raises `Invalid` naming those that there are.
    """
    if name not in shipped_names():
        raise Invalid(
            f"No profile is called {name[:60]!r}; there are: {', '.join(shipped_names())}.",
            {"profile": "is not known"},
        )
    return shelf()[name]


@lru_cache(maxsize=32)
def whole(text: str) -> str:
    """The text of a profile with all that it extends, as a programme keeps it.

    A text that extends nothing is returned as it is. Raises `CannotInherit` where there is nothing
    by the name that it extends.
    """
    return whole_text(text, shelf())


def shipped(name: str) -> str:
    """The whole text of a profile that ships, with all that it extends.

    Raises `Invalid` naming those that there are.
    """
    return whole(file_of(name))
