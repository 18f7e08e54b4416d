"""One issued digest as its readers see it in Teams: names and numbers, and what was done since."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col

from store.dates_in_words import say_month
from store.ledger import Reader
from store.outbox import DELIVERED
from store.people import acting, post
from store.registry import may
from store.tables import Audit, Digest, DigestLine, Message
from store.views.assignments import assignments, cycles_in_force
from store.views.digest import digest
from store.views.due import day_in_words, moment_in_words, working_days_late
from store.views.people_in_words import named

MONTH_END = "month"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service's numbers. `early` counts what is in before its day came."""

    service: str
    allocated: int
    exempted: int
    in_time: int
    late: int
    not_in: int
    rate: int | None
    early: int = 0

    @property
    def fell_due(self) -> int:
        """How many assignments the rate counts."""
        return self.in_time + self.late + self.not_in


@dataclass(frozen=True, slots=True)
class Line:
    """One failure by name. `line` and `version` say which row an answer is recorded on."""

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


@dataclass(frozen=True, slots=True)
class DigestRead:
    """A digest with its numbers as of its own day and its names as they stand now."""

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


def digest_read(reader: Reader, digest_id: str, upn: str) -> DigestRead:
    """The digest as `upn` reads it."""
    row = reader.get(Digest, digest_id)
    told = digest(reader, as_of=row.as_of)
    lines = tuple(_line(reader, found, upn, row.as_of) for found in _lines(reader, row))
    exemptions = [asked["state"] for asked in told["exemptions"]]
    return DigestRead(
        id=row.id,
        version=row.version,
        as_of=moment_in_words(reader, row.as_of),
        month=say_month(reader.calendar.local(row.as_of).date()),
        at_month_end=row.occasion == MONTH_END,
        services=_services(reader, row, told["services"]),
        lines=lines,
        unreached=tuple(
            f"{reader.get(Audit, one['audit']).case_ref} ({named(reader, one['auditor']).name})"
            for one in told["not_returned"]
            if one["delivery"] != DELIVERED
        ),
        asked=len(exemptions),
        given=exemptions.count("given"),
        refused=exemptions.count("refused"),
        backlog=len(told["moderation_backlog"]),
        backlog_late=sum(one["due"] < row.as_of for one in told["moderation_backlog"]),
        inadequate=tuple(reader.get(Audit, one["audit"]).case_ref for one in told["inadequate"]),
        actions_overdue=len(told["actions_overdue"]),
        waiting=_waiting(reader),
        recorded=sum(bool(line.addressed) for line in lines),
        head_seq=row.head_seq,
        head=row.head_hash[:12],
        may_address=any(line.may_address for line in lines),
    )


def _waiting(reader: Reader) -> tuple[str, ...]:
    """The cases that are with the audit team, for somebody to take them: nobody's return is due."""
    found = reader.rows(Audit, col(Audit.state) == "reallocating")
    return tuple(audit.case_ref for audit in found)


def may_read_digest(reader: Reader, digest_id: str, upn: str) -> bool:
    """Whether somebody was sent this digest, or is of the audit team."""
    sent = reader.rows(
        Message,
        col(Message.to) == upn,
        col(Message.subject) == digest_id,
        col(Message.kind) == "digest",
        most=1,
    )
    return bool(sent) or upn in acting(reader, post("audit_team"))


def _services(reader: Reader, row: Digest, told: list[dict[str, Any]]) -> tuple[ServiceRow, ...]:
    early: Counter[str] = Counter(
        one.service
        for one in assignments(reader, cycles_in_force(reader, row.as_of))
        if one.is_in(row.as_of) and not one.fell_due(row.as_of)
    )
    return tuple(
        ServiceRow(
            service=of["service"],
            allocated=of["allocated"],
            exempted=of["exempted"],
            in_time=of["returned_in_time"],
            late=of["returned_late"],
            not_in=of["not_returned"],
            rate=of["rate_in_time"],
            early=early[of["service"]],
        )
        for of in told
    )


def _lines(reader: Reader, row: Digest) -> list[DigestLine]:
    """The failures that this digest named, and those named before that are still not in.

    One that was given to somebody else meanwhile stays in the digest that named it.
    """
    known = reader.rows(DigestLine, col(DigestLine.digest) <= row.id, order=col(DigestLine.due))
    return [line for line in known if _still_out(reader, row, line)]


def _still_out(reader: Reader, row: Digest, line: DigestLine) -> bool:
    if line.digest == row.id:
        return True
    audit = reader.get(Audit, line.audit)
    returned = audit.returned_at is not None and audit.returned_at <= row.as_of
    return not returned and audit.auditor == line.auditor


def line_read(reader: Reader, line_id: str, upn: str) -> Line:
    """One failure as `upn` reads it today."""
    return _line(reader, reader.get(DigestLine, line_id), upn, reader.at)


def _line(reader: Reader, line: DigestLine, upn: str, moment: datetime) -> Line:
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
        case_ref=audit.case_ref,
        auditor=named(reader, line.auditor).name,
        service=line.service,
        due=day_in_words(reader, line.due),
        late=working_days_late(reader, line.due, moment),
        in_since="" if audit.returned_at is None else moment_in_words(reader, audit.returned_at),
        addressed=addressed,
        how=(reader.unseal(line.how) or "") if addresses else "",
        may_address=addresses,
    )
