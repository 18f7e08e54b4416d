"""The process's clock: it follows the machine's, and a jump ahead does not carry it away."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import ClockGuard, ClockInDoubt
from bot.watched_clock import TOLERANCE, WatchedClock
from tests.bot.scheduler.playing_by_the_clock import Machine
from tests.store.council import Council, build

NOON = datetime(2026, 12, 10, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _clock() -> tuple[Machine, WatchedClock]:
    machine = Machine(NOON)
    return machine, WatchedClock(machine.now, elapsed=machine.elapsed)


@pytest.mark.parametrize("off", [2 * MINUTE, timedelta(hours=1), DAY, 40 * DAY, 4000 * DAY])
def test_a_jump_ahead_is_not_believed_until_the_clock_is_right_again(off: timedelta) -> None:
    machine, clock = _clock()
    for _ in range(3):
        machine.off = off
        for _ in range(3):
            machine.truth += 5 * MINUTE
            assert clock() == machine.truth
            assert clock.jumped
            assert clock.seconds_ahead() == off.total_seconds()
        machine.off = timedelta()
        assert clock() == machine.truth
        assert not clock.jumped


@pytest.mark.parametrize("off", [timedelta(hours=-1), -DAY, -40 * DAY])
def test_a_jump_back_is_taken_as_it_is_and_noticed(off: timedelta) -> None:
    machine, clock = _clock()
    machine.truth, machine.off = NOON + MINUTE, off
    assert clock() == NOON + MINUTE + off
    assert clock.jumped
    machine.truth, machine.off = NOON + DAY, timedelta()
    assert clock() == NOON + DAY
    assert not clock.jumped


def test_corrections_of_seconds_are_believed_and_add_up() -> None:
    machine, clock = _clock()
    for _ in range(30):
        machine.truth, machine.off = machine.truth + MINUTE, machine.off + TOLERANCE / 2
        assert clock() == machine.now()
        assert not clock.jumped


@pytest.mark.parametrize("ahead", [timedelta(hours=1), DAY, -DAY, timedelta()])
async def test_a_clock_ahead_of_the_databases_own_is_in_doubt(
    postgres_url: str, ahead: timedelta
) -> None:
    council = Council.empty(postgres_url)
    build(council)
    with council.engine.connect() as connection:
        now = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    clock = WatchedClock(lambda: now + ahead, elapsed=lambda: 0.0)
    # A press a moment ago: the ledger has not been silent.
    council.ask_exemption(council.audits()[0], at=now + ahead)
    access = LedgerAccess(council.ledger, council.programme, now=clock)
    guard = ClockGuard(access, clock)
    if ahead > timedelta():
        for check in (guard.check, guard.last_check):
            with pytest.raises(ClockInDoubt):
                await check()
        await ClockGuard(access).check()  # a clock that somebody moves by hand
    else:
        await guard.check()
        await guard.last_check()
    access.close()
    council.close()
