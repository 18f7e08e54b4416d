"""A press with its token checked and its fact committed, compared with the tools beneath it.

The same client calls, over the same loopback, aiohttp with PyJWT only, and Microsoft's Agents SDK.
Both check the token, answer with the same card and store nothing. Sightline meanwhile updates other
people's cards within Teams' limits, as it does in a tenant. Sightline and aiohttp share a process
with the client; the SDK has one of its own, which is in its favour.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import jwt
from aiohttp import web

from store.tables import Audit, Message, Person
from tests.bench.council import ISSUED, council_at, issue
from tests.bench.setting import Line, Setting
from tests.loopback.activities import BOT, message, press
from tests.loopback.served import HandClock
from tests.loopback.tenant import Tenant, tenant_of
from tests.store.council import Council

APP = BOT.removeprefix("28:")
AGENTS = Path(".cache/agents/bin/python")
ECHO = "tests/bench/agents_echo.py"
ROUNDS = 10
"""Presses on the bare tools for each press on Sightline, since they are faster."""

Pressed = list[tuple[bytes, dict[str, str]]]
"""The presses, each with its headers."""


TARGETS = (
    ("aiohttp and PyJWT", "bare", {1: 0.08, 50: 0.12}),
    ("the Agents SDK's echo", "agents", {1: 0.4, 50: 0.5}),
)
"""Beside what a press is measured, and the least ratio for so many clients."""


def press_lines(setting: Setting) -> Iterator[Line]:
    """A press beside the tools beneath it, by one client and by fifty."""
    for clients in (1, 50):
        turns = [asyncio.run(_bench(setting.fresh(), clients)) for _ in range(setting.turns)]
        rates = {name: median(turn[name] for turn in turns) for name in turns[0]}
        for name, other, least in TARGETS:
            yield Line(
                f"signed press with committed fact, {clients} at once : {name}",
                rates["press"] / rates[other],
                f"{rates['press']:.0f}/s : {rates[other]:.0f}/s; at least {least[clients]}",
            )
        if clients > 1:
            yield Line("99 of 100 of those are answered within seconds", rates["p99"], "aim 0.3")


async def _bench(url: str, clients: int = 1) -> dict[str, float]:
    """Presses a second for each: one after another on one connection, or by so many clients.

    `p99` is the longest of all but one in a hundred answers of Sightline, in seconds.
    """
    ledger, programme = council_at(url)
    issue(ledger, programme)
    council = Council(ledger, programme)
    rates: dict[str, float] = {}
    async with tenant_of(council, ticks=_Machine()) as tenant, aiohttp.ClientSession() as session:
        tenant.clock = ISSUED
        await greeted(tenant)
        await tenant.delivered()
        await tenant.settled()
        bodies = presses_of(council, tenant)
        presses = [signed(tenant, body, ISSUED) for body in bodies]
        waited: list[float] = []
        rates["press"] = await _rate_of(session, tenant.address, presses, clients, waited)
        await tenant.settled()
        with ledger.read(programme, at=ISSUED) as reader:
            accepted = len(reader.rows(Audit, state="accepted"))
        if accepted != len(presses):
            wrong = f"{accepted} of {len(presses)} presses were committed"
            raise RuntimeError(wrong)
        async with session.post(tenant.address, data=presses[0][0], headers=presses[0][1]) as given:
            card = await given.json()
        today = datetime.now(UTC)  # noqa: TID251 - the others read the machine's own clock
        echoed = [signed(tenant, body, today) for body in bodies] * ROUNDS
        async with _bare(tenant, card) as address:
            rates["bare"] = await _rate_of(session, address, echoed, clients)
        async with _agents(tenant, card) as address:
            rates["agents"] = await _rate_of(session, address, echoed, clients)
    ledger.engine.dispose()
    return rates | {"p99": sorted(waited)[len(waited) * 99 // 100] if waited else 0.0}


class _Machine(HandClock):
    """The machine's own clock, so that Teams' limits hold as they do in a tenant."""

    def read(self) -> float:
        """Give the time, in seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for that many seconds."""
        await asyncio.sleep(seconds)


async def greeted(tenant: Tenant) -> None:
    """Record that Teams knows all people as members, so that the roster is not read again."""
    with tenant.council.read(ISSUED) as reader:
        auditors = {audit.auditor for audit in reader.rows(Audit, state="issued")}
        people = [reader.get(Person, upn) for upn in sorted(filter(None, auditors))]
    for person in people:
        await tenant.hears(message(tenant.connector.url, "help"), person.entra_object_id)


def presses_of(council: Council, tenant: Tenant) -> list[bytes]:
    """What Teams sends when each auditor presses Accept on their allocation."""
    found = []
    with council.read(ISSUED) as reader:
        for audit in reader.rows(Audit, state="issued"):
            person = reader.get(Person, audit.auditor or "")
            [card] = reader.rows(Message, kind="allocation", subject=audit.id, to=person.id)
            said = press(
                tenant.connector.url, "allocation.accept", id=audit.id, version=audit.version
            )
            said["from"]["aadObjectId"] = person.entra_object_id
            said["conversation"]["id"] = card.conversation_id
            said["replyToId"] = card.activity_id
            found.append(json.dumps(said).encode())
    return found


def signed(tenant: Tenant, body: bytes, now: datetime) -> tuple[bytes, dict[str, str]]:
    """A press with the headers that Teams sends with it."""
    return body, {"Content-Type": "application/json", **tenant.signed(now=now)}


async def rate(session: aiohttp.ClientSession, url: str, presses: Pressed) -> float:
    """Presses a second; each must be answered with a card."""
    started = time.perf_counter()
    for body, headers in presses:
        async with session.post(url, data=body, headers=headers) as answer:
            said = await answer.read()
            if answer.status != web.HTTPOk.status_code or b"AdaptiveCard" not in said:
                wrong = f"{url} answered {answer.status}: {said[:200]!r}"
                raise RuntimeError(wrong)
    return len(presses) / (time.perf_counter() - started)


async def _rate_of(
    session: aiohttp.ClientSession,
    url: str,
    presses: Pressed,
    clients: int,
    waited: list[float] | None = None,
) -> float:
    """Presses a second by so many clients together; `waited` is given each answer's seconds."""
    if clients == 1:
        return await rate(session, url, presses)
    left = iter(presses)

    async def one_client() -> None:
        for one in left:
            began = time.perf_counter()
            await rate(session, url, [one])
            if waited is not None:
                waited.append(time.perf_counter() - began)

    started = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(clients)))
    return len(presses) / (time.perf_counter() - started)


@asynccontextmanager
async def _bare(tenant: Tenant, card: Any) -> AsyncIterator[str]:
    """The address of aiohttp with PyJWT: one signature checked, one body read, one card sent."""
    key = tenant.service.keys[tenant.key].public_key()

    async def handle(request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        jwt.decode(token, key, ["RS256"], audience=APP)
        await request.json()
        return web.json_response(card)

    app = web.Application()
    app.add_routes([web.post("/api/messages", handle)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    await runner.cleanup()


@asynccontextmanager
async def _agents(tenant: Tenant, card: Any) -> AsyncIterator[str]:
    """The address of the Agents SDK's echo."""
    keys = f"{tenant.service.url}/v1/.well-known/keys"
    pipe = asyncio.subprocess.PIPE
    echo = await asyncio.create_subprocess_exec(
        AGENTS, ECHO, keys, APP, stdin=pipe, stdout=pipe, stderr=sys.stderr
    )
    assert echo.stdin is not None
    assert echo.stdout is not None
    echo.stdin.write(json.dumps(card).encode())
    echo.stdin.close()
    try:
        port = int(await echo.stdout.readline())
        yield f"http://127.0.0.1:{port}/api/messages"
    finally:
        echo.terminate()
        await echo.wait()
