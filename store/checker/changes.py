"""The differences between two profiles: each key that differs, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from store.clock.deadlines import Deadline
from store.programme.profile import Profile
from store.programme.section import Section

ABSENT = "nothing"


@dataclass(frozen=True, slots=True)
class Change:
    """One key that differs."""

    key: str
    before: str
    after: str


def changes(old: Profile, new: Profile) -> tuple[Change, ...]:
    """Every key whose value differs, in the order of the files."""
    was, now = dict(_flat(old)), dict(_flat(new))
    keys = [*was, *(key for key in now if key not in was)]
    return tuple(
        Change(key, was.get(key, ABSENT), now.get(key, ABSENT))
        for key in keys
        if was.get(key) != now.get(key)
    )


def _flat(profile: Profile) -> Iterator[tuple[str, str]]:
    for name in type(profile).model_fields:
        yield from _lines(name, getattr(profile, name))


def _lines(at: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Deadline():
            yield at, value.text
        case Mapping():
            for key, item in value.items():
                yield from _lines(f"{at}.{key}", item)
        case tuple() if value and isinstance(value[0], Section):
            for item in value:
                yield from _lines(f"{at}.{_name(item)}", item)
        case tuple() | list():
            yield at, ", ".join(str(item) for item in value)
        case None:
            return
        case Section():
            for name in type(value).model_fields:
                yield from _lines(f"{at}.{name}", getattr(value, name))
        case _:
            yield at, str(value)


def _name(item: Any) -> str:
    """The name that distinguishes one table of a list from the others."""
    for part in ("key", "name", "at"):
        said = getattr(item, part, None)
        if isinstance(said, str):
            return said
    return "entry"
