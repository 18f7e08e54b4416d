"""A cell that holds something which no reader may take for its value."""

from typing import Self


class Unread(str):
    """What stands in a cell, and why it cannot be taken: `reason` continues "the value …".

    The cell counts as filled. Nothing is refused as long as no column that is needed holds it.
    """

    __slots__ = ("reason",)
    reason: str

    def __new__(cls, text: str, reason: str) -> Self:
        """`text` is what the file holds, never empty."""
        made = super().__new__(cls, text or "?")
        made.reason = reason
        return made
