"""A profile that extends another: the files that it is made of, joined, and who says what.

A file says `extends = "base"` and then only what it changes; `without` names what it takes out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from store.programme.joining import joined, path_of, without
from store.programme.toml_lines import Path, line_of, lines_of
from store.programme.whole_text import written
from store.vocabulary.errors import Invalid

EXTENDS, WITHOUT = "extends", "without"

Place = tuple[str, int]
"""A file, whose name is empty where it is the one that was asked about, and a line of it."""


class CannotInherit(Invalid):
    """What a file extends is not there, or extends the file itself; `place` is where it says so."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(f"The profile's {EXTENDS} {reason}", {EXTENDS: reason})
        self.place, self.reason = place, reason


@dataclass(frozen=True)
class Layer:
    """One file of a profile: its name, empty for the file that was asked about, and its text."""

    name: str
    text: str
    data: Mapping[str, Any]

    def line(self, path: Path) -> Place:
        """The file, and the line on which `path` is written or would be."""
        return self.name, line_of(self._lines, path)

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return lines_of(self.text)

    @property
    def taken_out(self) -> list[Any]:
        """What the file says that it is `without`, as it says it."""
        named = self.data.get(WITHOUT)
        return named if isinstance(named, list) else []


@dataclass(slots=True)
class Whole:
    """A profile with all that it inherits.

    `layers` are its files, its own first; `standing` is what each of them says that was not taken
    out, and `inherited` what each of them is laid over. `taken` is where each thing was taken out;
    `untaken` are, for each of them, the places in `without` of what is not there to be taken out.
    """

    layers: tuple[Layer, ...]
    standing: list[Mapping[str, Any]]
    inherited: list[Mapping[str, Any]]
    untaken: list[list[int]]
    data: Mapping[str, Any]
    taken: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The file and the line of what is in force at `path`.

        Where nothing stands there it is the line that took it out, else the nearest thing around
        it: a section that lacks a key is the council's own to complete.
        """
        here: list[tuple[Layer, Any]] = list(zip(self.layers, self.standing, strict=True))
        for depth, part in enumerate(path):
            having = [(layer, inner[part]) for layer, inner in here if _has(inner, part)]
            if not having and path[: depth + 1] in self.taken:
                return self.taken[path[: depth + 1]]
            if not having:
                return (here[0][0] if depth > 1 else self.layers[0]).line(path)
            here = having if isinstance(having[0][1], dict) else having[:1]
        return here[0][0].line(path)


def _has(table: Any, part: str | int) -> bool:
    if isinstance(table, list):
        return isinstance(part, int) and part < len(table)
    return isinstance(table, dict) and part in table


def read(text: str, shelf: Mapping[str, str]) -> Whole:
    """The profile `text` with what it extends, which `shelf` has by name.

    Raises `CannotInherit`, and `tomllib.TOMLDecodeError` where it is no TOML.
    """
    layers = tuple(_layers(text, shelf))
    standing: list[Mapping[str, Any]] = [_rules(layer) for layer in layers]
    whole = Whole(layers, standing, [{} for _ in layers], [[] for _ in layers], standing[-1])
    for n in range(len(layers) - 2, -1, -1):
        _take_out(whole, n)
        whole.inherited[n] = whole.data
        whole.data = joined(whole.data, standing[n])
    return whole


def whole_text(text: str, shelf: Mapping[str, str]) -> str:
    """The text of a profile with all that it inherits; one that extends nothing as it stands.

    Raises as `read` does.
    """
    whole = read(text, shelf)
    return text if len(whole.layers) == 1 else written(whole.data)


def _layers(text: str, shelf: Mapping[str, str]) -> Iterator[Layer]:
    """The file itself, what it extends, and so on down to what extends nothing."""
    names: list[str] = []
    file = ""
    while True:
        layer = Layer(file, text, tomllib.loads(text))
        yield layer
        if EXTENDS not in layer.data:
            return
        name, place = layer.data[EXTENDS], layer.line((EXTENDS,))
        if not isinstance(name, str) or name not in shelf:
            there = ", ".join(sorted(shelf))
            raise CannotInherit(place, f"names no profile that ships: write one of {there}.")
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            raise CannotInherit(place, f"goes round in a circle, {circle}: leave out one of them.")
        names.append(name)
        file, text = f"{name}.toml", shelf[name]


def _rules(layer: Layer) -> Mapping[str, Any]:
    """What a file says of the rules; the two keys about inheriting mean something in no other."""
    if EXTENDS not in layer.data:
        return layer.data
    return {key: value for key, value in layer.data.items() if key not in (EXTENDS, WITHOUT)}


def _take_out(whole: Whole, n: int) -> None:
    """Take what file `n` is `without` out of everything that it inherits."""
    layer = whole.layers[n]
    untaken = whole.untaken[n]
    for number, said in enumerate(layer.taken_out):
        path = path_of(whole.data, said) if isinstance(said, str) else None
        if path is None:
            untaken.append(number)
            continue
        whole.taken[path] = layer.line((WITHOUT, number))
        whole.data = without(whole.data, path)
        for below in range(n + 1, len(whole.layers)):
            whole.standing[below] = without(whole.standing[below], path)
