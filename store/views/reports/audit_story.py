"""The story of one audit, told from the facts: who did what and when, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import col, select

from store.duties.outbox import DELIVERED, FAILED
from store.ledger import Reader
from store.tables import Audit, Duty, Fact, Message
from store.tables.columns import instant
from store.views.parts.people_in_words import actor_in_words, owner_in_words
from store.views.reports import story_actions, story_uopp

WORDS = {
    "cycle.select": "drew the case by lot",
    "cycle.allocate": "allocated the cycle's audits",
    "list.propose": "sent the list to the Head of Service",
    "list.change": "asked for a change to the list",
    "list.confirm": "confirmed the list",
    "list.swap": "swapped the case, auditor or moderator",
    "allocation.issue": "issued the audit to its auditor",
    "allocation.accept": "accepted the audit",
    "exemption.request": "asked to be exempt",
    "exemption.withdraw": "withdrew the request",
    "exemption.approve": "agreed to the exemption",
    "exemption.refuse": "refused the exemption",
    "conflict.declare": "declared a conflict",
    "conflict.resolve": "resolved the conflict",
    "reallocation.propose": "proposed another auditor",
    "reallocation.offer": "offered the swapped row for confirmation",
    "reallocation.confirm": "confirmed the new auditor",
    "leaver.release": "took the audit from an auditor who has left",
    "conflict.found": "found that the auditor is no longer independent",
    "section.complete": "wrote the practitioner's section",
    "return.submit": "returned the audit",
    "return.recall": "took the return back",
    "return.refer": "referred the audit, for its auditor cannot mend it",
    "check.pass": "passed the return as complete",
    "check.send_back": "sent the return back to be completed",
    "moderation.agree": "agreed with the grade in moderation",
    "moderation.change": "changed the grade in moderation",
    "moderation.send_back": "sent the audit back after moderation",
    "moderation.refer": "referred the audit to the audit team",
    "moderation.conflict": "declared a conflict as moderator",
    "moderation.hand_over": "gave the moderation to somebody else",
    "moderation.pass_on": "passed the moderation on, for its moderator cannot do it",
    "void.decide": "decided what becomes of the audit",
    "lock.confirm": "confirmed the grade as third lock",
    "lock.change": "changed the grade as third lock",
    "clock.long": "found a long clock and named a duty owner",
    "cover.name": "named another duty owner",
    "audit.share": "shared the completed audit",
    "dispute.raise": "disputed the grade",
    "dispute.answer": "answered the dispute",
    "dispute.refer": "took the dispute further",
    "dispute.settle": "settled the dispute",
    "dip.assign": "asked somebody to do the dip sample",
    "dip.agree": "agreed that they do the dip sample",
    "dip.decline": "declined that they do the dip sample",
    "dip.release": "took the dip sample back to the audit team",
    "dip.record": "recorded the dip sample",
    "dip.reaudited": "recorded the dip re-audit",
    "delay.addressed": "recorded how the delay was addressed",
    "work.improve": "counted the work as improved",
    "work.relapse": "found that the work has not improved after all",
    "grade.stand": "let the auditor's grade stand",
    "grade.change": "found that another grade governs",
    "grade.fall": "found that the work is below good now",
    "grade.rise": "found that the work is good now",
    "duty.done": "recorded as done what the authority asks for of its own",
    "help.ask": "asked the audit team for help",
    "help.open": "passed the question on",
    "help.answer": "answered the question",
    "digest.name": "named it to the Director as not in",
    "digest.addressed": "recorded how it was addressed",
    **story_actions.DONE,
    **story_uopp.DONE,
}
"""What each act is called in a story; one of a later version is told by its verb."""

FOLLOWS = (
    "allocation.issue", "reallocation.propose", "reallocation.offer", "digest.name",
    "leaver.release", "conflict.found", "return.refer", "moderation.pass_on", "clock.long",
    "audit.share", "dip.release", "help.open", "work.improve", "grade.change", "grade.fall",
    "grade.rise", "grade.stand", "work.relapse", *story_actions.FOLLOWS, *story_uopp.FOLLOWS,
)  # fmt: skip
"""What nobody does by hand: it follows from another act."""

UNTOLD = ("return.save",)
"""What is nobody else's business: a draft is its auditor's own. Concerns are never here (§2.12)."""

ABOUT_CYCLE = ("cycle.select", "cycle.allocate", "list.propose", "list.confirm")

ARRIVED = {
    "allocation": "the allocation", "exemption": "the request to be exempt",
    "exempted": "the exemption", "not_exempted": "the refusal", "conflict": "the conflict",
    "conflict_resolved": "what the audit team decided", "reallocation": "the reallocation",
    "returned": "the return", "list_change": "the change to the list", "nudge": "a nudge",
    "inadequate": "the Inadequate notice", "cover": "the long clock",
    "cover_named": "that they are the duty owner", "sent_back": "what is to be mended",
    "sent_back_copy": "a copy of what is to be mended", "moderated": "the outcome of moderation",
    "referred": "the referral", "void_decided": "what becomes of the audit",
    "handed_over": "the change of moderator", "lock": "the moderated audit",
    "grade_changed": "the changed grade", "shared": "the completed audit",
    "share_by_hand": "what is to be shared by hand", "dispute": "the dispute",
    "dispute_answered": "the answer to the dispute", "dispute_decide": "the dispute to settle",
    "dispute_settled": "the settled dispute", "dip_agree": "the question about a dip sample",
    "dip_given": "the dip sample", "dip_reaudited": "what the dip re-audit found",
    "help_asked": "a question", "help_answered": "the answer",
    **story_actions.ARRIVED, **story_uopp.ARRIVED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryMoment:
    """One line: when on the authority's own clocks, who, and what they did, in words."""

    at: datetime
    who: str
    what: str


def audit_story(reader: Reader, audit_id: str) -> list[StoryMoment]:
    """What has happened to an audit, oldest first; empty for one that is unknown."""
    audit = reader.find(Audit, audit_id)
    if audit is None:
        return []
    told = [*_acts(reader, audit), *_messages(reader, audit)]
    return [
        StoryMoment(reader.calendar.local(at), who, what)
        for at, _, who, what in sorted(told, key=lambda line: (line[0], line[1]))
    ]


Line = tuple[datetime, int, str, str]
"""The moment, what orders those of one moment, who and what."""


def _acts(reader: Reader, audit: Audit) -> Iterable[Line]:
    """Facts about the audit or a part of it, and those of its cycle that concern every row."""
    subject = col(Fact.subject)
    part = and_(subject >= f"{audit.id}.", subject < f"{audit.id}/")
    of_cycle = and_(subject == audit.cycle, col(Fact.verb).in_(ABOUT_CYCLE))
    query = (
        select(Fact.at, Fact.seq, Fact.actor, Fact.verb)
        .where(col(Fact.programme) == reader.programme, or_(subject == audit.id, part, of_cycle))
        .order_by(col(Fact.seq))
    )
    for at, seq, actor, verb in reader.session.execute(query):
        if verb in UNTOLD or verb.startswith("concern."):
            continue
        who = "Sightline" if verb in FOLLOWS else actor_in_words(reader, actor)
        yield instant(at), seq, who, WORDS.get(verb, verb)


def _messages(reader: Reader, audit: Audit) -> Iterable[Line]:
    """What reached somebody, and what could not be delivered."""
    subject = col(Message.subject)
    nudges = {message for duty in reader.rows(Duty, subject=audit.id) for message in duty.told}
    part = and_(subject >= f"{audit.id}.", subject < f"{audit.id}/")
    found = reader.rows(
        Message,
        or_(subject == audit.id, part, col(Message.id).in_(sorted(nudges))),
        state=(DELIVERED, FAILED),
    )
    settled = _settled(reader, [message.id for message in found])
    for message in found:
        if message.settled_at is None:
            continue
        what = ARRIVED.get(message.kind, "a message")
        to = owner_in_words(reader, message.to)
        reached = message.state == DELIVERED
        words = f"delivered {what} to {to}" if reached else f"could not deliver {what} to {to}"
        yield message.settled_at, settled.get(message.id, 0), "Sightline", words


def _settled(reader: Reader, messages: list[str]) -> dict[str, int]:
    """The number of the fact that says what became of each message: its place in the story."""
    query = (
        select(Fact.subject, Fact.seq)
        .where(col(Fact.programme) == reader.programme, col(Fact.subject).in_(messages))
        .order_by(col(Fact.seq))
    )
    return dict(reader.session.execute(query).all())
