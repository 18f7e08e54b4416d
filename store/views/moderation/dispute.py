"""A disputed grade as its readers see it; only a dialog shows what was written (§2.12)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, or_

from store.audits.disputes import last_day_to_dispute, last_day_to_refer, latest_dispute
from store.audits.governing_grade import governing_grade, people_with_a_say
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.registry import may
from store.relations.moderation import DISPUTE_DECIDER, DISPUTER, MODERATOR, RAISER
from store.tables import Audit, Dispute, GradeDecision
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.order_of_acts import number_of
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import DECIDED, DisputeState
from store.vocabulary.verbs import Verb

OFFERED: Mapping[DisputeState, tuple[Verb, ...]] = {
    "raised": ("dispute.answer", "dispute.refer"),
    "answered": ("dispute.refer",),
    "referred": ("dispute.settle",),
}
"""What may be done while a dispute is in each state."""

LOOKED_BACK = timedelta(days=60)
"""How far back decided audits are read; no profile's time to dispute a grade is longer."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute without anything that was written.

    `stands_for` is the moderator whom a deputy stands in for. `grade` is the disputed grade and
    `settled` the final one. `refer_by` is the last day to take an answer further, empty once past.
    `may_read` is whether the reader may open what was written.
    """

    id: str
    version: int
    audit: Brief
    state: DisputeState
    raised_by: NamedPerson
    raised_on: str
    grade: str
    viewer: str
    answer_by: Due | None = None
    stands_for: str = ""
    answered_by: NamedPerson | None = None
    answered_on: str = ""
    refer_by: str = ""
    settle_by: Due | None = None
    settled: str = ""
    settled_by: NamedPerson | None = None
    settled_on: str = ""
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class DisputeRead:
    """What this reader may read of a dispute, in order, as (heading, text)."""

    case_ref: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MayDispute:
    """A grade that may be disputed: the audit, the grade, and the last day."""

    audit: str
    version: int
    case_ref: str
    grade: str
    until: str


def disputed(reader: Reader, dispute_id: str, upn: str) -> Disputed:
    """The dispute as `upn` sees it now."""
    row = reader.get(Dispute, dispute_id)
    audit = reader.get(Audit, row.audit)
    newest = latest_dispute(reader, audit)
    mine = newest is not None and newest.id == row.id
    offered = OFFERED.get(row.state, ()) if mine else ()
    until = last_day_to_refer(reader, row)
    over = until is None or reader.at > reader.calendar.due_at(until)
    return Disputed(
        id=row.id,
        version=row.version,
        audit=brief(reader, audit),
        state=row.state,
        raised_by=named(reader, row.raised_by),
        raised_on=moment_in_words(reader, row.raised_at),
        grade=_disputed_grade(reader, audit, row),
        viewer=upn,
        answer_by=due_by(reader, audit.id, "dispute.answer") if mine else None,
        stands_for=_stands_for(reader, audit, upn),
        answered_by=None if row.answered_by is None else named(reader, row.answered_by),
        answered_on="" if row.answered_at is None else moment_in_words(reader, row.answered_at),
        refer_by="" if until is None or over else say_day(until),
        settle_by=due_by(reader, audit.id, "dispute.decide") if mine else None,
        settled=(audit.disputed or "") if row.state == "settled" else "",
        settled_by=None if row.settled_by is None else named(reader, row.settled_by),
        settled_on="" if row.settled_at is None else moment_in_words(reader, row.settled_at),
        may_read=bool(_readable(reader, audit, row, upn)),
        may=may_now(reader, audit, upn, offered),
    )


def dispute_to_settle(reader: Reader, dispute_id: str, upn: str) -> Disputed | None:
    """The dispute for a holder of the deciding post; None for one who has decided on it before."""
    row = reader.get(Dispute, dispute_id)
    audit = reader.get(Audit, row.audit)
    if row.settled_by != upn and upn in people_with_a_say(reader, audit):
        return None
    return disputed(reader, dispute_id, upn)


def dispute_read(reader: Reader, dispute_id: str, upn: str) -> DisputeRead | None:
    """What was written, for those in the dispute; None for anybody else."""
    row = reader.find(Dispute, dispute_id)
    if row is None:
        return None
    audit = reader.get(Audit, row.audit)
    parts = _readable(reader, audit, row, upn)
    return DisputeRead(ref_in_words(reader, audit), parts) if parts else None


def may_dispute(reader: Reader, upn: str) -> tuple[MayDispute, ...]:
    """The grades that `upn` may dispute now, those with the nearest last day first."""
    found = []
    lately = reader.at - LOOKED_BACK
    moments = (col(Audit.returned_at), col(Audit.moderated_at), col(Audit.locked_at))
    decided = reader.rows(Audit, or_(*(at >= lately for at in moments)), state=DECIDED)
    for audit in decided:
        until = last_day_to_dispute(reader, audit) if _is_disputer(reader, audit, upn) else None
        if until is not None and may(reader, "dispute.raise", audit, upn):
            found.append((until, audit))
    found.sort(key=lambda one: (one[0], one[1].case_ref))
    return tuple(
        MayDispute(
            audit.id,
            audit.version,
            ref_in_words(reader, audit),
            governing_grade(audit) or "",
            say_day(until),
        )
        for until, audit in found
    )


def _is_disputer(reader: Reader, audit: Audit, upn: str) -> bool:
    """Practitioner and Team Manager are found by name, without asking who heads the service."""
    named_in_it = upn in {audit.practitioner, audit.team_manager}
    return named_in_it or upn in set(DISPUTER.upns(reader, audit))


def _disputed_grade(reader: Reader, audit: Audit, row: Dispute) -> str:
    """The grade when the dispute was raised."""
    decided = reader.rows(GradeDecision, audit=audit.id, order=NEWEST)
    before = [one for one in decided if number_of(one) < number_of(row)]
    return (before[0].grade if before else None) or audit.amended or audit.first or ""


def _stands_for(reader: Reader, audit: Audit, upn: str) -> str:
    if upn == audit.moderator or upn != audit.deputy or audit.moderator is None:
        return ""
    return named(reader, audit.moderator).name


def _readable(reader: Reader, audit: Audit, row: Dispute, upn: str) -> tuple[tuple[str, str], ...]:
    """Those in the dispute read the reason and the answer; all in the audit read how it ended."""
    arguing = {row.raised_by, row.answered_by, row.settled_by, audit.moderated_by}
    inside = (
        upn in arguing
        or upn in set(MODERATOR.upns(reader, audit))
        or (row.state == "referred" and upn in set(DISPUTE_DECIDER.upns(reader, audit)))
    )
    concerned = {audit.auditor, audit.practitioner, audit.team_manager, audit.moderator}
    ended = inside or upn in concerned or upn in set(DISPUTER.upns(reader, audit))
    parts: list[tuple[str, str | None]] = []
    if inside or upn in set(RAISER.upns(reader, audit)):
        who = named(reader, row.raised_by).name
        parts += [(f"{who} disputes the grade because", reader.unseal(row.reason))]
    if (inside or upn == row.raised_by) and row.answered_by is not None:
        parts += [(f"{named(reader, row.answered_by).name} answered", reader.unseal(row.answer))]
    if inside:
        parts += [("It was taken further because", reader.unseal(row.referred_because))]
    if ended and row.settled_by is not None:
        who = named(reader, row.settled_by).name
        parts += [(f"{who} settled it: {audit.disputed}", _rationale(reader, audit))]
    return tuple((title, words) for title, words in parts if words)


def _rationale(reader: Reader, audit: Audit) -> str | None:
    found = reader.rows(GradeDecision, audit=audit.id, step="dispute", order=NEWEST, limit=1)
    text = reader.unseal(found[0].content) if found else None
    return None if text is None else str(json.loads(text).get("rationale") or "")
