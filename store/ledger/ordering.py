"""The order in which the rows about one audit were made, even if their moments are equal.

When the clock stands still or is set back, times cannot show which row came last. The number of the
fact always can, and the row's id ends with it ("M900123-2026-12.r41").
"""

from typing import Any

from sqlalchemy import Text, cast, func
from sqlmodel import col

from store.tables import Row

NEWEST = "newest"
"""The `order` of `Reader.rows` that means `newest_first`."""


def newest_first(table: type[Row]) -> Any:
    """The order of rows about one audit, newest first; of two ids, the longer one is later."""
    return (cast(func.length(col(table.id)), Text) + col(table.id)).desc()
