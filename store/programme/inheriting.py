"""A profile that extends another: its files, the merged rules, and the file of each rule.

A file says `extends = "base"` and then only what it changes. `without` lists what it removes.
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
"""A file name, empty for the profile's own file, and a line number in that file."""


class CannotInherit(Invalid):
    """A file extends an unknown file, or extends itself in a circle; `place` is that line."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(f"The profile's {EXTENDS} {reason}", {EXTENDS: reason})
        self.place, self.reason = place, reason


@dataclass(frozen=True)
class Layer:
    """One file of a profile: its name, empty for the profile's own file, and its text."""

    name: str
    text: str
    data: Mapping[str, Any]

    def line(self, path: Path) -> Place:
        """The file, and the line on which `path` is written or belongs."""
        return self.name, line_of(self._lines, path)

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return lines_of(self.text)

    @property
    def taken_out(self) -> list[Any]:
        """The entries of `without`, as the file writes them."""
        named = self.data.get(WITHOUT)
        return named if isinstance(named, list) else []


@dataclass(slots=True)
class Whole:
    """A profile with every rule that it inherits.

    `layers` are its files, its own first. For each file, `standing` holds its rules that no later
    file removed, `inherited` the rules that it inherits, and `untaken` the positions in `without`
    that match no inherited rule. `taken` gives the line that removed each rule.
    """

    layers: tuple[Layer, ...]
    standing: list[Mapping[str, Any]]
    inherited: list[Mapping[str, Any]]
    untaken: list[list[int]]
    data: Mapping[str, Any]
    taken: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The file and line of the rule in force at `path`.

        Where there is no such rule: the line that removed it, otherwise the nearest table that
        should hold it. A missing key counts as missing from the council's own file.
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
    """The profile `text` with the files that it extends; `shelf` holds their texts by name.

    Raises `CannotInherit`, and `tomllib.TOMLDecodeError` for text that is not valid TOML.
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
    """The text of a profile with every rule that it inherits; unchanged if it extends nothing.

    Raises as `read` does.
    """
    whole = read(text, shelf)
    return text if len(whole.layers) == 1 else written(whole.data)


def _layers(text: str, shelf: Mapping[str, str]) -> Iterator[Layer]:
    """The file itself, the file that it extends, and so on to the file that extends none."""
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
            raise CannotInherit(place, f"names no supplied profile. Write one of {there}.")
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            raise CannotInherit(place, f"forms a circle, {circle}. Remove one of these.")
        names.append(name)
        file, text = f"{name}.toml", shelf[name]


def _rules(layer: Layer) -> Mapping[str, Any]:
    """A file's rules, without its keys `extends` and `without`."""
    if EXTENDS not in layer.data:
        return layer.data
    return {key: value for key, value in layer.data.items() if key not in (EXTENDS, WITHOUT)}


def _take_out(whole: Whole, n: int) -> None:
    """Remove the entries of `without` in file `n` from every rule that it inherits."""
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
