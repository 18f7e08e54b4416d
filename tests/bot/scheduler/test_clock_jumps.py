"""A clock that jumps: each rung is told once, none early, and nobody is silenced by it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.scheduler.sweep import confirm_clock
from store.ledger import Actor
from tests.bot.scheduler.playing_by_the_clock import Machine, Played, by_day, every
from tests.store.council import SHELL, Council, build, caseload, staff

DAY, HOUR, HALF = timedelta(days=1), timedelta(hours=1), timedelta(minutes=30)
STEP = 3 * HOUR
FIRST = datetime(2026, 12, 1, 12, tzinfo=UTC)
END = datetime(2027, 1, 16, tzinfo=UTC)
"""The audit month and two weeks more: all reminders of what nobody does, and seven digests."""
QUIET = datetime(2026, 12, 10, 12, tzinfo=UTC)
BUSY = datetime(2026, 12, 14, 9, tzinfo=UTC)
"""A Monday at 9, when reminders and a digest are due."""


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an issued cycle, to be copied."""
    file = tmp_path_factory.mktemp("clocks") / "ledger.db"
    council = Council.empty(f"sqlite:///{file}")
    build(council)
    council.close()
    return file


@pytest.fixture
def council(issued: Path, tmp_path: Path) -> Iterator[Council]:
    copyfile(issued, tmp_path / "ledger.db")
    council = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield council
    council.close()


@pytest.fixture(scope="module")
def plain(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The same months by a clock that is always right."""
    file = tmp_path_factory.mktemp("plain") / "ledger.db"
    copyfile(issued, file)
    council = Council.open(f"sqlite:///{file}")
    played = Played(council, Machine(FIRST))
    asyncio.run(played.play(by_day(FIRST, END)))
    assert len(played.told()) > 40
    assert len(played.digests()) == 7
    assert played.doubted == []
    yield played
    council.close()


def by_night(off: timedelta) -> Any:
    """A jump of the clock that is tried each night; one of its kind is tried by day."""
    return pytest.param(off, marks=pytest.mark.nightly)


@pytest.mark.parametrize("moment", [QUIET, BUSY])
@pytest.mark.parametrize("off", [40 * DAY, by_night(DAY), by_night(HOUR)])
async def test_a_tick_ahead_leaves_the_very_same_ledger(
    council: Council, plain: Played, moment: datetime, off: timedelta
) -> None:
    played = Played(council, Machine(FIRST))
    await played.play(by_day(FIRST, END), {moment: off})
    assert played.told() == plain.told()
    assert council.table("head") == plain.council.table("head")


@pytest.mark.parametrize("off", [40 * DAY, by_night(DAY), by_night(HOUR)])
async def test_days_ahead_leave_the_very_same_ledger(
    council: Council, plain: Played, off: timedelta
) -> None:
    played = Played(council, Machine(FIRST))
    wrong = dict.fromkeys(by_day(QUIET, QUIET + 5 * DAY), off)
    await played.play(by_day(FIRST, END), wrong)
    assert council.table("head") == plain.council.table("head")


@pytest.mark.parametrize("off", [-DAY, by_night(-40 * DAY), by_night(-HOUR)])
@pytest.mark.parametrize("moment", [QUIET, BUSY])
async def test_a_tick_behind_tells_each_rung_once_and_none_early(
    council: Council, plain: Played, moment: datetime, off: timedelta
) -> None:
    played = Played(council, Machine(FIRST))
    await played.play(by_day(FIRST, END), {moment: off})
    told, before = played.told(), plain.told()
    assert told.keys() == before.keys()
    assert all(before[rung] <= at <= before[rung] + STEP for rung, at in told.items())
    assert len(played.digests()) == len(plain.digests())


@pytest.mark.parametrize("moment", [QUIET, BUSY])
async def test_one_tick_40_days_ahead_is_held_back_even_where_nothing_counts_seconds(
    council: Council, plain: Played, moment: datetime
) -> None:
    """A bot that is started with that clock knows the ledger alone."""
    played = Played(council, Machine(FIRST), watched=False)
    await played.play(by_day(FIRST, END), {moment: 40 * DAY})
    assert set(played.doubted) == {moment}
    told, before = played.told(), plain.told()
    assert told.keys() == before.keys()
    assert all(before[rung] <= at <= before[rung] + STEP for rung, at in told.items())
    assert len(played.digests()) == len(plain.digests())


async def test_an_outage_of_a_week_is_caught_up_with_unasked(council: Council) -> None:
    played = Played(council, Machine(FIRST))
    await played.play(by_day(FIRST, QUIET))
    await played.play(every(STEP, QUIET + 6 * DAY, QUIET + 8 * DAY))
    assert played.doubted == []


async def test_after_a_longer_outage_a_sweep_at_the_shell_confirms_the_clock(
    council: Council,
) -> None:
    played, back = Played(council, Machine(FIRST)), datetime(2026, 12, 22, 12, tzinfo=UTC)
    await played.play(by_day(FIRST, QUIET))
    told = played.told()
    await played.play(every(STEP, back, back + 2 * STEP))
    assert {back, back + STEP} == set(played.doubted)
    assert played.told() == told
    confirm_clock(council.ledger, council.programme, back + 7 * HOUR, Actor(SHELL, SHELL))
    played.doubted.clear()
    await played.play(every(STEP, back + DAY, back + DAY + STEP))
    assert played.doubted == []
    assert len(played.told()) > len(told)
    assert council.problems() == []


LONDON = ZoneInfo("Europe/London")
NIGHTS = {
    "2026-10": (datetime(2026, 10, 1, 9, 30, tzinfo=LONDON), datetime(2026, 10, 22, tzinfo=LONDON)),
    "2027-03": (datetime(2027, 3, 1, 9, 30, tzinfo=LONDON), datetime(2027, 3, 22, tzinfo=LONDON)),
}
"""The months in which the clocks change: a cycle's first moment, and the day after it is due."""


@pytest.mark.parametrize("month", NIGHTS)
@pytest.mark.parametrize("off", [timedelta(), by_night(HOUR), by_night(-HOUR)])
async def test_the_nights_when_the_clocks_change_tell_each_rung_once_at_nine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, month: str, off: timedelta
) -> None:
    """Every half hour; with `off`, the machine's clock changes wrongly for that night and day."""
    first, due = NIGHTS[month]
    monkeypatch.setattr("tests.store.council.SETUP", first - 7 * DAY)
    monkeypatch.setattr("tests.store.council.ISSUED", first)
    council = Council.empty(f"sqlite:///{tmp_path / 'night.db'}")
    council.found()
    council.load_people(staff())
    council.load_cases(caseload())
    cycle = council.open_cycle(month=f"{month}-01")
    council.draw(cycle)
    council.issue(cycle)
    played = Played(council, Machine(first.astimezone(UTC)))
    await played.play(by_day(first.astimezone(UTC), due.astimezone(UTC)))
    known = set(played.told())
    sunday = (due + timedelta(days=6 - due.weekday())).astimezone(UTC)
    wrong = dict.fromkeys(every(HALF, sunday, sunday + DAY + 12 * HOUR), off)
    await played.play(every(HALF, due.astimezone(UTC), due.astimezone(UTC) + 10 * DAY), wrong)
    since = {rung: at for rung, at in played.told().items() if rung not in known}
    assert len({at.date() for at in since.values()}) > 2
    for at in since.values():
        local = at.astimezone(LONDON)
        assert (local.hour, local.minute) == (9, 0), local
    council.close()
