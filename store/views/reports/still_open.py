"""What is open in every cycle at a digest's moment, and what of it is late (programme.md §5).

A digest tells it for as long as anything is open: months after the audit month, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col

from store.audits.subjects import OWED_ABOUT
from store.duties.predicates.closed_lists import is_inadequate
from store.ledger import Reader
from store.people.posts import service_of
from store.rules.confidential import is_confidential
from store.tables import (
    ROWS,
    Action,
    Appraisal,
    Audit,
    Case,
    Cycle,
    DigestLine,
    Duty,
    KloeReport,
    Person,
    Row,
)
from store.views.nudges.duty_lines import about
from store.views.parts.due import day_in_words, working_days, working_days_late
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.dates_in_words import say_month

RETURN = "return.submit"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a duty belongs: a team, or a whole service where `team` is None."""

    service: str
    team: str | None = None


@dataclass(frozen=True, slots=True)
class LateLine:
    """One late duty in words. `listed` marks a return that the digest lists by name already."""

    duty: str
    words: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What is open for one reader: how many duties, the late ones, and when the next is due.

    `months` are those of their cycles in words, and empty where no cycle is concerned.
    """

    number: int = 0
    late: tuple[LateLine, ...] = ()
    next_due: str = ""
    months: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """An open duty with the row it is about, and the audit that this row belongs to, if any."""

    duty: Duty
    subject: Row | None
    audit: Audit | None


def owed_at(reader: Reader, moment: datetime) -> list[Owed]:
    """The duties that were open at `moment`, the worst first and then the longest overdue.

    The worst are about Inadequate work. What is told in confidence is left out.
    """
    found = [*reader.rows(Duty, closed_at=None), *reader.rows(Duty, col(Duty.closed_at) >= moment)]
    duties = {
        duty.id: duty
        for duty in found
        if duty.opened_at <= moment
        and (duty.closed_at is None or duty.closed_at > moment)
        and not is_confidential(reader, duty)
    }
    owed = _with_subjects(reader, list(duties.values()))
    return sorted(owed, key=lambda one: (*_how_bad(reader, one, moment), one.duty.id))


def _with_subjects(reader: Reader, duties: Sequence[Duty]) -> list[Owed]:
    """Each duty with its subject, by one query a table: thousands may be open."""
    missing, subjects = {duty.subject for duty in duties}, dict[str, Row]()
    for table in OWED_ABOUT:
        rows = reader.rows(ROWS[table], id=missing) if missing else ()
        subjects |= {row.id: row for row in rows}
        missing -= subjects.keys()
    parts = {row.audit for row in subjects.values() if isinstance(row, Action | DigestLine)}
    audits = {row.id: row for row in subjects.values() if isinstance(row, Audit)}
    if parts - audits.keys():
        audits |= {row.id: row for row in reader.rows(Audit, id=parts - audits.keys())}
    reader.gather_rows(Case, {audit.case_ref for audit in audits.values()})
    reader.gather_rows(Person, {duty.owner for duty in duties})
    owed = []
    for duty in duties:
        subject = subjects.get(duty.subject)
        about = subject.audit if isinstance(subject, Action | DigestLine) else duty.subject
        owed.append(Owed(duty, subject, audits.get(about)))
    return owed


def _how_bad(reader: Reader, one: Owed, moment: datetime) -> tuple[bool, bool, datetime]:
    if not is_late(one, moment):
        return True, True, one.duty.due_at
    return False, one.audit is None or not is_inadequate(reader, one.audit), one.duty.due_at


def is_late(one: Owed, moment: datetime) -> bool:
    """Whether its due date has passed by `moment`."""
    return one.duty.due_at <= moment


def places_of(reader: Reader, one: Owed) -> list[Place]:
    """The work that it is about, and where whoever owes it belongs."""
    duty, places = one.duty, [_place(reader, one.subject, one.audit)]
    if duty.owner.startswith("post:"):
        _, _, *service = duty.owner.split(":", 2)
        places.append(Place(service[0]) if service else None)
    else:
        places.append(_place(reader, reader.find(Person, duty.owner), None))
    return [place for place in places if place is not None]


def _place(reader: Reader, subject: Row | None, audit: Audit | None) -> Place | None:
    if audit is not None:
        return Place(service_of(reader, audit), audit.team)
    match subject:
        case Cycle():
            return Place(subject.service)
        case KloeReport() | Appraisal():
            cycle = reader.find(Cycle, subject.cycle)
            team = subject.team if isinstance(subject, Appraisal) else None
            return None if cycle is None else Place(cycle.service, team)
        case Person():
            return Place(subject.service, subject.team) if subject.service else None
    return None


def audits_still_open(owed: Iterable[Owed]) -> list[Audit]:
    """The audits that these duties are about, themselves or by their actions."""
    return list({one.audit.id: one.audit for one in owed if one.audit is not None}.values())


def still_open(
    reader: Reader, owed: Sequence[Owed], moment: datetime, listed: Iterable[str] = ()
) -> StillOpen:
    """These duties in words. `listed` are audits whose late return is listed by name already."""
    named = set(listed)
    ahead = [one.duty.due_at for one in owed if not is_late(one, moment)]
    return StillOpen(
        number=len(owed),
        late=tuple(
            LateLine(
                one.duty.id,
                in_words(reader, one, moment),
                listed=one.duty.kind == RETURN and one.duty.subject in named,
            )
            for one in owed
            if is_late(one, moment)
        ),
        next_due=day_in_words(reader, min(ahead)) if ahead else "",
        months=months_of(reader, (one.duty.cycle for one in owed)),
    )


def months_of(reader: Reader, cycles: Iterable[str | None]) -> str:
    """The months of these cycles in order: "December 2026, February 2027 and June 2027"."""
    found = (reader.find(Cycle, one) for one in {*cycles} - {None})
    months = [say_month(month) for month in sorted({one.month for one in found if one is not None})]
    return " and ".join(filter(None, [", ".join(months[:-1]), *months[-1:]]))


def in_words(reader: Reader, one: Owed, moment: datetime) -> str:
    """One late duty: "FD-1, December 2026: hold the second UoPP meeting, with …, due …"."""
    duty, subject = one.duty, one.subject
    what = duty.kind if subject is None else about(reader, subject)
    cycle = None if isinstance(subject, Cycle) else reader.find(Cycle, duty.cycle)
    month = "" if cycle is None else f", {say_month(cycle.month)}"
    rule = reader.profile_of(duty).duty.get(duty.kind)
    words = duty.kind if rule is None else rule.words
    late = working_days_late(reader, duty.due_at, moment, closures=duty.closures)
    how_late = f"{working_days(late)} late" if late else "late today"
    return (
        f"{what}{month}: {words}. With {owner_in_words(reader, duty.owner)}, due "
        f"{day_in_words(reader, duty.due_at)}, {how_late}"
    )


def late_rows(reader: Reader, owed: Sequence[Owed], moment: datetime) -> list[dict[str, Any]]:
    """The late ones for scripts: people as UPNs, posts as `post:audit_team`."""
    return [
        {
            "duty": duty.id,
            "kind": duty.kind,
            "subject": duty.subject,
            "cycle": duty.cycle,
            "owner": duty.owner,
            "due": duty.due_at,
            "working_days_late": working_days_late(
                reader, duty.due_at, moment, closures=duty.closures
            ),
        }
        for duty in (one.duty for one in owed if is_late(one, moment))
    ]
