"""Presses while fifty pages of the board are open and renew themselves, compared with none open."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from statistics import median

import aiohttp

from bot.board.asked_for import LIVE
from bot.board.sessions import COOKIE
from tests.bench.council import ISSUED, council_at, issue
from tests.bench.pressing import greeted, presses_of, rate, signed
from tests.bench.setting import Line, Setting
from tests.bot.board.conftest import ADDRESS, ServedBoard
from tests.loopback.tenant import tenant_of
from tests.store.council import Council

READERS = PRESSERS = 50


def reader_lines(setting: Setting) -> Iterator[Line]:
    """Presses a second without readers and beside them, medians of the turns, and their ratio."""
    rates: dict[int, list[float]] = {0: [], READERS: []}
    for _ in range(setting.turns):
        for readers, found in rates.items():
            found.append(asyncio.run(_rate(setting.fresh(), readers)))
    alone, beside = median(rates[0]), median(rates[READERS])
    yield Line(
        "presses by 50 beside 50 open pages of the board : without",
        beside / alone,
        f"{beside:.0f}/s : {alone:.0f}/s; at least 0.9",
    )


async def _rate(url: str, readers: int) -> float:
    ledger, programme = council_at(url)
    issue(ledger, programme)
    council = Council(ledger, programme)
    async with AsyncExitStack() as stack:
        stack.callback(ledger.engine.dispose)
        tenant = await stack.enter_async_context(tenant_of(council, address=ADDRESS))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        tenant.clock = ISSUED
        await greeted(tenant)
        await tenant.delivered()
        await tenant.settled()
        tenant.client.cookie_jar.clear()
        board = ServedBoard(tenant)
        cookie = await board.cookie(_officer(council)) if readers else ""
        listening = asyncio.Barrier(readers + 1)
        open_pages = [asyncio.create_task(_reads(board, cookie, listening)) for _ in range(readers)]
        await listening.wait()
        presses = iter([signed(tenant, body, ISSUED) for body in presses_of(council, tenant)])
        count = 0

        async def one_presser() -> None:
            nonlocal count
            for one in presses:
                await rate(session, tenant.address, [one])
                count += 1

        began = time.perf_counter()
        await asyncio.gather(*(one_presser() for _ in range(PRESSERS)))
        took = time.perf_counter() - began
        for page in open_pages:
            page.cancel()
        await asyncio.gather(*open_pages, return_exceptions=True)
    return count / took


def _officer(council: Council) -> str:
    with council.read(ISSUED) as reader:
        return next(one.id for one in reader.everybody() if "audit_officer" in one.roles)


async def _reads(board: ServedBoard, cookie: str, listening: asyncio.Barrier) -> None:
    """An open page: it is drawn, listens, and is drawn anew whenever it is called."""
    await board.get("/board/cycles", cookie)
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    async with board.tenant.client.get(f"{board.url}/board/events", headers=headers) as answer:
        await listening.wait()
        async for line in answer.content:
            if line.startswith(b"event:"):
                await board.get("/board/cycles", cookie, **{LIVE: "1"})
