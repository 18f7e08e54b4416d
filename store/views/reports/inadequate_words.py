"""One Inadequate of a digest in words: what was due about it, when, and who has it (§5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from store.ledger import Reader
from store.tables import Audit, Duty
from store.views.parts.due import day_in_words, moment_in_words, working_days, working_days_late
from store.views.parts.people_in_words import owner_in_words
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_day


def inadequate_in_words(reader: Reader, row: Mapping[str, Any], moment: datetime) -> str:
    """One Inadequate: the case, whether it was moderated, and whether its meeting was in time.

    What was late at `moment` says so: by how much, and who has it.
    """
    ref = ref_in_words(reader, reader.get(Audit, row["audit"]))
    if row["moderated"] is not None:
        meeting = _meeting_in_words(reader, row, moment)
        return f"{ref} (moderated {day_in_words(reader, row['moderated'])}{meeting})"
    if row["moderation_due"] is not None:
        by = moment_in_words(reader, row["moderation_due"])
        late = _late_with(reader, row, "moderation.decide", row["moderation_due"], moment)
        return f"{ref} (to be moderated by {by}{late})"
    return ref


def _late_with(
    reader: Reader, row: Mapping[str, Any], kind: str, due: datetime, moment: datetime
) -> str:
    """How late it was at `moment`, and who has it: ", 19 working days late, with Dr A. Lewis"."""
    if moment <= due:
        return ""
    found = reader.rows(Duty, subject=row["audit"], kind=kind, order="opened_at")
    closures = found[-1].closures if found else True
    late = working_days_late(reader, due, moment, closures=closures)
    much = f"{working_days(late)} late" if late else "late today"
    return f", {much}, with {owner_in_words(reader, found[-1].owner)}" if found else f", {much}"


def _meeting_in_words(reader: Reader, row: Mapping[str, Any], moment: datetime) -> str:
    """Whether the UoPP meeting was held, and in time: ", meeting in time on Thu 17 Dec"."""
    held, due = row["meeting_held"], row["meeting_due"]
    if held is not None:
        when = {True: "in time", False: "late"}.get(row["meeting_in_time"], "held")
        return f", meeting {when} on {say_day(held)}"
    if due is None:
        return ""
    day = day_in_words(reader, due)
    if row["meeting_in_time"] is not False:
        return f", meeting by {day}"
    return f", meeting was due {day}{_late_with(reader, row, 'uopp.hold', due, moment)}"
