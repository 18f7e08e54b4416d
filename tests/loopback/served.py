"""The bot's real endpoint on loopback, with a conversation that answers as a test tells it to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.teams.adapter import TeamsAdapter
from bot.teams.addresses import ServiceUrls
from bot.teams.courier import TIMEOUT_SECONDS, Courier, Token, no_token, outbound_session
from bot.teams.pace import Pace
from bot.teams.sign_in import LoopbackSignIn, SignIn
from bot.turns import Answer, Nothing, Turn
from tests.loopback.activities import BOT, TENANT
from tests.loopback.connector import LoopbackConnector


@dataclass
class ToldConversation:
    """Keeps the turns it receives; gives the answer or raises the error that it was told to."""

    says: Answer = field(default_factory=Nothing)
    breaks: Exception | None = None
    heard: list[Turn] = field(default_factory=list)

    async def answer(self, turn: Turn) -> Answer:
        """Answer as told."""
        self.heard.append(turn)
        if self.breaks is not None:
            raise self.breaks
        return self.says


@dataclass
class HandClock:
    """A clock that only sleeping moves; it keeps each sleep, in seconds."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> float:
        """The time, in seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move on without waiting."""
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class ServedBot:
    """A running endpoint with its connector, conversation and clock."""

    address: str
    conversation: ToldConversation
    adapter: TeamsAdapter
    connector: LoopbackConnector
    client: aiohttp.ClientSession

    async def hear(self, activity: dict[str, Any]) -> tuple[int, Any]:
        """Post ``activity`` as Teams would; gives the HTTP status and the JSON answer, if any."""
        async with self.client.post(self.address, json=activity) as response:
            return response.status, await response.json() if await response.read() else None

    async def hear_bytes(
        self, body: bytes, *, content_type: str = "application/json"
    ) -> tuple[int, Any]:
        """Post raw bytes; gives the same as ``hear``."""
        headers = {"Content-Type": content_type}
        async with self.client.post(self.address, data=body, headers=headers) as response:
            return response.status, await response.json() if await response.read() else None


def courier_to(
    connector: LoopbackConnector,
    session: aiohttp.ClientSession,
    *,
    clock: HandClock | None = None,
    token: Token = no_token,
    timeout: float = TIMEOUT_SECONDS,
) -> Courier:
    """A courier to ``connector`` that sleeps by ``clock``."""
    clock = clock or HandClock()
    return Courier(
        session,
        bot_id=BOT,
        service_urls=ServiceUrls(loopback=connector.url),
        pace=Pace(clock=clock.read, sleep=clock.sleep),
        token=token,
        timeout=timeout,
    )


@asynccontextmanager
async def served_bot(
    sign_in: SignIn | None = None, prepare: Callable[[TeamsAdapter], object] | None = None
) -> AsyncIterator[ServedBot]:
    """Run connector and endpoint on free ports of this machine until the block ends."""
    async with (
        LoopbackConnector() as connector,
        outbound_session() as outbound,
        aiohttp.ClientSession() as client,
    ):
        conversation = ToldConversation()
        adapter = TeamsAdapter(
            conversation=conversation,
            courier=courier_to(connector, outbound),
            sign_in=sign_in or LoopbackSignIn(),
            tenant_id=TENANT,
        )
        if prepare is not None:
            prepare(adapter)
        app = web.Application()
        app.router.add_post("/api/messages", adapter.process)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
            yield ServedBot(address, conversation, adapter, connector, client)
        finally:
            await runner.cleanup()
