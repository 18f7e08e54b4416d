"""An issued digest as its readers see it in Teams: numbers, names and what was done since."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import col

from store.duties.outbox import DELIVERED
from store.ledger import Reader
from store.people.posts import absent_holders_covered_by, acting, post
from store.registry import may
from store.tables import Audit, Cycle, Digest, DigestLine, Duty, Message
from store.views.parts.due import day_in_words, moment_in_words, working_days_late
from store.views.parts.people_in_words import named
from store.views.parts.ref_in_words import ref_in_words
from store.views.reports.as_recorded import PastReader
from store.views.reports.assignments import OUT, Assignment, assignments, cycles_in_force
from store.views.reports.digest import digest, with_the_audit_team
from store.views.reports.digest_opening import ANSWER, Opening, opening, week_before
from store.views.reports.digest_services import ServiceRow, services_in
from store.views.reports.digest_weeks import Week, weeks_of
from store.views.reports.inadequate_words import inadequate_in_words
from store.views.reports.silence import Silence, silence_in_words, silences
from store.views.reports.still_open import StillOpen, months_of, owed_at, still_open

MONTH_END = "month"
MOST_TOGETHER = 40
"""Failures that one answer may be given for besides the first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One failure by name. `line` and `version` say which row an answer is recorded on.

    `silence` says what the auditor has answered so far, and how often they were reminded.
    """

    line: str
    version: int
    case_ref: str
    auditor: str
    service: str
    due: str
    late: int
    in_since: str = ""
    addressed: str = ""
    how: str = ""
    may_address: bool = False
    silence: str = ""


@dataclass(frozen=True, slots=True)
class DigestRead:
    """A digest with its numbers and lateness as of its own day, and what was done since.

    `next_due` is when the first audit still out falls due: "today at 17:00", "Mon 21 Dec".
    `not_told` are those whom Teams did not reach and who were not told another way.
    """

    id: str
    version: int
    as_of: str
    month: str
    at_month_end: bool
    services: tuple[ServiceRow, ...]
    lines: tuple[Line, ...]
    unreached: tuple[str, ...]
    asked: int
    given: int
    refused: int
    backlog: int
    backlog_late: int
    inadequate: tuple[str, ...]
    actions_overdue: int
    waiting: tuple[str, ...]
    recorded: int
    head_seq: int
    head: str
    may_address: bool = False
    rework: int = 0
    next_due: str = ""
    stands_for: tuple[str, ...] = ()
    not_told: tuple[str, ...] = ()
    open: StillOpen = field(default_factory=StillOpen)
    opening: Opening = field(default_factory=Opening)
    weeks: tuple[Week, ...] = ()


def digest_read(reader: Reader, digest_id: str, upn: str) -> DigestRead:
    """The digest as `upn` reads it."""
    row = reader.get(Digest, digest_id)
    past = PastReader(reader, row.head_seq, row.as_of)
    counted = digest(past)
    cycles = cycles_in_force(past, row.as_of)
    out = assignments(past, cycles)
    owed, before = owed_at(past, row.as_of), week_before(reader, row)
    named_here = _lines(reader, past, row)
    missing = [one.audit for one in out if one.fell_due(row.as_of) and not one.is_in(row.as_of)]
    answers = silences(past, missing, row.as_of)
    lines = tuple(
        _line(reader, found, upn, row.as_of, answers.get(found.audit)) for found in named_here
    )
    exemptions = [asked["state"] for asked in counted["exemptions"]]
    return DigestRead(
        id=row.id,
        version=row.version,
        as_of=moment_in_words(reader, row.as_of),
        month=months_counted(past, out, row.as_of, cycles),
        at_month_end=row.occasion == MONTH_END,
        services=services_in(past, row, out, counted["services"], before),
        lines=lines,
        unreached=tuple(
            f"{ref_in_words(reader, reader.get(Audit, one['audit']))} "
            f"({named(reader, one['auditor']).name})"
            for one in counted["not_returned"]
            if one["delivery"] != DELIVERED
        ),
        asked=len(exemptions),
        given=exemptions.count("given"),
        refused=exemptions.count("refused"),
        backlog=len(counted["moderation_backlog"]),
        backlog_late=sum(one["due"] < row.as_of for one in counted["moderation_backlog"]),
        inadequate=tuple(
            inadequate_in_words(reader, one, row.as_of) for one in counted["inadequate"]
        ),
        actions_overdue=len(counted["actions_overdue"]),
        waiting=tuple(ref_in_words(reader, audit) for audit in with_the_audit_team(past, cycles)),
        recorded=sum(bool(line.addressed) for line in lines),
        head_seq=row.head_seq,
        head=row.head_hash[:12],
        may_address=any(line.may_address for line in lines),
        rework=len(counted["rework"]),
        next_due=next_due(reader, out, row.as_of),
        stands_for=_stands_for(reader, past, upn),
        not_told=tuple(named(reader, one["person"]).with_role for one in counted["not_told"]),
        open=still_open(
            past, owed, row.as_of, listed=(one["audit"] for one in counted["not_returned"])
        ),
        opening=replace(
            opening(
                past,
                upn,
                owed,
                [] if before is None else owed_at(past, before),
                out=out,
                answers=answers,
                before=before,
            ),
            answer_by=_answer_by(reader, named_here),
        ),
        weeks=weeks_of(reader, row, out),
    )


def _answer_by(reader: Reader, lines: Sequence[DigestLine]) -> str:
    """When the first of these failures has to be answered; "" where all are."""
    asked = [line.id for line in lines if line.addressed_by is None]
    duties = reader.rows(Duty, kind=ANSWER, subject=asked, closed_at=None) if asked else ()
    return day_in_words(reader, min(duty.due_at for duty in duties)) if duties else ""


def _stands_for(reader: Reader, past: PastReader, upn: str) -> tuple[str, ...]:
    """The absent people in whose place `upn` got it on its day (programme.md §4)."""
    absent = {
        person.id
        for recipient in reader.profile.digest.recipients
        for person in absent_holders_covered_by(past, upn, recipient)
    }
    return tuple(sorted(named(reader, one).name for one in absent))


def next_due(reader: Reader, out: Sequence[Assignment], moment: datetime) -> str:
    """When the first audit that was out at `moment` falls due; "" if none was."""
    ahead = [one.due for one in out if not one.fell_due(moment) and not one.is_in(moment)]
    if not ahead:
        return ""
    first = reader.calendar.local(min(ahead))
    if first.date() == reader.calendar.local(moment).date():
        return f"today at {first:%H:%M}"
    return day_in_words(reader, first)


def months_counted(
    reader: Reader, out: Sequence[Assignment], moment: datetime, in_force: Sequence[Cycle] = ()
) -> str:
    """The months of the cycles whose audits the numbers count: "December 2026 and January 2027".

    Rates count what has fallen due. Before anything has, the numbers are about all that is out;
    and before anything is out, about the cycles in force. "" where there is none.
    """
    counted = [one for one in out if one.fell_due(moment)] or out
    cycles = {one.audit.cycle for one in counted} or {cycle.id for cycle in in_force}
    return months_of(reader, cycles)


def may_read_digest(reader: Reader, digest_id: str, upn: str) -> bool:
    """Whether `upn` was sent this digest, or is of the audit team."""
    sent = reader.rows(Message, to=upn, subject=digest_id, kind="digest", limit=1)
    return bool(sent) or upn in acting(reader, post("audit_team"))


def _lines(reader: Reader, past: PastReader, row: Digest) -> list[DigestLine]:
    """The failures that this digest named, and earlier ones that were still not in.

    An audit that somebody else has now stays in the digest that named it.
    """
    known = reader.rows(DigestLine, col(DigestLine.digest) <= row.id, order="due")
    return [line for line in known if line.digest == row.id or _still_out(past, line)]


def _still_out(past: PastReader, line: DigestLine) -> bool:
    audit = past.get(Audit, line.audit)
    returned = audit.returned_at is not None and audit.returned_at <= past.at
    return not returned and audit.auditor == line.auditor and audit.state not in OUT


def line_read(reader: Reader, line_id: str, upn: str) -> Line:
    """One failure as `upn` reads it today."""
    line = reader.get(DigestLine, line_id)
    answer = silences(reader, [reader.get(Audit, line.audit)], reader.at).get(line.audit)
    return _line(reader, line, upn, reader.at, answer)


def lines_waiting(reader: Reader, upn: str, *, but: str, most: int = MOST_TOGETHER) -> list[Line]:
    """The failures that wait for an answer of `upn`, besides one, the longest overdue first."""
    waiting = reader.rows(DigestLine, addressed_by=None, order="due")
    found = [one for one in waiting if one.id != but and may(reader, "digest.addressed", one, upn)]
    answers = silences(reader, (reader.get(Audit, one.audit) for one in found[:most]), reader.at)
    return [_line(reader, one, upn, reader.at, answers.get(one.audit)) for one in found[:most]]


def _line(
    reader: Reader, line: DigestLine, upn: str, moment: datetime, answer: Silence | None = None
) -> Line:
    audit = reader.get(Audit, line.audit)
    addresses = may(reader, "digest.addressed", line, upn)
    addressed = ""
    if line.addressed_by is not None and line.addressed_at is not None:
        when = moment_in_words(reader, line.addressed_at)
        who = named(reader, line.addressed_by).name
        addressed = f"{who} recorded on {when} how it was addressed"
    return Line(
        line=line.id,
        version=line.version,
        case_ref=ref_in_words(reader, audit),
        auditor=named(reader, line.auditor).name,
        service=line.service,
        due=day_in_words(reader, line.due),
        late=working_days_late(reader, line.due, moment),
        in_since="" if audit.returned_at is None else moment_in_words(reader, audit.returned_at),
        addressed=addressed,
        how=(reader.unseal(line.how) or "") if addresses else "",
        may_address=addresses,
        silence="" if answer is None else silence_in_words(reader, answer),
    )
