"""Sightline keeps within Teams' rate limits by itself."""

import asyncio

import pytest

from bot.teams.pace import APP_BURST, APP_PER_SECOND, CHAT_WINDOWS, Pace
from tests.loopback.served import HandClock


async def sends(pace: Pace, clock: HandClock, chats: list[str]) -> list[float]:
    """Send once to each of ``chats``, one after the other; gives the times."""
    moments = []
    for chat in chats:
        async with pace.turn(chat):
            moments.append(clock.now)
    return moments


def most_within(moments: list[float], seconds: float) -> int:
    """The most sends within any half-open span of that many seconds."""
    return max(
        sum(start <= other < start + seconds - 1e-9 for other in moments) for start in moments
    )


async def test_the_app_sends_at_most_25_a_second_after_a_short_burst() -> None:
    clock = HandClock()
    moments = await sends(
        Pace(clock=clock.read, sleep=clock.sleep), clock, [f"a:{n}" for n in range(200)]
    )
    assert most_within(moments, 1.0) <= APP_PER_SECOND + APP_BURST
    assert moments[-1] == pytest.approx((200 - APP_BURST) / APP_PER_SECOND)


async def test_a_quiet_hour_saves_up_no_more_than_the_burst() -> None:
    clock = HandClock()
    pace = Pace(clock=clock.read, sleep=clock.sleep)
    clock.now = 3_600.0
    moments = await sends(pace, clock, [f"a:{n}" for n in range(APP_BURST + 1)])
    assert moments[APP_BURST - 1] == 3_600.0
    assert moments[APP_BURST] == pytest.approx(3_600.0 + 1 / APP_PER_SECOND)


async def test_one_chat_never_breaks_any_of_its_windows() -> None:
    clock = HandClock()
    moments = await sends(Pace(clock=clock.read, sleep=clock.sleep), clock, ["a:1"] * 150)
    for most, seconds in CHAT_WINDOWS:
        assert most_within(moments, seconds) <= most


async def test_one_send_is_in_flight_per_chat_and_others_do_not_wait_for_it() -> None:
    clock = HandClock()
    pace = Pace(clock=clock.read, sleep=clock.sleep)
    order: list[str] = []
    slow_may_end = asyncio.Event()

    async def slow() -> None:
        async with pace.turn("a:1"):
            order.append("slow starts")
            await slow_may_end.wait()
            order.append("slow ends")

    async def next_of(chat: str) -> None:
        async with pace.turn(chat):
            order.append(f"next of {chat}")

    async with asyncio.TaskGroup() as group:
        group.create_task(slow())
        same = group.create_task(next_of("a:1"))
        await group.create_task(next_of("a:2"))
        assert not same.done()
        slow_may_end.set()
    assert order == ["slow starts", "next of a:2", "slow ends", "next of a:1"]


async def test_a_chat_is_free_again_after_a_failed_send() -> None:
    clock = HandClock()
    pace = Pace(clock=clock.read, sleep=clock.sleep)
    with pytest.raises(ConnectionError):
        async with pace.turn("a:1"):
            raise ConnectionError
    assert await sends(pace, clock, ["a:1"]) == [0.0]


async def test_chats_that_went_quiet_are_forgotten_and_busy_ones_are_not() -> None:
    clock = HandClock()
    pace = Pace(clock=clock.read, sleep=clock.sleep)
    await sends(pace, clock, [f"a:{n}" for n in range(5_000)])
    assert len(pace._chats) < 2_500  # noqa: SLF001 - nothing else shows what is remembered
    burst = await sends(pace, clock, ["a:4999"] * 8)
    assert burst[-1] - burst[0] >= 1.0
