"""Each error of a profile is said once: what follows from another error is left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.checker.contradictions import Fault
from store.programme.joining import path_of
from store.programme.toml_lines import Path

NAMING = frozenset({"defaults", "readings"})
"""Sections whose entries name other keys of the profile."""


def said_once(
    data: Mapping[str, Any], shape: Sequence[Fault], rest: Iterable[Fault]
) -> list[Fault]:
    """The errors of shape, and of the rest those that do not follow from one of them.

    A value of the wrong shape cannot be judged, nor can anything in it. A key that is missing or
    cannot be read is not also missed where another key names it.
    """
    wrong = {path for path, _ in shape}
    return [*shape, *(fault for fault in rest if not _follows(data, fault[0], wrong))]


def _follows(data: Mapping[str, Any], path: Path, wrong: set[Path]) -> bool:
    if any(path[:end] in wrong for end in range(1, len(path) + 1)):
        return True
    return any(
        named[:end] in wrong for named in _named(data, path) for end in range(1, len(named) + 1)
    )


def _named(data: Mapping[str, Any], path: Path) -> Iterator[Path]:
    """The path of the key that an entry of `defaults` or `readings` names."""
    if len(path) < 2 or path[0] not in NAMING:  # noqa: PLR2004 - the section and the entry
        return
    section, entry = data[path[0]], path[1]
    said = str(section[entry]) if isinstance(entry, int) else str(entry)
    known = path_of(data, said)
    yield tuple(said.split(".")) if known is None else known
