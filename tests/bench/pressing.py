"""A press with its committed fact against a bare aiohttp handler, over HTTP on loopback."""

import asyncio
import json
import time
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.app import DELIVERY, bot_app
from bot.teams.pace import Pace
from bot.teams.sign_in import LoopbackSignIn
from store.tables import Audit, Person
from tests.bench.council import ISSUED, council_at, issue
from tests.loopback.connector import LoopbackConnector

TENANT = "7b0c6f0e-5d2a-4a0b-9c55-6f1d2c3b4a59"
HURRY = 1000
"""The loopback Bot Connector has none of Teams' limits."""
ANSWER = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done."}


def bench_press(folder: Path) -> dict[str, float]:
    """Requests a second of both, one after another on one connection, and their ratio."""
    return asyncio.run(_bench(folder))


async def _bench(folder: Path) -> dict[str, float]:
    ledger, programme = council_at(f"sqlite:///{folder / 'press.db'}")
    issue(ledger, programme)
    with ledger.read(programme, at=ISSUED) as reader:
        pressing = [
            (reader.get(Person, audit.auditor or ""), audit)
            for audit in reader.rows(Audit, state="issued")
        ]
    async with LoopbackConnector() as connector:
        service = f"{connector.url}/"
        presses = [_press(person, audit, service) for person, audit in pressing]
        bot = bot_app(
            ledger,
            programme,
            now=lambda: ISSUED,
            sign_in=LoopbackSignIn.over,
            bot_id="28:bench",
            tenant_id=TENANT,
            service_url=service,
            loopback=connector.url,
            pace=Pace(clock=lambda: time.monotonic() * HURRY, sleep=_hurried),
            ticking=False,
        )
        seconds = await _both(bot, presses)
    with ledger.read(programme, at=ISSUED) as reader:
        accepted = len(reader.rows(Audit, state="accepted"))
    if accepted != len(presses):
        message = f"{accepted} of {len(presses)} presses were committed"
        raise RuntimeError(message)
    n = len(presses)
    return {
        "bare_per_second": n / seconds["bare"],
        "press_per_second": n / seconds["press"],
        "ratio": seconds["bare"] / seconds["press"],
    }


async def _both(bot: web.Application, presses: list[bytes]) -> dict[str, float]:
    """Seconds that each server took for the same presses; what was owed before is sent first."""
    bare = web.Application()
    bare.add_routes([web.post("/api/messages", _bare)])
    async with aiohttp.ClientSession() as session:
        seconds = {}
        for name, app in (("bare", bare), ("press", bot)):
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            port = runner.addresses[0][1]
            if DELIVERY in app:
                await app[DELIVERY].deliver()
            seconds[name] = await _time(session, f"http://127.0.0.1:{port}/api/messages", presses)
            await runner.cleanup()
    return seconds


async def _time(session: aiohttp.ClientSession, url: str, presses: list[bytes]) -> float:
    headers = {"Content-Type": "application/json"}
    started = time.perf_counter()
    for body in presses:
        async with session.post(url, data=body, headers=headers) as response:
            await response.read()
    return time.perf_counter() - started


async def _hurried(seconds: float) -> None:
    await asyncio.sleep(seconds / HURRY)


async def _bare(request: web.Request) -> web.Response:
    await request.json()
    return web.json_response(ANSWER)


def _press(person: Person, audit: Audit, service: str) -> bytes:
    """The activity that Teams sends when that person presses Accept."""
    return json.dumps(
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": f"f:{audit.id}",
            "channelId": "msteams",
            "serviceUrl": service,
            "from": {"id": f"29:{person.entra_object_id}", "aadObjectId": person.entra_object_id},
            "recipient": {"id": "28:bench"},
            "conversation": {
                "conversationType": "personal",
                "id": f"a:chat-of-{person.entra_object_id}",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            "value": {
                "action": {
                    "type": "Action.Execute",
                    "verb": "allocation.accept",
                    "data": {"id": audit.id, "version": audit.version},
                },
                "trigger": "manual",
            },
        }
    ).encode()
