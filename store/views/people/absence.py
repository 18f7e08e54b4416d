"""What an absence does to the work in hand: who takes over what, and what stays (§4)."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.tables import Duty, Fact, Person
from store.views.nudges.duty_lines import about
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.people_in_words import named, owner_in_words


@dataclass(frozen=True, slots=True)
class AwayTold:
    """A recorded absence: `taken` is who took over which cases, `owes` how much stays theirs."""

    name: str
    start: date | None
    end: date | None
    delegate: str
    taken: tuple[tuple[str, tuple[str, ...]], ...]
    owes: int


def away_told(reader: Reader, upn: str) -> AwayTold:
    """The absence of `upn`, and what recording it moved to others."""
    person = reader.get(Person, upn)
    return AwayTold(
        name=person.name,
        start=person.absent_from,
        end=person.absent_to,
        delegate="" if person.delegate is None else named(reader, person.delegate).name,
        taken=_taken(reader, upn),
        owes=len(one_line_an_audit(reader.rows(Duty, owner=upn, closed_at=None), reader.at)),
    )


def _taken(reader: Reader, upn: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who took over which duties; empty if the newest absence has not moved any."""
    query = (
        select(Fact.changes)
        .where(
            col(Fact.programme) == reader.programme,
            col(Fact.subject) == upn,
            col(Fact.verb).in_(("person.absent", "absence.settle")),
        )
        .order_by(col(Fact.seq).desc())
        .limit(1)
    )
    taken: dict[str, list[str]] = defaultdict(list)
    for table, row_id, columns in json.loads(reader.session.scalar(query) or "[]"):
        before, after = columns.get("owner", (None, None))
        duty = reader.find(Duty, row_id) if table == Duty.__tablename__ else None
        subject = None if duty is None else subject_of(reader, duty.subject)
        if subject is not None and before == upn and after != upn:
            taken[_who(reader, after)].append(about(reader, subject))
    return tuple((name, tuple(refs)) for name, refs in sorted(taken.items()))


def _who(reader: Reader, owner: str) -> str:
    """A person by name; a post in words, if no particular person could take it over."""
    return owner_in_words(reader, owner) if owner.startswith("post:") else named(reader, owner).name
