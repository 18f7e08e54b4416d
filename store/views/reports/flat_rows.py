"""Rows of a report as rows of a sheet: each part of a nested value has a column of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from store.views.reports.register_parts import Cell, RowOf
from store.views.reports.report_blocks import NOT_SHOWN


def flat(rows: Sequence[Mapping[str, Any]]) -> tuple[RowOf, ...]:
    """Rows of the same columns, each named by its path, such as `first, Good, n`."""
    found = [dict(_cells(row)) for row in rows]
    names = dict.fromkeys(name for row in found for name in row)
    return tuple({name: row.get(name) for name in names} for row in found)


def _cells(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Cell]]:
    for name, one in value.items():
        at = f"{path}{name}"
        match one:
            case dict():
                yield from _cells(one, f"{at}, ")
            case None:
                yield at, NOT_SHOWN if value.get("suppressed") else None
            case float():
                yield at, f"{one:.2f}"
            case list() | tuple():
                yield at, ", ".join(str(part) for part in one)
            case _ if name != "suppressed":
                yield at, one
            case _:
                pass
