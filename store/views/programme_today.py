"""The programme as its audit team sees it: each cycle with its state, and what else waits."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from store.dates_in_words import say_month
from store.ledger import Reader
from store.people import post
from store.tables import Audit, Case, Cycle, ListChange, Person, Programme
from store.views.offers import may_now
from store.views.people_in_words import owner_in_words
from store.views.unreached import unreached

PROGRAMME_ACTS = ("cycle.open", "people.import", "cases.import", "closure.add", "register.issue")
CYCLE_ACTS = ("cycle.select", "cycle.allocate", "list.propose")


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle on the programme's card; `on` is its month, `head` who confirms its list."""

    cycle: str
    version: int
    service: str
    month: str
    state: str
    on: date = date.min
    audits: int = 0
    dips: int = 0
    returned: int = 0
    late: int = 0
    changes: int = 0
    head: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ProgrammeToday:
    """The programme: its cycles newest first, its people and cases, whom no message reaches."""

    programme: str
    version: int
    authority: str
    people: int
    cases: int
    unreached: int = 0
    cycles: tuple[CycleLine, ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)


def programme_today(reader: Reader, upn: str) -> ProgrammeToday:
    """The programme as `upn` of the audit team sees it now."""
    programme = reader.get(Programme, reader.programme)
    cycles = reader.rows(Cycle, order="-month")
    return ProgrammeToday(
        programme=programme.id,
        version=programme.version,
        authority=programme.authority,
        people=_count(reader, Person),
        cases=_count(reader, Case),
        unreached=len(unreached(reader).people),
        cycles=tuple(_line(reader, cycle, upn) for cycle in cycles),
        may=may_now(reader, programme, upn, PROGRAMME_ACTS),
    )


def _count(reader: Reader, table: type[Person] | type[Case]) -> int:
    query = select(func.count()).select_from(table).where(col(table.programme) == reader.programme)
    return reader.session.scalar(query) or 0


def _line(reader: Reader, cycle: Cycle, upn: str) -> CycleLine:
    audits = [a for a in reader.rows(Audit, cycle=cycle.id) if a.state != "swapped"]
    full = [audit for audit in audits if audit.kind == "full"]
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
        head=owner_in_words(reader, post("head_of_service", cycle.service)),
        may=may_now(reader, cycle, upn, CYCLE_ACTS),
    )
