"""Moderation tests the audit and its grade; it never re-audits the file (programme.md §2.10)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.acts.audit_month.check import listed, sent_back
from store.acts.audit_month.return_ import Improvement, open_actions
from store.acts.moderation import receipts
from store.acts.moderation.decision import record_decision, refuse_unknown_grade
from store.acts.moderation.referral import refer_to_audit_team
from store.allocation.independence_today import auditor_breaks, require_independent_moderator
from store.audits.action_owners import owners_fit
from store.clock.given_days import PastDay
from store.duties.copies import queue_copies
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import governing_grade, is_to_be_moderated, today
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_text
from store.people.posts import has_left, in_post
from store.registry import Words, act, perform_after
from store.relations.moderation import MODERATOR, THIRD_LOCK
from store.rules.inadequate import tell_if_inadequate
from store.tables import Audit, Duty, Person
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_moment
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

ModerationReason = Literal["scant", "parts_missing", "grade_not_evidenced", "actions_miss_issues"]
Day = Annotated[PastDay | None, BeforeValidator(blank_to_none)]
YesNo = Annotated[bool | None, BeforeValidator(blank_to_none)]


class Agreement(Fields):
    """The moderator agrees, and notes whether the family and the practitioner were heard."""

    spoke_on: Day = None
    practitioner_heard: YesNo = None
    family_heard: YesNo = None
    note: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    actions: list[Improvement] = Field(default_factory=list, max_length=12)


class ModerationChange(Agreement):
    """Another grade, with its rationale and the day of the conversation about it."""

    grade: str
    rationale: PrivateText
    spoke_on: PastDay


class ModerationSendBack(Fields):
    """Why the audit goes back to its auditor, after a conversation and never instead of one."""

    reasons: Annotated[list[ModerationReason], BeforeValidator(listed)] = Field(min_length=1)
    spoke_on: PastDay
    note: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


class ModerationReferral(Fields):
    """Why the audit team decides: the practitioner was not contacted, or it is still poor."""

    reason: StaffText
    grounds: Literal["not_contacted", "still_poor"] = "not_contacted"
    spoke_on: Day = None


def not_moderated(reader: Reader, audit: Audit) -> str | None:
    """Why the audit is not moderated: it is outside the seeded share (programme.md §2.10)."""
    if is_to_be_moderated(reader, audit):
        return None
    return "This audit is outside the share that is moderated: it is complete once checked."


def not_decided_yet(reader: Reader, audit: Audit) -> str | None:
    """Why it cannot be decided before the check has passed or its time is up (§2.10)."""
    if why := not_moderated(reader, audit):
        return why
    if audit.checked is None:
        open_checks = reader.rows(Duty, subject=audit.id, kind="return.check", closed_at=None)
        for check in open_checks:
            if check.due_at > reader.at:
                ends = say_moment(check.due_at, zone=reader.profile.programme.zone)
                return (
                    f"The {terms.AUDIT_TEAM} is checking that it is complete, until {ends} at "
                    f"the latest. "
                    "Please talk to the auditor meanwhile."
                )
    return None


@act(
    "moderation.agree",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="moderated",
    fields=Agreement,
    rules=owners_fit,
    closed_because=not_decided_yet,
    words=Words(
        story="agreed with the grade in moderation",
        dialog="Moderate the audit",
        asks={"moderation.decide": "Moderate it"},
        receipt=receipts.moderated,
        met="Moderated",
    ),
)
def agree(unit: Unit, audit: Audit, given: Agreement) -> None:
    """The auditor's grade becomes the moderated one; an audit without a grade just stands."""
    grade = audit.amended or audit.first
    _decide(unit, audit, given, grade, "agree")


def no_grade_to_change(reader: Reader, audit: Audit) -> str | None:
    """Why the grade cannot be changed: this kind of audit has none (programme.md §6)."""
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
    rules=owners_fit,
    closed_because=no_grade_to_change,
    words=Words(
        story="changed the grade in moderation",
        button="Change the grade…",
        dialog="Change the grade",
        submit="Change the grade",
        receipt=receipts.moderated,
        met="Moderated",
    ),
)
def change(unit: Unit, audit: Audit, given: ModerationChange) -> None:
    """Another grade with its rationale; the auditor's own grade is kept beside it."""
    refuse_unknown_grade(unit, given.grade)
    if given.grade == governing_grade(audit):
        raise Invalid(
            "The audit has that grade already: agree with it instead.",
            {"grade": "is the auditor's own grade"},
        )
    _decide(unit, audit, given, given.grade, "change")


def _decide(
    unit: Unit,
    audit: Audit,
    given: Agreement,
    grade: str | None,
    outcome: Literal["agree", "change"],
) -> None:
    require_independent_moderator(unit, audit, unit.actor.upn)
    before = governing_grade(audit)
    decision = record_decision(
        unit,
        audit,
        given,
        step="moderation",
        outcome=outcome,
        grade=grade,
        spoke_on=given.spoke_on,
        practitioner_heard=given.practitioner_heard,
        family_heard=given.family_heard,
    )
    audit.moderated, audit.moderated_by, audit.moderated_at = grade, unit.actor.upn, unit.at
    open_actions(unit, audit, decision.id, given.actions)
    told = tell_if_inadequate(unit, audit, before)
    for upn in dict.fromkeys((audit.auditor, audit.practitioner, audit.team_manager)):
        if upn is not None and upn not in told and in_post(unit, upn):
            queue(unit, upn, "moderated", audit.id)
    queue_copies(unit, unit.profile.copies.moderated, audit, "moderated")
    # Where the Head of QA moderated it themselves, the third lock is the post above.
    for upn in sorted(THIRD_LOCK.upns(unit, audit)):
        queue(unit, upn, "lock", audit.id)
    perform_after(unit, "audit.share", audit)


def _auditor_gone(reader: Reader, audit: Audit) -> str | None:
    """Why its auditor cannot amend it: they have left or are too close (§2.3, §2.10)."""
    person = reader.find(Person, audit.auditor)
    if person is None or has_left(person, today(reader)):
        return (
            f"The auditor has left, so it cannot be amended: refer it to the "
            f"{terms.AUDIT_TEAM} instead."
        )
    if auditor_breaks(reader, audit):
        return f"The auditor is no longer independent: refer it to the {terms.AUDIT_TEAM} instead."
    return not_moderated(reader, audit)


@act(
    "moderation.send_back",
    on=Audit,
    by=MODERATOR,
    source={"returned"},
    target="rectifying",
    fields=ModerationSendBack,
    closed_because=_auditor_gone,
    words=Words(
        story="sent the audit back after moderation",
        button="Send it back…",
        dialog="Send it back",
        submit="Send it back",
        receipt=receipts.sent_back,
    ),
)
def send_back(unit: Unit, audit: Audit, given: ModerationSendBack) -> None:
    """The auditor amends it, for a listed reason that they have talked about."""
    # A moderator finishes what they began, whatever grade the audit comes back with (§2.10).
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
    words=Words(
        story=f"referred the audit to the {terms.AUDIT_TEAM}",
        button="Refer it…",
        dialog="Refer it",
        submit=f"Refer it to the {terms.AUDIT_TEAM}",
        receipt=receipts.referred,
    ),
)
def refer(unit: Unit, audit: Audit, given: ModerationReferral) -> None:
    """The audit team may void an audit done without the practitioner, or support its auditor."""
    if given.grounds == "still_poor" and given.spoke_on is None:
        raise Invalid(
            "An audit is still poor only after a conversation: talk to the auditor first.",
            {"spoke_on": "give the day of the conversation"},
        )
    reason = sealed_text(unit, given.reason) or ""
    refer_to_audit_team(
        unit, audit, given.grounds, reason, spoke_on=given.spoke_on, by=unit.actor.upn
    )
