"""Moderation: tests the audit and its grade, never re-audits the file (programme.md §2.10)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from store.acts.audit_month.checks import listed, sent_back
from store.acts.audit_month.returns import Improvement, open_actions
from store.allocation.independence_today import auditor_breaks, require_independent_moderator
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import governing_grade, is_to_be_moderated, today
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model, sealed_text
from store.people.posts import has_left, in_post, post
from store.registry import Words, act, perform_after
from store.relations.after_return import MODERATOR, THIRD_LOCK
from store.rules.grading import tell_if_inadequate
from store.rules.return_rules import not_an_actions_day
from store.tables import Audit, Duty, GradeDecision, Person, Referral
from store.vocabulary.dates_in_words import say_moment
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

ModerationReason = Literal["scant", "parts_missing", "grade_not_evidenced", "actions_miss_issues"]
Day = Annotated[date | None, BeforeValidator(blank_to_none)]
YesNo = Annotated[bool | None, BeforeValidator(blank_to_none)]


class Agreement(Fields):
    """The moderator agrees; whether family and practitioner were heard is noted."""

    spoke_on: Day = None
    practitioner_heard: YesNo = None
    family_heard: YesNo = None
    note: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    actions: list[Improvement] = Field(default_factory=list, max_length=12)


class ModerationChange(Agreement):
    """Another grade, with the rationale and the day of the conversation about it."""

    grade: str
    rationale: PrivateText
    spoke_on: date


class ModerationSendBack(Fields):
    """Back to the auditor for a listed reason: after a conversation, never in its place."""

    reasons: Annotated[list[ModerationReason], BeforeValidator(listed)] = Field(min_length=1)
    spoke_on: date
    note: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


class ModerationReferral(Fields):
    """Why the audit team is asked: not done with the practitioner, or poor after a conversation."""

    reason: StaffText
    grounds: Literal["not_contacted", "still_poor"] = "not_contacted"
    spoke_on: Day = None


def not_moderated(reader: Reader, audit: Audit) -> str | None:
    """Why nobody moderates it: it is outside the seeded share (programme.md §2.10)."""
    if is_to_be_moderated(reader, audit):
        return None
    return "This audit is not in the share that is moderated; it is complete once checked."


def not_decided_yet(reader: Reader, audit: Audit) -> str | None:
    """It may be decided once the check has passed or its time has ended (programme.md §2.10)."""
    if why := not_moderated(reader, audit):
        return why
    if audit.checked is None:
        open_checks = reader.rows(Duty, subject=audit.id, kind="return.check", closed_at=None)
        for check in open_checks:
            if check.due_at > reader.at:
                ends = say_moment(check.due_at, zone=reader.profile.programme.zone)
                return (
                    f"The audit team still checks that it is complete, until {ends} at the latest. "
                    "Please seek the conversation with the auditor meanwhile."
                )
    return None


@act(
    "moderation.agree",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="moderated",
    fields=Agreement,
    closed_because=not_decided_yet,
    words=Words(
        story="agreed with the grade in moderation",
        dialog="Moderate the audit",
        asks={"moderation.decide": "Moderate it"},
    ),
)
def agree(unit: Unit, audit: Audit, given: Agreement) -> None:
    """The auditor's grade stands as the moderated one; where there is none, the audit does."""
    grade = audit.amended or audit.first
    _decide(unit, audit, given, grade, "agree")


def no_grade_to_change(reader: Reader, audit: Audit) -> str | None:
    """A kind that is not graded has nothing to change (programme.md §6)."""
    rule = reader.profile.kinds.get(audit.kind)
    if rule is not None and not rule.graded:
        return f"A {rule.title} is not graded, so there is no grade to change."
    return not_decided_yet(reader, audit)


@act(
    "moderation.change",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="moderated",
    fields=ModerationChange,
    closed_because=no_grade_to_change,
    words=Words(story="changed the grade in moderation", dialog="Change the grade"),
)
def change(unit: Unit, audit: Audit, given: ModerationChange) -> None:
    """Another grade with its rationale; the auditor's own is kept beside it."""
    if given.grade not in unit.profile.grades:
        raise Invalid(
            "That is no grade of this programme.",
            {"grade": f"choose one of {', '.join(unit.profile.grades)}"},
        )
    if given.grade == governing_grade(audit):
        raise Invalid(
            "That is the grade it has: agree with it instead.",
            {"grade": "is the auditor's own grade"},
        )
    _decide(unit, audit, given, given.grade, "change")


def _decide(unit: Unit, audit: Audit, given: Agreement, grade: str | None, outcome: str) -> None:
    require_independent_moderator(unit, audit, unit.actor.upn)
    refuse_future(unit, given.spoke_on)
    refuse_past_actions(unit, given.actions)
    before = governing_grade(audit)
    decision = record_decision(
        unit, audit, given, step="moderation", outcome=outcome, grade=grade,
        spoke_on=given.spoke_on, practitioner_heard=given.practitioner_heard,
        family_heard=given.family_heard,
    )  # fmt: skip
    audit.moderated, audit.moderated_by, audit.moderated_at = grade, unit.actor.upn, unit.at
    open_actions(unit, audit, decision.id, given.actions)
    told = tell_if_inadequate(unit, audit, before)
    for upn in dict.fromkeys((audit.auditor, audit.practitioner, audit.team_manager)):
        if upn is not None and upn not in told and in_post(unit, upn):
            queue(unit, upn, "moderated", audit.id)
    # By name: where the Head of QA moderated it themselves, it is for the one above.
    for upn in sorted(THIRD_LOCK.upns(unit, audit)):
        queue(unit, upn, "lock", audit.id)
    perform_after(unit, "audit.share", audit)


def record_decision(
    unit: Unit, audit: Audit, given: BaseModel, *, step: str, outcome: str,
    grade: str | None, **conversation: Any,
) -> GradeDecision:  # fmt: skip
    """Keep a decision on the grade: every one ever given is kept, none replaces another (§3)."""
    return unit.add(
        GradeDecision(
            programme=unit.programme,
            id=f"{audit.id}.g{unit.next_seq}",
            audit=audit.id,
            step=step,
            outcome=outcome,
            decided_by=unit.actor.upn,
            decided_at=unit.at,
            grade=grade,
            content=sealed_model(unit, given),
            **conversation,
        )
    )


def refuse_future(unit: Unit, spoke_on: date | None) -> None:
    """A conversation is held before it is recorded."""
    if spoke_on is not None and spoke_on > today(unit):
        raise Invalid(
            "The day of the conversation is in the future: hold it first.",
            {"spoke_on": "is in the future"},
        )


def refuse_past_actions(unit: Unit, actions: Sequence[Improvement]) -> None:
    wrong = {
        f"actions.{number}.by": why
        for number, action in enumerate(actions)
        if (why := not_an_actions_day(action.by, today(unit)))
    }
    if wrong:
        raise Invalid("An action cannot be due then.", wrong)


def _auditor_gone(reader: Reader, audit: Audit) -> str | None:
    """The auditor amends it, unless they have left or moved too close (§2.3, §2.10)."""
    person = reader.find(Person, audit.auditor)
    if person is None or has_left(person, today(reader)):
        return "The auditor has left, so nobody can amend it: refer it to the audit team instead."
    if auditor_breaks(reader, audit):
        return "The auditor is no longer independent: refer it to the audit team instead."
    return not_moderated(reader, audit)


@act(
    "moderation.send_back",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="rectifying",
    fields=ModerationSendBack,
    closed_because=_auditor_gone,
    words=Words(story="sent the audit back after moderation", dialog="Send it back"),
)
def send_back(unit: Unit, audit: Audit, given: ModerationSendBack) -> None:
    """For a listed reason, with the date of the conversation; the auditor amends it."""
    refuse_future(unit, given.spoke_on)
    # What a moderator has begun they finish, whatever grade it comes back with (§2.10).
    audit.to_moderate = True
    sent_back(unit, audit, "moderation", given.reasons, note=given.note, spoke_on=given.spoke_on)


@act(
    "moderation.refer",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="referred",
    fields=ModerationReferral,
    closed_because=not_moderated,
    words=Words(story="referred the audit to the audit team", dialog="Refer it"),
)
def refer(unit: Unit, audit: Audit, given: ModerationReferral) -> None:
    """The audit team may void an audit done without the practitioner, or supports the auditor."""
    refuse_future(unit, given.spoke_on)
    if given.grounds == "still_poor" and given.spoke_on is None:
        raise Invalid(
            "Talk it through with the auditor first: still poor is after a conversation.",
            {"spoke_on": "give the day of the conversation"},
        )
    reason = sealed_text(unit, given.reason) or ""
    refer_to_audit_team(
        unit, audit, given.grounds, reason, spoke_on=given.spoke_on, by=unit.actor.upn
    )


def refer_to_audit_team(
    unit: Unit, audit: Audit, grounds: str, reason: str, *, spoke_on: date | None, by: str
) -> None:
    """Open the question what becomes of it; `reason` is the id of sealed words."""
    referral = unit.add(
        Referral(
            programme=unit.programme,
            id=f"{audit.id}.v{unit.next_seq}",
            audit=audit.id,
            referred_by=by,
            referred_at=unit.at,
            grounds=grounds,
            reason=reason,
            spoke_on=spoke_on,
            state="asked",
        )
    )
    queue(unit, post("audit_team"), "referred", referral.id)
