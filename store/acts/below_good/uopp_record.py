"""The record of a UoPP meeting: what was agreed, shared, and noted on the child's file (§3)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.acts.audit_month.return_ import Improvement, open_actions
from store.acts.below_good.progression import Progressing, propose
from store.acts.below_good.receipts import about, still_to_do
from store.acts.below_good.uopp import Several, meeting_begun, why_no_meetings
from store.audits.action_owners import owners_fit
from store.audits.uopp_meetings import SECOND, held_meetings, kind_now
from store.clock.given_days import PastDay
from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_text
from store.people.posts import in_post, post, service_of
from store.registry import Words, act
from store.relations.below_good import QA_LEAD, UOPP_CHAIR, UOPP_LEAD, WORK_MANAGER
from store.rules.progress import keep_progress
from store.rules.uopp import known, moment_of, refuse_day, refuse_without_quorum
from store.rules.while_owed import while_owed
from store.tables import Audit, Meeting, Message
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

UPDATED = ("audit_manager", "head_of_learning_academy", "divisional_director")
"""Who is updated once the second meeting was held (Tower Hamlets guide §10)."""

Plan = Literal["existing_plan", "core_group", "review_conference", "statutory_review", "no_plan"]


class UoppHeld(Fields):
    """What was held, who attended, what was said and agreed.

    `stands_in` is why the Team Manager stood in for the practitioner. `into_plan` is the plan that
    the actions go into, because there is never a second plan (Tower Hamlets guide §10).
    """

    held_on: PastDay
    attended: Several = Field(min_length=1, max_length=30)
    stands_in: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None
    record: PrivateText
    actions: list[Improvement] = Field(default_factory=list, max_length=12)
    into_plan: Annotated[Plan | None, BeforeValidator(blank_to_none)] = None
    progression: Progressing | None = None


class Noted(Fields):
    """The day on which the note was put on the child's file. Its content stays there."""

    noted_on: PastDay


@act(
    "uopp.held",
    on=Audit,
    by=UOPP_LEAD,
    source=DECIDED,
    fields=UoppHeld,
    rules=owners_fit,
    closed_because=why_no_meetings,
    words=Words(
        story=f"recorded that the {terms.MEETING} was held",
        button="Record the meeting…",
        dialog="Record the meeting",
        submit="Record the meeting",
        receipt=still_to_do("uopp.share", "Recorded. Please share the record{by}."),
        met="Held",
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
    meeting = meeting_begun(unit, audit)
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
    # A chair who arranged it here has a card about it already, which now says that it was held.
    if not unit.rows(Message, to=meeting.chair, kind="uopp_chair", subject=meeting.id, limit=1):
        queue(unit, meeting.chair, "uopp_chair", meeting.id)
    if meeting.kind == SECOND:
        _update_seniors(unit, meeting)
    if given.progression is not None:
        propose(unit, audit, given.progression, within="progression.")


def _update_seniors(unit: Unit, meeting: Meeting) -> None:
    for name in UPDATED:
        queue(unit, post(name), "uopp_second", meeting.id)


@act(
    "uopp.share",
    on=Audit,
    by=UOPP_CHAIR,
    source=DECIDED,
    closed_because=while_owed("uopp.share", "No meeting's record is waiting to be shared."),
    words=Words(
        story=f"shared the record of the {terms.MEETING}",
        asks={"uopp.share": "Share the record"},
        met="Shared",
    ),
)
def share(unit: Unit, audit: Audit, _fields: object) -> None:
    """To practitioner, Team Manager and Head of Service, copied to the audit team (guide §10)."""
    head = post("head_of_service", service_of(unit, audit))
    for meeting in held_meetings(unit, audit):
        if meeting.shared_at is not None:
            continue
        meeting.shared_at = unit.at
        readers = (audit.practitioner, audit.team_manager, head, post("audit_team"))
        for to in dict.fromkeys((*readers, *meeting.attended)):
            # Who shares it wrote it, and their own card says that it is shared.
            if to != unit.actor.upn and in_post(unit, to):
                queue(unit, to, "uopp_record", meeting.id)


@act(
    "uopp.noted",
    on=Audit,
    by=WORK_MANAGER,
    source=DECIDED,
    fields=Noted,
    closed_because=while_owed("uopp.note", "No note that a meeting was held is asked for now."),
    words=Words(
        story=f"recorded that the file says that the {terms.MEETING} was held",
        dialog="The note on the file",
        submit="Record the note",
        receipt=about("Recorded: the file of {ref} says that the meeting was held."),
        asks={"uopp.note": "Record the note…"},
        met="Noted",
    ),
)
def noted(unit: Unit, audit: Audit, given: Noted) -> None:
    """The child's file says that the meeting was held, and not what was said (guide §10)."""
    met = held_meetings(unit, audit)
    if met and met[0].held_on is not None and given.noted_on < met[0].held_on:
        raise Invalid(
            "The note comes after the meeting: check the day.",
            {"noted_on": "is before the meeting was held"},
        )
    keep_progress(unit, audit, "uopp_note", on=given.noted_on)


@act(
    "case.noted",
    on=Audit,
    by=QA_LEAD,
    source=DECIDED,
    fields=Noted,
    closed_because=while_owed("case.note", "No case note about this audit is asked for now."),
    words=Words(
        story="recorded that the case note is on the file",
        dialog="The case note",
        submit="Record the case note",
        receipt=about("Recorded: the case note is on the file of {ref}."),
        asks={"case.note": "Record the case note…"},
        met="Noted",
    ),
)
def case_noted(unit: Unit, audit: Audit, given: Noted) -> None:
    """Date, key findings and actions are on the file (Bromley: after every review)."""
    keep_progress(unit, audit, "case_note", on=given.noted_on)
