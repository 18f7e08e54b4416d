"""A learning programme: what is planned by month and theme, and what was done of it (§3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from store.clock.calendar import Calendar
from store.ledger import Reader
from store.tables import CycleReport

PLANNED: Final = "learning"
SENT: Final = "learning_sent"
REFLECTED: Final = "learning_reflected"
ATTENDED: Final = "learning_attended"
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """One Monday's piece: of which plan, its place there, its day, and what its card says."""

    plan: str
    number: int
    on: date
    theme: str
    title: str
    minutes: int
    link: str


def mondays(calendar: Calendar, starts_on: date, n: int) -> list[date]:
    """`n` Mondays from `starts_on`; a Monday that is no working day goes forward (§4)."""
    first = starts_on + timedelta(days=-starts_on.weekday() % 7)
    return [calendar.forward(first + A_WEEK * place) for place in range(n)]


def recorded(reader: Reader, cycle_id: str, kind: str) -> Sequence[CycleReport]:
    """What of that kind is recorded on the cycle's learning, the earliest first."""
    return reader.rows(CycleReport, cycle=cycle_id, kind=kind, order="written_at")


def pieces_of(plan: CycleReport) -> list[Piece]:
    """Every piece of one plan, in order."""
    return [_piece(plan, number, given) for number, given in enumerate(plan.details["pieces"], 1)]


def _piece(plan: CycleReport, number: int, given: dict[str, Any]) -> Piece:
    return Piece(
        plan=plan.id,
        number=number,
        on=date.fromisoformat(given["on"]),
        theme=plan.details["theme"],
        title=given["title"],
        minutes=given["minutes"],
        link=given["link"],
    )


def next_piece(reader: Reader, cycle_id: str) -> Piece | None:
    """The earliest piece of the cycle's plans that nobody has sent."""
    sent = {
        (row.details["plan"], row.details["number"]) for row in recorded(reader, cycle_id, SENT)
    }
    waiting = [
        piece
        for plan in recorded(reader, cycle_id, PLANNED)
        for piece in pieces_of(plan)
        if (piece.plan, piece.number) not in sent
    ]
    return min(waiting, key=lambda piece: (piece.on, piece.plan, piece.number), default=None)


def sent_piece(reader: Reader, sent: CycleReport) -> Piece:
    """The piece that this record says was sent."""
    plan = reader.get(CycleReport, sent.details["plan"])
    number: int = sent.details["number"]
    return pieces_of(plan)[number - 1]


def under_way(reader: Reader, cycle_id: str, day: date) -> CycleReport:
    """The plan whose theme was the cycle's on that day; before the first begins, the first."""
    plans = recorded(reader, cycle_id, PLANNED)
    begun = [plan for plan in plans if pieces_of(plan)[0].on <= day]
    return begun[-1] if begun else plans[0]
