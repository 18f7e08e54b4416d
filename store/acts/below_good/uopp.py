"""The UoPP meeting after work below good: convened, answered, fixed, held or not (§3)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.acts.audit_month.checks import listed
from store.acts.audit_month.returns import Improvement, open_actions
from store.acts.below_good.progression import Progressing, propose
from store.acts.below_good.receipts import arranged, still_to_do
from store.acts.moderation.moderation import refuse_past_actions
from store.audits.governing_grade import is_below_good
from store.audits.uopp_meetings import (
    SECOND,
    invited_to,
    is_not_in_post,
    kind_now,
    meeting_leads,
    not_left,
    open_meeting,
    proposals,
)
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import LinkText, PrivateText, StaffText, blank_to_none, sealed_text
from store.people.posts import post
from store.registry import Words, act
from store.relations.below_good import INVITED, UOPP_LEAD
from store.rules.uopp import (
    aware,
    known,
    moment_of,
    refuse_day,
    refuse_past,
    refuse_without_quorum,
    times_of,
)
from store.tables import Audit, Meeting
from store.tables.columns import plain
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

MOST_TIMES = 5
UPDATED = ("audit_manager", "head_of_learning_academy", "divisional_director")
"""Who is updated once the second meeting was held (Tower Hamlets guide §10)."""

Several = Annotated[list[str], BeforeValidator(listed)]
Moments = Annotated[list[datetime], BeforeValidator(listed)]
Moment = Annotated[datetime | None, BeforeValidator(blank_to_none)]


class UoppConvened(Fields):
    """One or more times to choose from, where, and who is asked beside those who have to come."""

    times: Moments = Field(default_factory=list, max_length=MOST_TIMES)
    starts_at: Moment = None
    place: Annotated[LinkText | None, BeforeValidator(blank_to_none)] = None
    invite: Several = Field(default_factory=list, max_length=20)


class UoppReply(Fields):
    """Whether one can come, and to which of the times; none named means any of them."""

    answer: Literal["yes", "cannot"]
    times: Moments = Field(default_factory=list, max_length=MOST_TIMES)


class Fixed(Fields):
    """The time that it is."""

    starts_at: datetime


class UoppHeld(Fields):
    """What was held, who was there, what was said and agreed.

    `stands_in` is why the Team Manager stood in for the practitioner; `into_plan` where the
    actions go, for there is never a second plan (Tower Hamlets guide §10).
    """

    held_on: date
    attended: Several = Field(min_length=1, max_length=30)
    stands_in: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None
    record: PrivateText
    actions: list[Improvement] = Field(default_factory=list, max_length=12)
    into_plan: Annotated[
        Literal["existing_plan", "core_group", "review_conference", "statutory_review", "no_plan"]
        | None,
        BeforeValidator(blank_to_none),
    ] = None
    progression: Progressing | None = None


class NotHeld(Fields):
    """Why it did not take place."""

    reason: StaffText


def _no_meetings(reader: Reader, _audit: Audit) -> str | None:
    if "uopp.hold" in reader.profile.duty:
        return None
    return "This programme has no such meeting."


def _none_arranged(reader: Reader, audit: Audit) -> str | None:
    if open_meeting(reader, audit) is not None:
        return None
    return "No meeting about this audit is being arranged now."


@act(
    "uopp.convene",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=UoppConvened,
    closed_because=_no_meetings,
    words=Words(story="convened the UoPP meeting", dialog="Propose times", receipt=arranged),
)
def convene(unit: Unit, audit: Audit, given: UoppConvened) -> None:
    """Propose times to everybody who is to come, or fix the one there is.

    Proposed anew, the same meeting has other times and everybody is asked again.
    """
    times = times_of(unit, [*given.times, *([given.starts_at] if given.starts_at else [])])
    asked = invited_to(unit, audit, [unit.calendar.local(at).date() for at in times])
    asked += [upn for upn in known(unit, given.invite, "invite") if upn not in asked]
    meeting = _begun(unit, audit)
    meeting.chair = unit.actor.upn
    meeting.times = [plain(at) for at in times]
    meeting.starts_at = times[0] if len(times) == 1 else None
    meeting.state = "fixed" if len(times) == 1 else "convened"
    meeting.place = sealed_text(unit, given.place)
    meeting.invited = [upn for upn in asked if upn != unit.actor.upn]
    meeting.replies = {}
    _tell(unit, meeting)
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
        story="answered whether they can come to the UoPP meeting",
        dialog="Can you come?",
        receipt="Sent. The chair sees your answer.",
    ),
)
def confirm(unit: Unit, audit: Audit, given: UoppReply) -> None:
    """I can come, to these times; or I cannot. The chair sees it, and hears once all have said."""
    meeting = _arranged(unit, audit)
    times = [plain(aware(unit, at)) for at in given.times] or list(meeting.times)
    if unknown := [at for at in times if at not in meeting.times]:
        raise Invalid(
            "That is none of the times proposed: choose among them.",
            {"times": f"{len(unknown)} of them were not proposed"},
        )
    said = {"answer": given.answer, "times": times if given.answer == "yes" else []}
    meeting.replies = meeting.replies | {unit.actor.upn: said}
    if not_left(unit, meeting.invited) <= set(meeting.replies):
        # Where the chair has left, whoever leads in their place hears it.
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
        story="fixed the time of the UoPP meeting", dialog="Fix the time", receipt=arranged
    ),
)
def fix(unit: Unit, audit: Audit, given: Fixed) -> None:
    """The chair settles the time, and everybody invited hears it."""
    meeting, starts_at = _arranged(unit, audit), aware(unit, given.starts_at)
    refuse_past(unit, [starts_at], "starts_at")
    meeting.starts_at, meeting.state, meeting.chair = starts_at, "fixed", unit.actor.upn
    _tell(unit, meeting)
    _ask_afterwards(unit, meeting)


@act(
    "uopp.held",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=UoppHeld,
    closed_because=_no_meetings,
    words=Words(
        story="recorded that the UoPP meeting was held",
        dialog="Record the meeting",
        receipt=still_to_do("uopp.share", "Recorded. Please share the record{by}."),
    ),
)
def held(unit: Unit, audit: Audit, given: UoppHeld) -> None:
    """Quorum is Team Manager, practitioner and original auditor (Tower Hamlets guide §10).

    What was said is sealed; the actions join the audit's own improvement plan.
    """
    attended = known(unit, given.attended, "attended", left_since=given.held_on)
    attended += [unit.actor.upn] if unit.actor.upn not in attended else []
    refuse_day(unit, audit, given.held_on)
    refuse_without_quorum(
        unit, audit, attended, given.held_on, explained=given.stands_in is not None
    )
    refuse_past_actions(unit, given.actions)
    meeting = _begun(unit, audit)
    meeting.kind, meeting.chair, meeting.state = kind_now(unit, audit), unit.actor.upn, "held"
    meeting.held_on, meeting.recorded_at, meeting.attended = given.held_on, unit.at, attended
    meeting.record = sealed_text(unit, given.record)
    meeting.into_plan = given.into_plan
    if given.stands_in is not None:
        meeting.stands_in = {"practitioner": sealed_text(unit, given.stands_in)}
    audit.uopp_met_at = moment_of(unit, given.held_on)
    if meeting.kind != SECOND:
        audit.uopp_held_at = audit.uopp_met_at
    open_actions(unit, audit, meeting.id, given.actions)
    queue(unit, meeting.chair, "uopp_chair", meeting.id)
    if meeting.kind == SECOND:
        for name in UPDATED:
            queue(unit, post(name), "uopp_second", meeting.id)
    if given.progression is not None:
        propose(unit, audit, given.progression, within="progression.")


@act(
    "uopp.not_held",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=NotHeld,
    closed_because=_none_arranged,
    words=Words(
        story="recorded that the UoPP meeting was not held",
        dialog="It was not held",
        receipt=still_to_do(
            "uopp.hold", "Recorded; everybody invited has been told. It is still to be held{by}."
        ),
    ),
)
def not_held(unit: Unit, audit: Audit, given: NotHeld) -> None:
    """It did not take place: everybody invited hears so, and the duty to hold one stands."""
    meeting = _arranged(unit, audit)
    meeting.state, meeting.why_not = "not_held", sealed_text(unit, given.reason)
    meeting.chair = unit.actor.upn
    _tell(unit, meeting)
    queue(unit, meeting.chair, "uopp_chair", meeting.id)


def call_off(unit: Unit, audit: Audit) -> None:
    """Another grade governs: a meeting that nobody asks for any more, or so, is called off (§2.11).

    What was proposed on the former grade lapses with it.
    """
    meeting = open_meeting(unit, audit)
    stays = is_below_good(unit, audit) and meeting and meeting.kind == kind_now(unit, audit)
    if meeting is not None and not stays:
        meeting.state = "called_off"
        _tell(unit, meeting)
        if not is_not_in_post(unit, meeting.chair):
            queue(unit, meeting.chair, "uopp_chair", meeting.id)
    for proposal in proposals(unit, audit):
        if proposal.state == "proposed":
            proposal.state = "lapsed"


def _begun(unit: Unit, audit: Audit) -> Meeting:
    """The meeting that is being arranged, or a new one: it may be held without having been."""
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


def _tell(unit: Unit, meeting: Meeting) -> None:
    for upn in sorted(not_left(unit, meeting.invited)):
        queue(unit, upn, "uopp_invite", meeting.id)


def _ask_afterwards(unit: Unit, meeting: Meeting) -> None:
    """Held or not: the chair is asked once the time has come."""
    if meeting.starts_at is not None:
        once = f"uopp_after:{meeting.id}:{plain(meeting.starts_at)}"
        queue(unit, meeting.chair, "uopp_after", meeting.id, once=once, after=meeting.starts_at)
