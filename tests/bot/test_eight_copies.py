"""Eight copies of the bot on one PostgreSQL: each message is sent once, the chain verifies."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from bot.app import DELIVERY, LEDGER_ACCESS, Options, TeamsConnection, bot_app
from bot.ledger_access import LedgerAccess
from bot.scheduler.ticking import TickResult, tick
from bot.teams.pace import Pace
from bot.teams.sign_in import LoopbackSignIn
from store.duties.outbox import to_redraw, waiting
from store.tables import Message
from tests.loopback.activities import BOT, TENANT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.served import HandClock
from tests.store.council import DUE, ISSUED, Council, build

COPIES = 8


@dataclass
class Eight:
    """Eight bots, each with its own connections and threads, and the one tenant they serve."""

    council: Council
    connector: LoopbackConnector
    copies: list[web.Application]
    at: datetime = ISSUED

    async def tick(self) -> list[TickResult]:
        """Every copy's timetable at the same moment."""
        return await asyncio.gather(
            *(tick(app[LEDGER_ACCESS], app[DELIVERY], simulated=True) for app in self.copies)
        )


@pytest.fixture
async def eight(postgres_url: str) -> AsyncIterator[Eight]:
    """A council with an issued cycle, and its bot eight times."""
    council = Council.empty(postgres_url)
    build(council)
    async with AsyncExitStack() as stack:
        connector = await stack.enter_async_context(LoopbackConnector())
        found = Eight(council, connector, [])
        for _ in range(COPIES):
            own, clock = Council.open(postgres_url), HandClock()
            stack.callback(own.close)
            teams = TeamsConnection(
                bot_id=BOT,
                tenant_id=TENANT,
                service_url=connector.url,
                sign_in=LoopbackSignIn.over,
                loopback=connector.url,
                pace=Pace(clock=clock.read, sleep=clock.sleep),
            )
            app = bot_app(
                own.ledger,
                own.programme,
                now=lambda: found.at,
                teams=teams,
                options=Options(ticking=False),
            )
            runner = web.AppRunner(app)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            found.copies.append(app)
        yield found
    council.close()


async def test_of_eight_copies_one_sends_at_a_time_and_leaves_nothing_that_another_owed(
    eight: Eight, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, at_it = asyncio.Event(), [0]
    alone = LedgerAccess.alone

    @asynccontextmanager
    async def watched(access: LedgerAccess, work: str) -> AsyncIterator[bool]:
        async with alone(access, work) as mine:
            at_it.append(at_it[-1] + mine)
            begun.set()
            yield mine
            at_it.append(at_it[-1] - mine)

    monkeypatch.setattr(LedgerAccess, "alone", watched)
    first, *others = eight.copies
    sending = asyncio.create_task(first[DELIVERY].deliver())
    await begun.wait()
    audit = eight.council.audits()[0]
    eight.council.do("allocation.accept", audit.id, by=audit.auditor or "", at=eight.at)
    told_off = await asyncio.gather(*(app[DELIVERY].deliver() for app in others))
    assert await sending + sum(told_off) == len(eight.connector.messages) > 0
    assert max(at_it) == 1
    with eight.council.read(at=eight.at) as reader:
        assert waiting(reader) == to_redraw(reader) == []


async def test_eight_copies_send_each_message_once_and_nudge_and_digest_once(eight: Eight) -> None:
    for moment in (ISSUED, DUE + timedelta(days=2)):
        eight.at = moment
        ticked = await eight.tick()
        assert len({one.digest for one in ticked if one.digest}) <= 1
        assert len([one for one in ticked if one.digest]) <= 1, "one copy issued the digest"
        assert len([one for one in ticked if one.nudged]) <= 1, "one copy swept"
        assert len([one for one in ticked if one.delivered]) >= 1
    with eight.council.read(at=eight.at) as reader:
        told = [m for m in reader.rows(Message) if m.state != "addressed"]
    assert {message.state for message in told} == {"delivered"}
    assert "nudge" in {message.kind for message in told}
    assert len(eight.connector.messages) == len(told), "nobody heard anything twice"
    assert Counter(eight.council.verbs())["digest.issue"] == 1
    assert eight.council.problems() == []
