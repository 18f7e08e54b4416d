"""A concern about how an audit was done, as only those in it see it (programme.md §2.12)."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, or_

from store.ledger import Reader
from store.people.posts import holders
from store.rules.confidential import (
    content_of,
    involved_in,
    learnt_of,
    manager_apart_from,
    readers_of,
)
from store.tables import Audit, Concern, Person
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import AuditState, ConcernState

MOST_AUDITS = 60
UNSEEN: frozenset[AuditState] = frozenset({"drawn", "allocated", "swapped"})
"""States in which the people in an audit do not know of it yet."""


@dataclass(frozen=True, slots=True)
class ConcernAsked:
    """What the form to raise one shows: the person's audits as (id, case), and who reads it."""

    person: str
    version: int
    audits: tuple[tuple[str, str], ...]
    reads: str


@dataclass(frozen=True, slots=True)
class ConcernHeld:
    """A concern without its text or its audit; `holder` holds the next meeting."""

    id: str
    version: int
    state: ConcernState
    raised_by: NamedPerson
    raised_on: str
    holder: str
    viewer: str
    today: date
    meet_by: Due | None = None
    last_step: str = ""
    is_in_it: bool = False
    resolved: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ConcernRead:
    """What was written, and each meeting as (step, day, who held it, what was learnt)."""

    case_ref: str
    raised_by: NamedPerson
    raised_on: str
    text: str
    meetings: tuple[tuple[str, str, str, str], ...]


def concern_to_raise(reader: Reader, upn: str) -> ConcernAsked:
    """The audits that `upn` has a part in, newest first, and who would read a concern."""
    person = reader.get(Person, upn)
    mine = or_(
        col(Audit.auditor) == upn, col(Audit.practitioner) == upn, col(Audit.team_manager) == upn
    )
    seen, kinds = col(Audit.state).not_in(UNSEEN), list(reader.profile.kinds)
    found = reader.rows(Audit, mine, seen, kind=kinds, order="-cycle", limit=MOST_AUDITS)
    manager = person.reports_to
    heard = manager is not None and bool(holders(reader, manager))
    reads = manager if manager and heard else manager_apart_from(reader, {upn})
    return ConcernAsked(
        upn,
        person.version,
        tuple((a.id, ref_in_words(reader, a)) for a in found),
        owner_in_words(reader, reads),
    )


def concern_held(reader: Reader, concern_id: str, upn: str) -> ConcernHeld | None:
    """The concern for those in it; None for anybody else."""
    row = reader.get(Concern, concern_id)
    return _held(reader, row, upn) if upn in readers_of(reader, row) else None


def concern_raised(reader: Reader, concern_id: str, upn: str) -> ConcernHeld | None:
    """The concern for the person who raised it; None for anybody else, its holder included."""
    row = reader.get(Concern, concern_id)
    return _held(reader, row, upn) if upn == row.raised_by else None


def concern_told(reader: Reader, concern_id: str, upn: str) -> ConcernHeld | None:
    """For the Audit Manager: that there is a concern and who meets, and none of its text.

    None for a holder of that post who has a part in the audit.
    """
    row = reader.get(Concern, concern_id)
    return None if upn in involved_in(reader, row) else _held(reader, row, upn)


def _held(reader: Reader, row: Concern, upn: str) -> ConcernHeld:
    last = row.meetings[-1] if row.meetings else {}
    return ConcernHeld(
        id=row.id,
        version=row.version,
        state=row.state,
        raised_by=named(reader, row.raised_by),
        raised_on=moment_in_words(reader, row.raised_at),
        holder=owner_in_words(reader, row.holder),
        viewer=upn,
        today=reader.calendar.local(reader.at).date(),
        meet_by=due_by(reader, row.id, "concern.answer"),
        last_step=str(last.get("step", "")),
        is_in_it=upn in readers_of(reader, row),
        resolved=bool(last.get("resolved")),
        may=may_now(reader, row, upn, ("concern.answer",)),
    )


def concern_read(reader: Reader, concern_id: str, upn: str) -> ConcernRead | None:
    """What was written, for those in it; None for anybody else (programme.md §2.12)."""
    row = reader.find(Concern, concern_id)
    if row is None or upn not in readers_of(reader, row):
        return None
    content = content_of(reader, row)
    audit = reader.find(Audit, content.get("audit"))
    return ConcernRead(
        case_ref="" if audit is None else ref_in_words(reader, audit),
        raised_by=named(reader, row.raised_by),
        raised_on=moment_in_words(reader, row.raised_at),
        text=str(content.get("text", "")),
        meetings=tuple(
            (
                str(meeting["step"]),
                say_day(date.fromisoformat(meeting["on"])),
                named(reader, meeting["by"]).name,
                learnt_of(reader, meeting),
            )
            for meeting in row.meetings
        ),
    )
