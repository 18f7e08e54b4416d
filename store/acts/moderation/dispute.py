"""A disputed grade: the moderator answers, and somebody else settles it (programme.md §2.12)."""

from typing import Literal

from store.acts.moderation import receipts
from store.acts.moderation.decision import record_decision, refuse_unknown_grade
from store.audits.disputes import last_day_to_dispute, last_day_to_refer, latest_dispute
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import governing_grade, is_gone, owner_named
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import in_post
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.relations.moderation import DISPUTE_DECIDER, DISPUTER, MODERATOR, RAISER
from store.rules.changed_grade import follow_change
from store.rules.inadequate import tell_if_inadequate
from store.tables import Audit, Dispute
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import NotAllowed
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED, DisputeState

OPEN: frozenset[DisputeState] = frozenset({"raised", "referred"})
"""States in which a dispute waits for somebody, so that no other may be raised."""


class DisputeRaised(Fields):
    """What is disputed and why."""

    reason: PrivateText


class Answer(Fields):
    """What the moderator answers after a conversation, and whether that resolves it."""

    answer: PrivateText
    outcome: Literal["resolved", "refer"]


class Settled(Fields):
    """The final grade, and why."""

    grade: str
    rationale: PrivateText


def _cannot_raise(reader: Reader, audit: Audit) -> str | None:
    dispute = latest_dispute(reader, audit)
    if dispute is not None and dispute.state == "settled":
        return "A dispute about this audit has been settled, and that is final."
    if dispute is not None and dispute.state in OPEN:
        return "A dispute about this audit is already open: wait until it is settled."
    last = last_day_to_dispute(reader, audit)
    if last is None:
        return "No grade of this audit has been decided yet, so there is none to dispute."
    if reader.at > reader.calendar.due_at(last):
        within = reader.profile.dispute.raise_within
        return (
            f"The grade could be disputed until {say_day(last)}, {within} working days after it "
            "was decided. You may raise a concern about how the audit was done at any time."
        )
    return None


def _cannot_answer(reader: Reader, audit: Audit) -> str | None:
    dispute = latest_dispute(reader, audit)
    if dispute is not None and dispute.state == "raised":
        return None
    return "There is no dispute to answer now: open your latest card about it."


def _cannot_refer(reader: Reader, audit: Audit) -> str | None:
    dispute = latest_dispute(reader, audit)
    if dispute is not None and dispute.state == "raised":
        answers = _answering(reader, audit)
        # A deputy may have raised it for an absent Head of Service; they cannot answer their own.
        if answers == dispute.raised_by or is_gone(reader, answers):
            return None
    last = None if dispute is None else last_day_to_refer(reader, dispute)
    if dispute is None or dispute.state != "answered" or last is None:
        return "There is no answer to take further now: open your latest card about it."
    if reader.at > reader.calendar.due_at(last):
        return f"It could be taken further until {say_day(last)}. It counts as resolved now."
    return None


def _answering(reader: Reader, audit: Audit) -> str | None:
    return owner_named(reader, "moderator", audit)


def _cannot_settle(reader: Reader, audit: Audit) -> str | None:
    dispute = latest_dispute(reader, audit)
    if dispute is not None and dispute.state == "referred":
        return None
    return "There is no dispute to settle now: open your latest card about it."


@act(
    "dispute.raise",
    on=Audit,
    by=DISPUTER,
    source=DECIDED,
    fields=DisputeRaised,
    closed_because=_cannot_raise,
    words=Words(
        story="disputed the grade",
        button="Dispute the grade…",
        dialog="Dispute the grade",
        submit="Dispute the grade",
        receipt=receipts.dispute_raised,
    ),
)
def raise_dispute(unit: Unit, audit: Audit, given: DisputeRaised) -> None:
    """The Head of Service, Team Manager or practitioner disputes the grade (guide §7)."""
    dispute = unit.add(
        Dispute(
            programme=unit.programme,
            id=f"{audit.id}.d{unit.next_seq}",
            audit=audit.id,
            raised_by=unit.actor.upn,
            raised_at=unit.at,
            reason=sealed_text(unit, given.reason) or "",
            state="raised",
        )
    )
    moderator = _answering(unit, audit)
    if moderator is not None:
        queue(unit, moderator, "dispute", dispute.id)


@act(
    "dispute.answer",
    on=Audit,
    by=MODERATOR,
    source=DECIDED,
    fields=Answer,
    closed_because=_cannot_answer,
    words=Words(
        story="answered the dispute",
        dialog="Answer the dispute",
        submit="Send the answer",
        asks={"dispute.answer": "Answer the dispute…"},
        receipt=receipts.dispute_answered,
        met="Answered",
    ),
)
def answer(unit: Unit, audit: Audit, given: Answer) -> None:
    """The moderator answers. They decided once, so only somebody else may change the grade."""
    dispute = _open(unit, audit)
    if unit.actor.upn == dispute.raised_by:
        raise NotAllowed(
            "You raised this dispute, so somebody else answers it: take it further instead."
        )
    dispute.answered_by, dispute.answered_at = unit.actor.upn, unit.at
    dispute.answer = sealed_text(unit, given.answer)
    dispute.state = "answered" if given.outcome == "resolved" else "referred"
    queue(unit, dispute.raised_by, "dispute_answered", dispute.id)
    if dispute.state == "referred":
        _ask_decider(unit, audit, dispute)


@act(
    "dispute.refer",
    on=Audit,
    by=(RAISER, AUDIT_TEAM),
    source=DECIDED,
    fields=DisputeRaised,
    closed_because=_cannot_refer,
    words=Words(
        story="took the dispute further",
        button="Take it further…",
        dialog="Take it further",
        submit="Take it further",
        receipt=receipts.dispute_referred,
    ),
)
def refer(unit: Unit, audit: Audit, given: DisputeRaised) -> None:
    """A dispute that is not resolved, or whose moderator is gone, goes to a final decider."""
    dispute = _open(unit, audit)
    dispute.state = "referred"
    dispute.referred_because = sealed_text(unit, given.reason)
    _ask_decider(unit, audit, dispute)


@act(
    "dispute.settle",
    on=Audit,
    by=DISPUTE_DECIDER,
    source=DECIDED,
    fields=Settled,
    closed_because=_cannot_settle,
    words=Words(
        story="settled the dispute",
        dialog="Settle the dispute",
        submit="Settle it finally",
        asks={"dispute.decide": "Settle the dispute…"},
        receipt=receipts.dispute_settled,
        met="Settled",
    ),
)
def settle(unit: Unit, audit: Audit, given: Settled) -> None:
    """The final grade, by somebody who has not decided on it before (programme.md §2.12)."""
    refuse_unknown_grade(unit, given.grade)
    dispute, before = _open(unit, audit), governing_grade(audit)
    outcome: Literal["agree", "change"] = "agree" if given.grade == before else "change"
    record_decision(unit, audit, given, step="dispute", outcome=outcome, grade=given.grade)
    dispute.state, dispute.settled_by, dispute.settled_at = "settled", unit.actor.upn, unit.at
    audit.disputed = given.grade
    heads = (owner_named(unit, name, audit) for name in unit.profile.copies.dispute_settled)
    told = (
        dispute.raised_by,
        dispute.answered_by,
        audit.moderated_by,
        audit.moderator,
        audit.auditor,
        audit.practitioner,
        audit.team_manager,
    )
    for to in dict.fromkeys((*told, *heads)):
        if to is not None and in_post(unit, to):
            queue(unit, to, "dispute_settled", dispute.id)
    tell_if_inadequate(unit, audit, before)
    follow_change(unit, audit, before)


def _open(unit: Unit, audit: Audit) -> Dispute:
    dispute = latest_dispute(unit, audit)
    assert dispute is not None, "the act is open only while there is one"
    return dispute


def _ask_decider(unit: Unit, audit: Audit, dispute: Dispute) -> None:
    decider = owner_named(unit, "dispute_decider", audit)
    if decider is not None:
        queue(unit, decider, "dispute_decide", dispute.id)
