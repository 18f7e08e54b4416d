"""What the programme's smaller forms offer: days without work, and cycles."""

from dataclasses import dataclass

from sqlmodel import col

from store.ledger import Reader
from store.tables import Closure, Cycle, Programme
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.states import NOT_OPENED


@dataclass(frozen=True, slots=True)
class ProgrammeChoices:
    """The programme, its days without work ahead in words, and its cycles as (id, words)."""

    programme: str
    version: int
    today: str
    closures: tuple[str, ...] = ()
    cycles: tuple[tuple[str, str], ...] = ()


def programme_choices(reader: Reader) -> ProgrammeChoices:
    """The choices as they are today."""
    programme = reader.get(Programme, reader.programme)
    today = reader.calendar.local(reader.at).date()
    ahead = reader.rows(Closure, col(Closure.on) >= today, order="on")
    return ProgrammeChoices(
        programme=programme.id,
        version=programme.version,
        today=today.isoformat(),
        closures=tuple(f"{say_day(closure.on)}: {closure.name}" for closure in ahead),
        cycles=tuple(
            (cycle.id, f"{cycle.service}, {say_month(cycle.month)}")
            for cycle in reader.rows(Cycle, order="-month")
            if cycle.state not in NOT_OPENED
        ),
    )
