"""A press on a ledger in its fifth year compared with one on a ledger in its first month.

Both ledgers hold the same issued audits; the old one also holds the facts, messages, duties and
audits of earlier years. The turns take turns, so that both meet the same machine.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from statistics import median

import aiohttp

from tests.bench.council import ISSUED, council_at, issue
from tests.bench.growing import FACTS_AN_ACT, grow
from tests.bench.pressing import Pressed, greeted, presses_of, rate, signed
from tests.bench.setting import Line, Setting
from tests.loopback.tenant import Tenant, tenant_of
from tests.store.council import Council

YOUNG, OLD = 1_000, 100_000
"""Facts, at least."""


def aging_lines(setting: Setting) -> Iterator[Line]:
    """The CPU of a press on each ledger, medians of the turns, and their ratio."""
    young, old = asyncio.run(_bench(setting))
    yield Line(
        "CPU of a press on 100,000 facts : on 1,000",
        old / young,
        f"{old * 1000:.1f} ms : {young * 1000:.1f} ms; at most 1.2",
    )


async def _bench(setting: Setting) -> list[float]:
    seconds: dict[int, list[float]] = {YOUNG: [], OLD: []}
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        waiting = {size: await _opened(stack, setting.fresh(), size) for size in seconds}
        for turn in range(setting.turns):
            for size, (tenant, presses) in waiting.items():
                share = presses[turn :: setting.turns]
                began = time.process_time()
                await rate(session, tenant.address, share)
                await tenant.settled()
                seconds[size].append((time.process_time() - began) / len(share))
    return [median(turns) for turns in seconds.values()]


async def _opened(stack: AsyncExitStack, url: str, facts: int) -> tuple[Tenant, Pressed]:
    """The bot on a ledger of at least so many facts, and the presses that wait for it."""
    ledger, programme = council_at(url)
    stack.callback(ledger.engine.dispose)
    issue(ledger, programme)
    council = Council(ledger, programme)
    tenant = await stack.enter_async_context(tenant_of(council))
    tenant.clock = ISSUED
    await greeted(tenant)
    await tenant.delivered()
    await tenant.settled()
    with ledger.read(programme, at=ISSUED) as reader:
        there = reader.head()[0]
    grow(ledger, programme, -(-(facts - there) // (there * FACTS_AN_ACT)))
    return tenant, [signed(tenant, body, ISSUED) for body in presses_of(council, tenant)]
