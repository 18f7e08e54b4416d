"""The programme as its audit team sees it: each cycle with its state and next step."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from store.ledger import Reader
from store.people.posts import list_confirmer
from store.registry import acts_on
from store.rules.kloe_meeting import meeting_of
from store.tables import Audit, Case, Cycle, ListChange, Person, Programme, Timetable
from store.views.deliveries.unreached import unreached
from store.views.parts.due import due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import NOT_OPENED, CycleState


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle on the programme's card; `on` is its month, `head` confirms its list.

    For a planned cycle, `meeting` says what has been done about its KLOE meeting.
    """

    cycle: str
    version: int
    service: str
    month: str
    state: CycleState
    on: date = date.min
    audits: int = 0
    dips: int = 0
    returned: int = 0
    late: int = 0
    changes: int = 0
    head: str = ""
    meeting: str = ""
    met: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ProgrammeToday:
    """The programme: its cycles, newest first, and how many people and cases it has.

    `planned` are the timetable's cycles that are not open yet, the next first; `unreached` is how
    many people no message reaches. `asks_names`: a case waits until somebody on it is known.
    """

    programme: str
    version: int
    authority: str
    people: int
    cases: int
    unreached: int = 0
    cycles: tuple[CycleLine, ...] = ()
    planned: tuple[CycleLine, ...] = ()
    has_timetable: bool = False
    asks_names: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


def programme_today(reader: Reader, upn: str) -> ProgrammeToday:
    """The programme as `upn`, of the audit team, sees it now."""
    programme = reader.get(Programme, reader.programme)
    cycles = [row for row in reader.rows(Cycle, order="-month") if row.state not in NOT_OPENED]
    planned = reader.rows(Cycle, state="planned", order="month")
    return ProgrammeToday(
        programme=programme.id,
        version=programme.version,
        authority=programme.authority,
        people=_count(reader, Person),
        cases=_count(reader, Case),
        unreached=len(unreached(reader).people),
        cycles=tuple(_line(reader, cycle, upn) for cycle in cycles),
        planned=tuple(_line(reader, cycle, upn) for cycle in planned),
        has_timetable=bool(reader.rows(Timetable, limit=1)),
        asks_names=bool(reader.rows(Case, col(Case.set_aside).is_not(None), limit=1)),
        may=may_now(reader, programme, upn, acts_on("programme")),
    )


def _count(reader: Reader, table: type[Person] | type[Case]) -> int:
    query = select(func.count()).select_from(table).where(col(table.programme) == reader.programme)
    return reader.session.scalar(query) or 0


def _line(reader: Reader, cycle: Cycle, upn: str) -> CycleLine:
    audits = [a for a in reader.rows(Audit, cycle=cycle.id) if a.state != "swapped"]
    full = [audit for audit in audits if audit.kind in reader.profile.kinds]
    asked = reader.rows(ListChange, cycle=cycle.id, state="asked")
    kinds = Counter(audit.kind for audit in audits)
    return CycleLine(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        on=cycle.month,
        audits=len(full),
        dips=kinds["dip"],
        returned=sum(audit.returned_at is not None for audit in full),
        late=sum(
            audit.returned_at is None and audit.due is not None and audit.due < reader.at
            for audit in full
        ),
        changes=len(asked),
        head=owner_in_words(reader, list_confirmer(reader, cycle)),
        meeting=_meeting(reader, cycle),
        met=cycle.kloe_met_at is not None,
        may=may_now(reader, cycle, upn, (*acts_on("cycle"), *acts_on("planned_cycle"))),
    )


def _meeting(reader: Reader, cycle: Cycle) -> str:
    """A planned cycle's meeting in words: "meet by Tue 17 Nov", "meet Tue 17 Nov, 10:00"."""
    if cycle.state != "planned":
        return ""
    if cycle.kloe_met_at is not None:
        return "lines of enquiry agreed"
    meeting = meeting_of(reader, cycle)
    if meeting is not None and meeting.starts_at is not None:
        return f"meet {moment_in_words(reader, meeting.starts_at)}"
    due = due_by(reader, cycle.id, "kloe.hold")
    by = "" if due is None else f", meet by {due.words}"
    return f"times proposed{by}" if meeting is not None else f"planned{by}"
