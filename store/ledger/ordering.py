"""The last made of several rows about one audit, also where their moments are the same.

On a clock that stands, or was set back, times cannot tell which came last; the fact's number, with
which an id ends ("M900123-2026-12.r41"), always can.
"""

from typing import Any

from sqlalchemy import Text, cast, func
from sqlmodel import col

from store.tables import Row

NEWEST = "newest"
"""Asks `Reader.rows` for the order of `newest_first`."""


def newest_first(table: type[Row]) -> Any:
    """An order for rows of `table` about one audit: ids of one beginning, the longer is later."""
    return (cast(func.length(col(table.id)), Text) + col(table.id)).desc()
