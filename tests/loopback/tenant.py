"""A council's tenant on loopback, and the whole bot that serves it, signed in both ways."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.app import BACKGROUND, DELIVERY, LEDGER_ACCESS
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import TickResult, tick
from bot.serving import served_app
from bot.settings import Settings
from bot.teams.pace import Pace
from store.tables import Message, Person
from tests.loopback.activities import BOT, TENANT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.limits import Limits
from tests.loopback.served import HandClock
from tests.loopback.sign_in import LoopbackSignInService, Rerouted
from tests.store.council import ISSUED, Council, build

APP = BOT.removeprefix("28:")


@dataclass
class Tenant:
    """Sign-in service, Bot Connector, the bot with its ledger, and a client of it.

    `clock` is the time of day; `ticks` counts the seconds that sends and tokens go by; `key` is
    with what Teams signs at present.
    """

    council: Council
    service: LoopbackSignInService
    connector: LoopbackConnector
    client: aiohttp.ClientSession
    ticks: HandClock
    clock: datetime = ISSUED
    key: str = "key-1"
    app: web.Application | None = None
    address: str = ""

    @property
    def served(self) -> web.Application:
        """The bot."""
        assert self.app is not None
        return self.app

    @property
    def delivery(self) -> Delivery:
        """What sends."""
        return self.served[DELIVERY]

    def message(self, message_id: str) -> Message:
        """A message as the ledger has it."""
        with self.council.read(self.clock) as reader:
            return reader.get(Message, message_id)

    def person(self, **wanted: Any) -> Person:
        """Somebody in the people file."""
        with self.council.read() as reader:
            return reader.rows(Person, **wanted)[0]

    def signed(self, **said: Any) -> dict[str, str]:
        """The headers with which Teams comes, but for what a test says otherwise."""
        given: dict[str, Any] = {
            "now": self.clock,
            "audience": APP,
            "service_url": self.connector.url,
            "key_id": self.key,
        } | said
        return {"Authorization": f"Bearer {self.service.token(**given)}"}

    async def hears(
        self, activity: dict[str, Any], entra_object_id: str, *, signed: bool = True
    ) -> tuple[int, Any]:
        """The status and what the bot answers when that person's client sends it."""
        activity["from"]["aadObjectId"] = entra_object_id
        activity["conversation"]["id"] = f"a:chat-of-{entra_object_id}"
        headers = self.signed() if signed else {}
        async with self.client.post(self.address, json=activity, headers=headers) as answer:
            return answer.status, await answer.json() if await answer.read() else None

    async def says(self, activity: dict[str, Any], person: Person, *, signed: bool = True) -> int:
        """The status alone; unsigned where a forger sends it."""
        return (await self.hears(activity, person.entra_object_id, signed=signed))[0]

    async def settled(self) -> None:
        """Let everything be done that no answer waits for."""
        await self.served[BACKGROUND].finish()

    async def delivered(self) -> TickResult:
        """Let the ticker come round once."""
        return await tick(self.served[LEDGER_ACCESS], self.served[DELIVERY])


@asynccontextmanager
async def loopback_tenant(database: str, **settings: Any) -> AsyncIterator[Tenant]:
    """Everything on loopback over a council's ledger in `database`, with authentication on."""
    council = Council.empty(database)
    build(council)
    async with tenant_of(council, **settings) as tenant:
        yield tenant
    council.close()


@asynccontextmanager
async def tenant_of(
    council: Council, *, ticks: HandClock | None = None, **settings: Any
) -> AsyncIterator[Tenant]:
    """As `loopback_tenant`, over a council that is there already and stays the caller's.

    The Bot Connector asks for a token and counts by Teams' limits. Seconds go by whenever somebody
    waits for them, unless `ticks` says otherwise.
    """
    ticks = ticks or HandClock()
    async with (
        LoopbackSignInService() as service,
        LoopbackConnector(believes=service.believes, limits=Limits(ticks.read)) as connector,
        aiohttp.ClientSession() as client,
    ):
        tenant = Tenant(council, service, connector, client, ticks)
        app = tenant.app = served_app(
            _settings(service, connector, settings),
            council.ledger,
            council.programme,
            now=lambda: tenant.clock,
            clock=ticks.read,
            http=Rerouted(service.url),
            pace=Pace(clock=ticks.read, sleep=ticks.sleep),
            ticking=False,
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            tenant.address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
            yield tenant
        finally:
            await runner.cleanup()


def _settings(
    service: LoopbackSignInService, connector: LoopbackConnector, more: dict[str, Any]
) -> Settings:
    return Settings.model_validate(
        {
            "MicrosoftAppId": APP,
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppPassword": "a-secret",
            "openid_metadata": service.metadata,
            "service_url": connector.url,
            "loopback_connector": connector.url,
            **more,
        }
    )
