"""Urgent issues, the meeting's record shared, notes on the child's file (programme.md §3)."""

from collections.abc import Callable
from datetime import date

from store.acts.below_good.receipts import about
from store.audits.governing_grade import today
from store.audits.uopp_meetings import held_meetings
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import in_post, post, service_of
from store.registry import Words, act
from store.relations.below_good import QA_LEAD, UOPP_CHAIR, WORK_MANAGER
from store.rules.progress import keep_progress
from store.tables import Audit, Duty
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


class UrgentAddressed(Fields):
    """What was done about the urgent issues."""

    what: PrivateText


class Noted(Fields):
    """The day on which the note was put on the child's file; what it says stays there."""

    noted_on: date


def _owed(kind: str, otherwise: str) -> Callable[[Reader, Audit], str | None]:
    """Open while the duty is: what nobody asks for is not recorded as done."""

    def why_not(reader: Reader, audit: Audit) -> str | None:
        owed = reader.rows(Duty, subject=audit.id, kind=kind, closed_at=None, limit=1)
        return None if owed else otherwise

    return why_not


NOT_URGENT = _owed("urgent.address", "No urgent issues of this audit wait to be addressed.")
NOT_TO_SHARE = _owed("uopp.share", "No record of a meeting waits to be shared.")
NOT_TO_NOTE = _owed("uopp.note", "No note that a meeting was held is waited for.")
NO_CASE_NOTE = _owed("case.note", "No case note about this audit is waited for.")


@act(
    "urgent.addressed",
    on=Audit,
    by=WORK_MANAGER,
    source=DECIDED,
    fields=UrgentAddressed,
    closed_because=NOT_URGENT,
    words=Words(
        story="recorded that the urgent issues were addressed",
        dialog="Urgent issues",
        asks={"urgent.address": "Record what was done…"},
        receipt="Recorded. Head of Service and Audit Manager have been told.",
    ),
)
def addressed(unit: Unit, audit: Audit, given: UrgentAddressed) -> None:
    """The Team Manager sees to it within 2 working days or sooner (Tower Hamlets guide §10)."""
    keep_progress(unit, audit, "urgent", on=today(unit), content=sealed_text(unit, given.what))
    for to in (post("head_of_service", service_of(unit, audit)), post("audit_manager")):
        queue(unit, to, "urgent_addressed", audit.id)


@act(
    "uopp.share",
    on=Audit,
    by=UOPP_CHAIR,
    source=DECIDED,
    closed_because=NOT_TO_SHARE,
    words=Words(
        story="shared the record of the UoPP meeting", asks={"uopp.share": "Share the record"}
    ),
)
def share(unit: Unit, audit: Audit, _fields: object) -> None:
    """To practitioner, Team Manager and Head of Service, the audit team copied (guide §10)."""
    head = post("head_of_service", service_of(unit, audit))
    for meeting in held_meetings(unit, audit):
        if meeting.shared_at is not None:
            continue
        meeting.shared_at = unit.at
        readers = (audit.practitioner, audit.team_manager, head, post("audit_team"))
        for to in dict.fromkeys((*readers, *meeting.attended)):
            if in_post(unit, to):
                queue(unit, to, "uopp_record", meeting.id)


@act(
    "uopp.noted",
    on=Audit,
    by=WORK_MANAGER,
    source=DECIDED,
    fields=Noted,
    closed_because=NOT_TO_NOTE,
    words=Words(
        story="recorded that the file says that the UoPP meeting was held",
        dialog="The note on the file",
        asks={"uopp.note": "Record the note…"},
        receipt=about("Recorded: the file of {ref} says that the meeting was held."),
    ),
)
def noted(unit: Unit, audit: Audit, given: Noted) -> None:
    """The child's file says that the meeting was held; its content is not put there (guide §10)."""
    met = held_meetings(unit, audit)
    _refuse_day(unit, given.noted_on, met[0].held_on if met else None)
    keep_progress(unit, audit, "uopp_note", on=given.noted_on)


@act(
    "case.noted",
    on=Audit,
    by=QA_LEAD,
    source=DECIDED,
    fields=Noted,
    closed_because=NO_CASE_NOTE,
    words=Words(
        story="recorded that the case note is on the file",
        dialog="The case note",
        asks={"case.note": "Record the case note…"},
        receipt=about("Recorded: the case note is on the file of {ref}."),
    ),
)
def case_noted(unit: Unit, audit: Audit, given: Noted) -> None:
    """Date, key findings and actions are on the file (Bromley: after every review)."""
    _refuse_day(unit, given.noted_on, None)
    keep_progress(unit, audit, "case_note", on=given.noted_on)


def _refuse_day(unit: Unit, day: date, after: date | None) -> None:
    if day > today(unit):
        raise Invalid(
            "The day of the note is in the future: record it once it is there.",
            {"noted_on": "is in the future"},
        )
    if after is not None and day < after:
        raise Invalid(
            "The note comes after the meeting: check the day.",
            {"noted_on": "is before the meeting was held"},
        )
