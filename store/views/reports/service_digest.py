"""The part of a digest that a Head of Service, Group Manager or Team Manager reads (§5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from store.duties.outbox import DELIVERED
from store.ledger import Reader
from store.people.posts import service_of
from store.tables import Audit, Cycle, Digest, Person
from store.views.parts.due import day_in_words, moment_in_words, working_days_late
from store.views.parts.people_in_words import named
from store.views.parts.ref_in_words import ref_in_words
from store.views.reports.as_recorded import PastReader
from store.views.reports.assignments import Assignment, assignments, cycles_in_force
from store.views.reports.digest import (
    audits_of,
    every_audit_of,
    exemptions_asked,
    with_open_ones,
    with_the_audit_team,
)
from store.views.reports.digest_after_return import (
    actions_overdue,
    in_rework,
    inadequate,
    moderation_backlog,
)
from store.views.reports.digest_area import DigestPart, concerns, part_of
from store.views.reports.digest_opening import Opening, opening, week_before
from store.views.reports.digest_read import months_counted, next_due
from store.views.reports.digest_weeks import Week, weeks_of
from store.views.reports.inadequate_words import inadequate_in_words
from store.views.reports.silence import silence_in_words, silences
from store.views.reports.still_open import Owed, StillOpen, owed_at, places_of, still_open


@dataclass(frozen=True, slots=True)
class DigestTally:
    """The returns of some audits: of those due, and those that were in before their day.

    `then` is how the same audits stood a week before.
    """

    allocated: int = 0
    in_time: int = 0
    late: int = 0
    not_in: int = 0
    early: int = 0
    then: "DigestTally | None" = None

    @property
    def fell_due(self) -> int:
        """How many the rate counts."""
        return self.in_time + self.late + self.not_in

    @property
    def rate(self) -> int | None:
        """In time, as a whole percentage; None if none fell due."""
        due = self.fell_due
        return None if not due else (200 * self.in_time + due) // (2 * due)


@dataclass(frozen=True, slots=True)
class Missing:
    """One audit that was due and not in. `own`: its auditor is one of the reader's people.

    `silence` says what the auditor has answered so far, and how often they were reminded.
    """

    case_ref: str
    auditor: str
    team: str
    due: str
    late: int
    own: bool = False
    you: bool = False
    silence: str = ""


@dataclass(frozen=True, slots=True)
class ServiceDigest:
    """One reader's part, as of the digest's day.

    `by_us` counts the audits that people of these teams do, on anybody's work; `of_us` the audits
    of these teams' own work. An audit may be both. Exemptions and moderation are counted for both,
    Inadequates for their own work alone. `stands_for` names absent people whose part it includes.
    """

    id: str
    version: int
    area: str
    is_service: bool
    as_of: str
    month: str
    by_us: DigestTally
    of_us: DigestTally
    missing: tuple[Missing, ...] = ()
    unreached: tuple[str, ...] = ()
    asked: int = 0
    given: int = 0
    refused: int = 0
    backlog: int = 0
    backlog_late: int = 0
    rework: int = 0
    inadequate: tuple[str, ...] = ()
    actions_overdue: int = 0
    waiting: tuple[str, ...] = ()
    next_due: str = ""
    head_seq: int = 0
    head: str = ""
    stands_for: tuple[str, ...] = ()
    open: StillOpen = field(default_factory=StillOpen)
    opening: Opening = field(default_factory=Opening)
    weeks: tuple[Week, ...] = ()


def scoped_digest(reader: Reader, digest_id: str, upn: str) -> ServiceDigest | None:
    """The digest for `upn`, who leads a service or teams.

    None if they led none on that day, or no audit there concerned them and nothing was open.
    """
    row = reader.get(Digest, digest_id)
    past = PastReader(reader, row.head_seq, row.as_of)
    person = past.find(Person, upn)
    area = None if person is None else part_of(past, person)
    if person is None or area is None:
        return None
    in_force = cycles_in_force(past, row.as_of)
    out = [one for one in assignments(past, in_force) if concerns(past, area, one)]
    owed = _of_area(past, area, row.as_of)
    if not out and not owed:
        return None
    return _part(reader, row, past, person=person, area=area, cycles=in_force, out=out, owed=owed)


def _of_area(past: PastReader, area: DigestPart, moment: datetime) -> list[Owed]:
    owed = owed_at(past, moment)
    return [one for one in owed if any(map(area.has_place, places_of(past, one)))]


def _part(
    reader: Reader,
    row: Digest,
    past: PastReader,
    *,
    person: Person,
    area: DigestPart,
    cycles: Sequence[Cycle],
    out: Sequence[Assignment],
    owed: Sequence[Owed],
) -> ServiceDigest:
    audits, moment = audits_of(past, cycles), row.as_of
    before = week_before(reader, row)

    def work(one: Mapping[str, Any]) -> bool:
        audit = past.get(Audit, one["audit"])
        return area.has_work(service_of(past, audit), audit)

    def ours(rows: Sequence[Mapping[str, Any]], who: str) -> list[Mapping[str, Any]]:
        return [x for x in rows if work(x) or area.has_person(past.find(Person, x[who]))]

    by_us = [one for one in out if area.has_person(past.find(Person, one.audit.auditor))]
    of_us = [one for one in out if area.has_work(one.service, one.audit)]
    late = [one for one in out if one.fell_due(row.as_of) and not one.is_in(row.as_of)]
    late.sort(key=lambda one: (one not in by_us, one.due, one.audit.id))
    answers = silences(past, [one.audit for one in late], moment)
    asked = exemptions_asked(past, every_audit_of(past, cycles), moment)
    exemptions = [one["state"] for one in ours(asked, "asked_by")]
    backlog = ours(moderation_backlog(past, owed, moment), "moderator")
    return ServiceDigest(
        id=row.id,
        version=row.version,
        area=area.words,
        is_service=area.is_service,
        as_of=moment_in_words(reader, row.as_of),
        month=months_counted(past, out, row.as_of),
        by_us=_tally(by_us, moment, before),
        of_us=_tally(of_us, moment, before),
        missing=tuple(
            replace(
                _missing(reader, one, row, own=one in by_us, you=one.audit.auditor == person.id),
                silence=silence_in_words(reader, answers[one.audit.id]),
            )
            for one in late
            if one.reached
        ),
        unreached=tuple(
            f"{ref_in_words(reader, one.audit)} ({named(reader, one.audit.auditor).name})"
            for one in late
            if one.delivery != DELIVERED
        ),
        asked=len(exemptions),
        given=exemptions.count("given"),
        refused=exemptions.count("refused"),
        backlog=len(backlog),
        backlog_late=sum(one["due"] < row.as_of for one in backlog),
        rework=len(ours(in_rework(past, owed, moment), "auditor")),
        inadequate=tuple(
            inadequate_in_words(reader, x, moment)
            for x in inadequate(past, with_open_ones(past, audits, owed), moment)
            if work(x)
        ),
        actions_overdue=len(ours(actions_overdue(past, (), moment), "owner")),
        waiting=tuple(
            ref_in_words(reader, audit)
            for audit in with_the_audit_team(past, cycles)
            if area.has_work(service_of(past, audit), audit)
        ),
        next_due=next_due(reader, out, row.as_of),
        head_seq=row.head_seq,
        head=row.head_hash[:12],
        stands_for=tuple(named(reader, absent.id).name for absent in area.stands_for),
        open=still_open(past, owed, moment, listed=(one.audit.id for one in late)),
        opening=opening(
            past,
            person.id,
            owed,
            [] if before is None else _of_area(past, area, before),
            out=out,
            answers=answers,
            before=before,
        ),
        weeks=weeks_of(reader, row, out),
    )


def _tally(
    out: Sequence[Assignment], moment: datetime, before: datetime | None = None
) -> DigestTally:
    def many(which: Callable[[Assignment], bool]) -> int:
        return sum(which(one) for one in out)

    return DigestTally(
        allocated=len(out),
        in_time=many(lambda one: one.fell_due(moment) and one.is_in(moment) and one.in_time),
        late=many(lambda one: one.fell_due(moment) and one.is_in(moment) and not one.in_time),
        not_in=many(lambda one: one.fell_due(moment) and not one.is_in(moment)),
        early=many(lambda one: not one.fell_due(moment) and one.is_in(moment)),
        then=None if before is None else _tally(out, before),
    )


def _missing(reader: Reader, one: Assignment, row: Digest, *, own: bool, you: bool) -> Missing:
    return Missing(
        case_ref=ref_in_words(reader, one.audit),
        auditor=named(reader, one.audit.auditor).name,
        team=one.audit.team,
        due=day_in_words(reader, one.due),
        late=working_days_late(reader, one.due, row.as_of),
        own=own,
        you=you,
    )
