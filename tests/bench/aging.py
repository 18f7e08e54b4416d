"""A press on a ledger in its fifth year compared with one on a ledger in its first month.

Both ledgers hold the same issued audits; the old one also holds the facts, messages, duties and
audits of earlier years. The turns take turns, so that both meet the same machine.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import aiohttp

from tests.bench.council import ISSUED, council_at, issue
from tests.bench.growing import FACTS_AN_ACT, grow
from tests.bench.pressing import Pressed, greeted, presses_of, rate, signed
from tests.loopback.tenant import Tenant, tenant_of
from tests.store.council import Council

YOUNG, OLD = 1_000, 100_000
"""Facts, at least."""
TURNS = 5


def bench_aging(folder: Path) -> dict[str, float]:
    """The CPU seconds of a press on each ledger, medians of `TURNS`, and their ratio."""
    return asyncio.run(_bench(folder))


async def _bench(folder: Path) -> dict[str, float]:
    seconds: dict[int, list[float]] = {YOUNG: [], OLD: []}
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        waiting = {size: await _opened(stack, folder / f"aged-{size}.db", size) for size in seconds}
        for turn in range(TURNS):
            for size, (tenant, presses) in waiting.items():
                began = time.process_time()
                await rate(session, tenant.address, presses[turn::TURNS])
                await tenant.settled()
                seconds[size].append((time.process_time() - began) / len(presses[turn::TURNS]))
    young, old = median(seconds[YOUNG]), median(seconds[OLD])
    return {"young": young, "old": old, "ratio": old / young}


async def _opened(stack: AsyncExitStack, file: Path, facts: int) -> tuple[Tenant, Pressed]:
    """The bot on a ledger of at least so many facts, and the presses that wait for it."""
    ledger, programme = council_at(f"sqlite:///{file}")
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
