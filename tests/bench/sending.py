"""Sending with claim and record and without limits, compared with bare aiohttp."""

import asyncio
import json
import time
from collections.abc import Iterator
from statistics import median

import aiohttp

from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import MAX_IN_FLIGHT, Delivery
from bot.teams.addresses import ServiceUrls
from bot.teams.courier import Courier, outbound_session
from bot.teams.pace import Pace
from store.tables import Message
from tests.bench.council import ISSUED, council_at, issue
from tests.bench.setting import Line, Setting
from tests.loopback.activities import BOT, TENANT
from tests.loopback.connector import LoopbackConnector

HURRY = 100_000
"""The factor by which the pace's clock runs fast, so that no limit is met."""


def sending_lines(setting: Setting) -> Iterator[Line]:
    """Messages a second of both, with as many in flight as delivery has, medians of the turns."""
    turns = [asyncio.run(_bench(setting.fresh())) for _ in range(setting.turns)]
    ours, bare = (median(rates) for rates in zip(*turns, strict=True))
    yield Line(
        "message claimed, sent and recorded : bare aiohttp",
        ours / bare,
        f"{ours:.0f}/s : {bare:.0f}/s; at least 0.15",
    )


async def _bench(url: str) -> tuple[float, float]:
    ledger, programme = council_at(url)
    issue(ledger, programme)
    async with LoopbackConnector() as connector, outbound_session() as session:
        pace = Pace(clock=lambda: time.monotonic() * HURRY, sleep=_hurried)
        courier = Courier(
            session, bot_id=BOT, service_urls=ServiceUrls(loopback=connector.url), pace=pace
        )
        access = LedgerAccess(ledger, programme, now=lambda: ISSUED)
        delivery = Delivery(access, courier, TENANT, connector.url)
        started = time.perf_counter()
        sent = await delivery.deliver()
        seconds = time.perf_counter() - started
        with ledger.read(programme, at=ISSUED) as reader:
            delivered = len(reader.rows(Message, state="delivered"))
        if not sent == delivered == len(connector.messages):
            raise RuntimeError(
                f"{sent} went out, {delivered} are recorded, {len(connector.messages)} came"
            )
        cards = [(one.conversation_id, one.activity) for one in connector.messages]
        started = time.perf_counter()
        await _bare(session, connector.url, [(chat, json.dumps(card)) for chat, card in cards])
        bare = time.perf_counter() - started
        access.close()
    ledger.engine.dispose()
    return sent / seconds, sent / bare


async def _bare(session: aiohttp.ClientSession, url: str, cards: list[tuple[str, str]]) -> None:
    waiting = iter(cards)
    headers = {"Content-Type": "application/json"}

    async def one_after_another() -> None:
        for chat, card in waiting:
            where = f"{url}/v3/conversations/{chat}/activities"
            async with session.post(where, data=card, headers=headers) as answer:
                await answer.read()

    await asyncio.gather(*(one_after_another() for _ in range(MAX_IN_FLIGHT)))


async def _hurried(seconds: float) -> None:
    await asyncio.sleep(seconds / HURRY)
