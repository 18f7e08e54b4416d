"""What is open in every cycle at a digest's moment, and what of it is late (programme.md §5).

A digest tells it for as long as anything is open: months after the audit month, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col

from store.audits.subjects import subject_of
from store.duties.predicates.closed_lists import is_inadequate
from store.ledger import Reader
from store.people.posts import service_of
from store.rules.confidential import is_confidential
from store.tables import Action, Appraisal, Audit, Cycle, DigestLine, Duty, KloeReport, Person, Row
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


def owed_at(reader: Reader, moment: datetime) -> list[Duty]:
    """The duties that were open at `moment`, the worst first and then the longest overdue.

    The worst are about Inadequate work. What is told in confidence is left out.
    """
    found = [*reader.rows(Duty, closed_at=None), *reader.rows(Duty, col(Duty.closed_at) >= moment)]
    owed = {
        duty.id: duty
        for duty in found
        if duty.opened_at <= moment
        and (duty.closed_at is None or duty.closed_at > moment)
        and not is_confidential(reader, duty)
    }
    return sorted(owed.values(), key=lambda duty: (*_how_bad(reader, duty, moment), duty.id))


def _how_bad(reader: Reader, duty: Duty, moment: datetime) -> tuple[bool, bool, datetime]:
    if duty.due_at > moment:
        return True, True, duty.due_at
    audit = _audit_of(reader, subject_of(reader, duty.subject))
    return False, audit is None or not is_inadequate(reader, audit), duty.due_at


def is_late(duty: Duty, moment: datetime) -> bool:
    """Whether its due date has passed by `moment`."""
    return duty.due_at <= moment


def places_of(reader: Reader, duty: Duty) -> list[Place]:
    """The work that it is about, and where whoever owes it belongs."""
    places = [_place(reader, subject_of(reader, duty.subject))]
    if duty.owner.startswith("post:"):
        _, _, *service = duty.owner.split(":", 2)
        places.append(Place(service[0]) if service else None)
    else:
        places.append(_place(reader, reader.find(Person, duty.owner)))
    return [place for place in places if place is not None]


def _place(reader: Reader, subject: Row | None) -> Place | None:
    if (audit := _audit_of(reader, subject)) is not None:
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


def _audit_of(reader: Reader, subject: Row | None) -> Audit | None:
    if isinstance(subject, Audit):
        return subject
    if isinstance(subject, Action | DigestLine):
        return reader.find(Audit, subject.audit)
    return None


def audits_still_open(reader: Reader, owed: Iterable[Duty]) -> list[Audit]:
    """The audits that these duties are about, themselves or by their actions."""
    found: dict[str, Audit] = {}
    for duty in owed:
        audit = _audit_of(reader, subject_of(reader, duty.subject))
        if audit is not None:
            found.setdefault(audit.id, audit)
    return list(found.values())


def still_open(
    reader: Reader, owed: Sequence[Duty], moment: datetime, listed: Iterable[str] = ()
) -> StillOpen:
    """These duties in words. `listed` are audits whose late return is listed by name already."""
    named = set(listed)
    ahead = [duty.due_at for duty in owed if not is_late(duty, moment)]
    return StillOpen(
        number=len(owed),
        late=tuple(
            LateLine(
                duty.id,
                in_words(reader, duty, moment),
                listed=duty.kind == RETURN and duty.subject in named,
            )
            for duty in owed
            if is_late(duty, moment)
        ),
        next_due=day_in_words(reader, min(ahead)) if ahead else "",
        months=months_of(reader, (duty.cycle for duty in owed)),
    )


def months_of(reader: Reader, cycles: Iterable[str | None]) -> str:
    """The months of these cycles in order: "December 2026, February 2027 and June 2027"."""
    found = (reader.find(Cycle, one) for one in {*cycles} - {None})
    months = [say_month(month) for month in sorted({one.month for one in found if one is not None})]
    return " and ".join(filter(None, [", ".join(months[:-1]), *months[-1:]]))


def in_words(reader: Reader, duty: Duty, moment: datetime) -> str:
    """One late duty: "FD-1, December 2026: hold the second UoPP meeting, with …, due …"."""
    subject = subject_of(reader, duty.subject)
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


def late_rows(reader: Reader, owed: Sequence[Duty], moment: datetime) -> list[dict[str, Any]]:
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
        for duty in owed
        if is_late(duty, moment)
    ]
