"""Contradictions in the way a file extends another. The rules themselves are checked elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from store.checker.contradictions import Fault
from store.checker.known_words import near
from store.programme.inheriting import EXTENDS, WITHOUT, Layer, Place, Whole
from store.programme.joining import AFTER, DUTY, path_of, places

DEFAULTS, READINGS = "defaults", "readings"


def of_inheritance(whole: Whole) -> Iterator[tuple[Place, Fault]]:
    """Each error with its file and line."""
    for n, layer in enumerate(whole.layers):
        if EXTENDS in layer.data:
            for path, reason in _of_file(layer, whole.inherited[n], whole.untaken[n]):
                yield layer.line(path), (path, reason)


def _of_file(layer: Layer, inherited: Mapping[str, Any], untaken: Sequence[int]) -> Iterator[Fault]:
    known, own = _duties(inherited), _duties(layer.data)
    if not isinstance(layer.data.get(WITHOUT, []), list):
        yield (WITHOUT,), "must be a list, in square brackets."
    for number in untaken:
        said = layer.taken_out[number]
        meant = near(str(said), [f"{DUTY}.{kind}" for kind in known])
        yield (WITHOUT, number), f'this file inherits no "{said}"{meant}'
    for kind, after in places(layer.data).items():
        if not isinstance(after, str) or after == kind or after not in {*known, *own}:
            meant = near(str(after), [*known, *own])
            yield (DUTY, kind, AFTER), f'"{after}" is not another duty of this profile{meant}'
    yield from _of_sources(known, own)
    if DEFAULTS not in layer.data:
        yield from _of_marks(inherited, layer.data)
    yield from _of_readings(inherited, layer.data)


def _of_sources(known: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Fault]:
    """A duty with other days than the inherited one needs its own source."""
    for kind, duty in own.items():
        if kind in known and isinstance(duty, dict) and "due" in duty and "source" not in duty:
            reason = (
                'changes the inherited days. Add "source" beside it: where the days are published, '
                'or "default" if they are your own choice.'
            )
            yield (DUTY, kind, "due"), reason


def _of_marks(inherited: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Fault]:
    """A key that a file sets itself is not a default, unless the file says so."""
    marks = inherited.get(DEFAULTS)
    for mark in marks if isinstance(marks, list) else []:
        path = path_of(own, mark) if isinstance(mark, str) else None
        if path is not None:
            reason = (
                f'is marked ° as a default by the file that this one extends. Add "{DEFAULTS}" to '
                "this file, with the keys that your published text does not settle."
            )
            yield path, reason


def _of_readings(inherited: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Fault]:
    """A setting that a file changes is no longer what the inherited published words say."""
    read, again = (data.get(READINGS) for data in (inherited, own))
    for key in read if isinstance(read, dict) else {}:
        path = path_of(own, key)
        if path is not None and not (isinstance(again, dict) and key in again):
            reason = (
                "is a reading of words that another authority published. Take it out with "
                f'{WITHOUT} = ["{READINGS}.{key}"], or give your own words in [{READINGS}].'
            )
            yield path, reason


def _duties(data: Mapping[str, Any]) -> Mapping[str, Any]:
    duties = data.get(DUTY)
    return duties if isinstance(duties, dict) else {}
