"""Rows of one kind about one audit in the order in which their acts were done."""

from collections.abc import Iterable
from typing import TypeVar

from store.tables import Row

R = TypeVar("R", bound=Row)


def number_of(row: Row) -> int:
    """The number of the fact that made the row, at the end of its id: "M900123-2026-12.r41"."""
    number = row.id.rpartition(".")[2][1:]
    return int(number) if number.isdecimal() else 0


def in_fact_order(rows: Iterable[R]) -> list[R]:
    """The earliest first, even of two at one moment, which their times cannot tell apart."""
    return sorted(rows, key=number_of)
