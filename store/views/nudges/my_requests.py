"""What somebody asked and was asked to decide, open and decided, as one list of each (§2.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.tables import Conflict, Dispute, Duty, Exemption, HelpRequest, Progression, Referral, Row
from store.views.nudges.duty_lines import Ask, about, ask
from store.views.parts.due import day_in_words
from store.views.parts.owners import work_of
from store.views.parts.people_in_words import named


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: its columns, the duties that decide it, and its words.

    `open_states` are those in which it waits; `outcomes` says each other state in words.
    """

    table: type[Row]
    asked_by: str
    asked_at: str
    decided_by: str
    decided_at: str
    duties: frozenset[str]
    what: str
    open_states: frozenset[str]
    outcomes: Mapping[str, str]


KINDS = (
    Kind(
        Exemption, "asked_by", "asked_at", "decided_by", "decided_at",
        frozenset({"exemption.decide"}), "Exemption from {}", frozenset({"asked"}),
        {"approved": "agreed", "refused": "refused", "withdrawn": "withdrawn"},
    ),
    Kind(
        Conflict, "declared_by", "", "resolved_by", "",
        frozenset({"conflict.resolve"}), "Conflict about {}", frozenset({"declared"}),
        {"keep": "it stays", "reallocate": "given to somebody else", "handed_over": "handed over"},
    ),
    Kind(
        Dispute, "raised_by", "raised_at", "settled_by", "settled_at",
        frozenset({"dispute.answer", "dispute.decide"}), "Dispute about {}",
        frozenset({"raised", "answered", "referred"}), {"settled": "settled"},
    ),
    Kind(
        Referral, "referred_by", "referred_at", "decided_by", "decided_at",
        frozenset({"void.decide"}), "Referral of {}", frozenset({"asked"}), {"decided": "decided"},
    ),
    Kind(
        Progression, "proposed_by", "proposed_at", "decided_by", "decided_at",
        frozenset({"progression.confirm"}), "Higher grade for {}", frozenset({"proposed"}),
        {"confirmed": "agreed", "refused": "refused", "lapsed": "no longer needed"},
    ),
    Kind(
        HelpRequest, "asked_by", "asked_at", "answered_by", "",
        frozenset({"duty.help"}), "Help with {}", frozenset({"asked"}), {"answered": "answered"},
    ),
)  # fmt: skip
"""Every kind of request that one person makes and another decides; nothing told in confidence."""


STATE, AUDIT = "state", "audit"
"""Columns that every kind but one has."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
"""Where what has no day of its own stands in the order."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what it is about, who asked and when, and what became of it."""

    what: str
    asked_by: str
    asked_on: str
    is_open: bool
    outcome: str = ""
    decided_by: str = ""
    decided_on: str = ""


@dataclass(frozen=True, slots=True)
class MyRequests:
    """What `upn` asked, the open ones first; what waits for them; and what they decided."""

    upn: str
    version: int
    asked: tuple[Request, ...]
    waiting: tuple[Ask, ...]
    decided: tuple[Request, ...]


def my_requests(reader: Reader, upn: str, version: int) -> MyRequests:
    """The requests of `upn`, the newest first."""
    deciding = {kind for one in KINDS for kind in one.duties}
    lines = (
        ask(reader, duty, upn, people)
        for duty, people in work_of(reader, upn)
        if duty.kind in deciding
    )
    asked = _requests(reader, "asked_by", upn)
    return MyRequests(
        upn=upn,
        version=version,
        asked=tuple(sorted(asked, key=lambda one: not one.is_open)),
        waiting=tuple(line for line in lines if line is not None),
        decided=tuple(_requests(reader, "decided_by", upn)),
    )


def _requests(reader: Reader, part: str, upn: str) -> list[Request]:
    """The requests in which `upn` has that part, the newest first."""
    found = [
        (kind, row)
        for kind in KINDS
        for row in reader.rows(kind.table, **_column(getattr(kind, part), upn))
    ]
    found.sort(key=lambda one: (_at(one[1], one[0].asked_at) or EARLIEST, one[1].id), reverse=True)
    return [_request(reader, kind, row) for kind, row in found]


def _column(name: str, upn: str) -> dict[str, Any]:
    return {name: upn}


def _at(row: Row, column: str) -> datetime | None:
    at = getattr(row, column) if column else None
    return at if isinstance(at, datetime) else None


def _request(reader: Reader, kind: Kind, row: Row) -> Request:
    state = str(getattr(row, STATE))
    decided_by = getattr(row, kind.decided_by)
    asked, decided = _at(row, kind.asked_at), _at(row, kind.decided_at)
    return Request(
        what=kind.what.format(_about(reader, row)),
        asked_by=named(reader, getattr(row, kind.asked_by)).name,
        asked_on="" if asked is None else day_in_words(reader, asked),
        is_open=state in kind.open_states,
        outcome=kind.outcomes.get(state, ""),
        decided_by="" if decided_by is None else named(reader, decided_by).name,
        decided_on="" if decided is None else day_in_words(reader, decided),
    )


def _about(reader: Reader, row: Row) -> str:
    """The audit of a request, or what the duty is about for which help was asked."""
    if isinstance(row, HelpRequest):
        duty = reader.find(Duty, row.duty)
        subject = None if duty is None else subject_of(reader, duty.subject)
    else:
        subject = subject_of(reader, str(getattr(row, AUDIT)))
    return "an audit" if subject is None else about(reader, subject)
