"""A thousand people are reached without a single 429, by Teams' own count of its limits."""

import asyncio
from itertools import chain, repeat

import aiohttp

from bot.teams.courier import Courier
from tests.bot.teams.courier_arranging import CARD, failure
from tests.loopback.activities import CHAT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.faults import Answers
from tests.loopback.limits import Limits
from tests.loopback.served import HandClock, courier_to

AT_ONCE = 8


async def send(courier: Courier, connector: LoopbackConnector, chats: list[str]) -> None:
    """Send one card to each, as many at once as delivery does."""
    waiting = iter(chats)

    async def one_after_another() -> None:
        for chat in waiting:
            await courier.send(connector.url, chat, CARD)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


async def test_a_thousand_people_and_a_few_busy_chats_earn_no_429(
    session: aiohttp.ClientSession,
) -> None:
    clock = HandClock()
    limits = Limits(clock.read)
    async with LoopbackConnector(limits=limits) as connector:
        courier = courier_to(connector, session, clock=clock)
        people = [f"a:{n}" for n in range(1_000)]
        busy = chain.from_iterable(repeat(f"a:busy-{n}", 70) for n in range(2))
        await send(courier, connector, [*busy, *people])
        assert limits.earned == 0
        assert len(connector.messages) == 1_140
        assert clock.now < 120, "25 a second, and 60 in 30 s where one chat gets more"


async def test_whoever_does_not_keep_the_limits_earns_one(session: aiohttp.ClientSession) -> None:
    """The count itself works: a sender that is too fast gets a 429."""
    clock, still = HandClock(), HandClock()
    limits = Limits(still.read)
    async with LoopbackConnector(limits=limits) as connector:
        courier = courier_to(connector, session, clock=clock)
        for _ in range(7):
            await courier.send(connector.url, CHAT, CARD)
        assert (await failure(courier.send(connector.url, CHAT, CARD))).retry_after == 1
        assert limits.earned == 1


async def test_a_chat_that_teams_asked_to_wait_for_is_left_alone_that_long_and_the_rest_a_little(
    session: aiohttp.ClientSession, connector: LoopbackConnector
) -> None:
    clock = HandClock()
    courier = courier_to(connector, session, clock=clock)
    connector.will(Answers(429, "Throttled", retry_after="35"))
    await failure(courier.send(connector.url, CHAT, CARD))
    await courier.send(connector.url, "a:somebody-else", CARD)
    assert clock.now == 30
    await courier.send(connector.url, CHAT, CARD)
    assert clock.now == 35


async def test_what_would_have_to_wait_for_an_hour_waits_in_the_outbox(
    session: aiohttp.ClientSession, connector: LoopbackConnector
) -> None:
    clock = HandClock()
    courier = courier_to(connector, session, clock=clock)
    connector.will(Answers(429, "Throttled", retry_after="3000"))
    await failure(courier.send(connector.url, CHAT, CARD))
    later = await failure(courier.send(connector.url, CHAT, CARD))
    assert later.retry_after == 3_000
    assert clock.now == 0
    assert len(connector.calls) == 1
