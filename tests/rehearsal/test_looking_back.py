"""What a rehearsed programme printed when it was that day, and what it prints of that day later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.rehearsal import simulation
from bot.rehearsal.in_memory.ledger import InMemoryLedger
from bot.rehearsal.simulation import Scenario, key_for, rehearse
from store.ledger import Actor, Ledger, Unit
from store.ledger.as_of import ledger_as_of
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.programme.profile import shipped
from tests.nights import of_tonight
from tests.rehearsal.seeds import SMALLEST
from tests.store.printed import LONDON, documents, evening


class Printing(InMemoryLedger):
    """Prints what stands at a day's end before the first act of the next one."""

    printed: dict[date, dict[str, Any]]
    every = 1
    days = 0
    day: date | None = None

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """As ever, but a day that is over is printed first."""
        day = at.astimezone(LONDON).date()
        if self.day is not None and day > self.day:
            self.days += 1
            if self.days % self.every == 0:
                with self.read(programme, at=evening(self.day)) as reader:
                    self.printed[self.day] = documents(reader)
        self.day = day
        with super().unit(programme, actor=actor, at=at) as unit:
            yield unit


@contextmanager
def rehearsed(
    monkeypatch: pytest.MonkeyPatch, months: int, every: int
) -> Iterator[tuple[Ledger, dict[date, dict[str, Any]]]]:
    """A ledger of so many months, and what was printed on each day, or on some."""
    printed: dict[date, dict[str, Any]] = {}
    monkeypatch.setattr(Printing, "printed", printed, raising=False)
    monkeypatch.setattr(Printing, "every", every)
    monkeypatch.setattr(simulation, "InMemoryLedger", Printing)
    engine = open_engine("sqlite://")
    rehearse(engine, Scenario("tower-hamlets", shipped("tower-hamlets"), months, 7, SMALLEST))
    yield Ledger(engine, key=key_for(7), randomness=SeededRandomness(7)), printed
    engine.dispose()


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("months", "every", "least"), [(1, 3, 15), *of_tonight([(12, 5, 50)], nights=5)]
)
def test_a_day_that_is_past_is_told_as_it_was_told_on_that_evening(
    monkeypatch: pytest.MonkeyPatch, months: int, every: int, least: int
) -> None:
    with rehearsed(monkeypatch, months, every) as (ledger, printed):
        assert len(printed) >= least
        name, now = ledger.programmes()[0], evening(max(printed) + timedelta(days=400))
        for day, then in printed.items():
            past = ledger_as_of(ledger, name, day, now=now)
            with past.read() as reader:
                told = documents(reader)
            past.close()
            assert told.keys() == then.keys()
            for command in then:
                assert told[command] == then[command], f"{command} on {day}"
