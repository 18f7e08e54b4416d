"""The day that the audit team may set for a return that is sent back (guide §7)."""

from datetime import date
from typing import Final

from store.ledger import Reader
from store.vocabulary.errors import Invalid

RECTIFY: Final = "return.rectify"
CASE: Final = "timescale_set"
"""The case of the duty's `due` that takes the day; a stored profile may have none."""


def sets_timescale(reader: Reader) -> bool:
    """Whether the profile lets the audit team set the day."""
    rule = reader.profile.duty.get(RECTIFY)
    return rule is not None and CASE in rule.due


def refuse_timescale(reader: Reader, day: date | None) -> None:
    """Raise `Invalid` for a day where the profile takes none."""
    if day is not None and not sets_timescale(reader):
        wrong = "is fixed by this programme's rules: leave it out"
        raise Invalid("Nobody sets the day of a rework here.", {"amend_by": wrong})
