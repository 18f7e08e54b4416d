"""The UoPP meeting after work below good: convened, answered, fixed, or not held (§3)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.acts.audit_month.check import listed
from store.acts.below_good.receipts import still_to_do
from store.audits.governing_grade import is_below_good
from store.audits.uopp_meetings import (
    invited_to,
    is_not_in_post,
    kind_now,
    meeting_leads,
    meetings,
    not_left,
    open_meeting,
    proposals,
)
from store.clock.given_days import Moment, PlannedTime
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import LinkText, StaffText, blank_to_none, sealed_text
from store.registry import Words, act
from store.relations.below_good import INVITED, UOPP_LEAD
from store.rules.uopp import aware, known, refuse_past, refuse_unattended, times_of
from store.tables import Audit, Meeting
from store.tables.columns import plain
from store.views.parts.due import moment_in_words
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

MOST_TIMES = 5

Several = Annotated[list[str], BeforeValidator(listed)]
Times = Annotated[list[PlannedTime], BeforeValidator(listed)]
Time = Annotated[PlannedTime | None, BeforeValidator(blank_to_none)]
Offered = Annotated[list[Moment], BeforeValidator(listed)]
Said = Annotated[bool, BeforeValidator(lambda given: given or False)]


class UoppConvened(Fields):
    """Times to choose from, where, and who is invited besides those who have to come.

    One time fixes the meeting; where nobody can come then, `nobody_can_come` says so.
    """

    times: Times = Field(default_factory=list, max_length=MOST_TIMES)
    starts_at: Time = None
    place: Annotated[LinkText | None, BeforeValidator(blank_to_none)] = None
    invite: Several = Field(default_factory=list, max_length=20)
    nobody_can_come: Said = False


class UoppReply(Fields):
    """Whether one can come, and to which of the times; naming none means any of them."""

    answer: Literal["yes", "cannot"]
    times: Offered = Field(default_factory=list, max_length=MOST_TIMES)


class Fixed(Fields):
    """The time at which it starts; where nobody can come then, `nobody_can_come` says so."""

    starts_at: PlannedTime
    nobody_can_come: Said = False


class NotHeld(Fields):
    """Why it did not take place."""

    reason: StaffText


def why_no_meetings(reader: Reader, _audit: Audit) -> str | None:
    """Why no meeting can be convened or recorded: the profile has none."""
    if "uopp.hold" in reader.profile.duty:
        return None
    return f"This programme has no {terms.MEETING}s."


def _none_arranged(reader: Reader, audit: Audit) -> str | None:
    if open_meeting(reader, audit) is not None:
        return None
    return "No meeting about this audit is being arranged."


def _arranged_receipt(reader: Reader, audit: Audit) -> str:
    """Whether times were proposed or one was fixed."""
    found = meetings(reader, audit)
    if not found or found[0].starts_at is None:
        return "Proposed. A card shows you who can come when; then you fix one of the times."
    starts = moment_in_words(reader, found[0].starts_at)
    return f"Fixed for {starts}. Everybody invited has been notified."


@act(
    "uopp.convene",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=UoppConvened,
    closed_because=why_no_meetings,
    words=Words(
        story=f"convened the {terms.MEETING}",
        button="Propose times…",
        dialog="Propose times",
        submit="Ask them",
        receipt=_arranged_receipt,
    ),
)
def convene(unit: Unit, audit: Audit, given: UoppConvened) -> None:
    """Propose times to everybody who is to come, or fix the time if there is only one.

    A second proposal gives the same meeting other times, and everybody is asked again.
    """
    times = times_of(unit, [*given.times, *([given.starts_at] if given.starts_at else [])])
    asked = invited_to(unit, audit, [unit.calendar.local(at).date() for at in times])
    asked += [upn for upn in known(unit, given.invite, "invite") if upn not in asked]
    meeting = meeting_begun(unit, audit)
    meeting.chair = unit.actor.upn
    meeting.times = [plain(at) for at in times]
    meeting.starts_at = times[0] if len(times) == 1 else None
    meeting.state = "fixed" if len(times) == 1 else "convened"
    meeting.place = sealed_text(unit, given.place)
    meeting.invited = [upn for upn in asked if upn != unit.actor.upn]
    meeting.replies = {}
    if meeting.starts_at is not None:
        refuse_unattended(unit, meeting, times[0], said=given.nobody_can_come)
    _notify_invited(unit, meeting)
    queue(unit, meeting.chair, "uopp_chair", meeting.id)
    _ask_afterwards(unit, meeting)


@act(
    "uopp.confirm",
    on=Audit,
    by=INVITED,
    source=DECIDED,
    fields=UoppReply,
    closed_because=_none_arranged,
    words=Words(
        story=f"answered whether they can come to the {terms.MEETING}",
        button="Say whether you can come…",
        dialog="Can you come?",
        submit="Send the answer",
        receipt="Sent. The chair sees your answer.",
    ),
)
def confirm(unit: Unit, audit: Audit, given: UoppReply) -> None:
    """I can come at these times, or I cannot. The chair is notified once all have answered."""
    meeting = _arranged(unit, audit)
    times = [plain(aware(unit, at)) for at in given.times] or list(meeting.times)
    if unknown := [at for at in times if at not in meeting.times]:
        raise Invalid(
            "Choose among the times that were proposed.",
            {"times": f"{len(unknown)} of them were not proposed"},
        )
    said = {"answer": given.answer, "times": times if given.answer == "yes" else []}
    meeting.replies = meeting.replies | {unit.actor.upn: said}
    if not_left(unit, meeting.invited) <= set(meeting.replies):
        # If the chair has left, those who lead in their place are notified.
        for upn in sorted(not_left(unit, [meeting.chair]) or meeting_leads(unit, audit)):
            queue(unit, upn, "uopp_chair", meeting.id)


@act(
    "uopp.fix",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=Fixed,
    closed_because=_none_arranged,
    words=Words(
        story=f"fixed the time of the {terms.MEETING}",
        button="Fix the time…",
        dialog="Fix the time",
        submit="Fix this time",
        receipt=_arranged_receipt,
    ),
)
def fix(unit: Unit, audit: Audit, given: Fixed) -> None:
    """The chair fixes the time, and everybody invited is notified."""
    meeting, starts_at = _arranged(unit, audit), aware(unit, given.starts_at)
    refuse_past(unit, [starts_at], "starts_at")
    refuse_unattended(unit, meeting, starts_at, said=given.nobody_can_come)
    meeting.starts_at, meeting.state, meeting.chair = starts_at, "fixed", unit.actor.upn
    _notify_invited(unit, meeting)
    _ask_afterwards(unit, meeting)


@act(
    "uopp.not_held",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=NotHeld,
    closed_because=_none_arranged,
    words=Words(
        story=f"recorded that the {terms.MEETING} was not held",
        button="It was not held…",
        dialog="It was not held",
        submit="Record that it was not held",
        receipt=still_to_do(
            "uopp.hold", "Recorded. Everybody invited is notified. It is still to be held{by}."
        ),
    ),
)
def not_held(unit: Unit, audit: Audit, given: NotHeld) -> None:
    """It did not take place. Everybody invited is notified, and a meeting is still due."""
    meeting = _arranged(unit, audit)
    meeting.state, meeting.why_not = "not_held", sealed_text(unit, given.reason)
    meeting.chair = unit.actor.upn
    _notify_invited(unit, meeting)
    queue(unit, meeting.chair, "uopp_chair", meeting.id)


def call_off(unit: Unit, audit: Audit) -> None:
    """Call off a meeting that the governing grade does not ask for, or not in this way (§2.11).

    A proposal to raise the former grade lapses.
    """
    meeting = open_meeting(unit, audit)
    stays = is_below_good(unit, audit) and meeting and meeting.kind == kind_now(unit, audit)
    if meeting is not None and not stays:
        meeting.state = "called_off"
        _notify_invited(unit, meeting)
        if not is_not_in_post(unit, meeting.chair):
            queue(unit, meeting.chair, "uopp_chair", meeting.id)
    for proposal in proposals(unit, audit):
        if proposal.state == "proposed":
            proposal.state = "lapsed"


def meeting_begun(unit: Unit, audit: Audit) -> Meeting:
    """The meeting that is being arranged, or a new one: a meeting may be held without that."""
    return open_meeting(unit, audit) or unit.add(
        Meeting(
            programme=unit.programme,
            id=f"{audit.id}.u{unit.next_seq}",
            about=audit.id,
            kind=kind_now(unit, audit),
            state="convened",
            chair=unit.actor.upn,
            convened_by=unit.actor.upn,
            convened_at=unit.at,
        )
    )


def _arranged(unit: Unit, audit: Audit) -> Meeting:
    meeting = open_meeting(unit, audit)
    assert meeting is not None, "the act is open only while there is one"
    return meeting


def _notify_invited(unit: Unit, meeting: Meeting) -> None:
    for upn in sorted(not_left(unit, meeting.invited)):
        queue(unit, upn, "uopp_invite", meeting.id)


def _ask_afterwards(unit: Unit, meeting: Meeting) -> None:
    """Once the time has come, the chair is asked whether it was held."""
    if meeting.starts_at is not None:
        once = f"uopp_after:{meeting.id}:{plain(meeting.starts_at)}"
        queue(unit, meeting.chair, "uopp_after", meeting.id, once=once, after=meeting.starts_at)
