"""A council's tenant on loopback and the whole bot that serves it; both sides sign."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.app import BACKGROUND, DELIVERY, LEDGER_ACCESS
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import TickResult, tick
from bot.serving import served_app
from bot.settings import Settings
from bot.teams.pace import Pace
from bot.time_to_answer import Waits
from store.tables import Message, Person
from tests.loopback.activities import BOT, TENANT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.limits import Limits
from tests.loopback.served import HandClock
from tests.loopback.sign_in import LoopbackSignInService, Rerouted
from tests.store.council import ISSUED, Council, issued_at

PATIENT = Waits(60, 70)
"""So that no test depends on how fast its machine is."""
APP = BOT.removeprefix("28:")


@dataclass
class Tenant:
    """Sign-in service, Bot Connector, the bot with its ledger, and a client of it.

    `clock` is the time of day; `ticks` counts seconds for sends and tokens; `key` is Teams' current
    signing key.
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
        """The bot's delivery."""
        return self.served[DELIVERY]

    def message(self, message_id: str) -> Message:
        """A message in the ledger."""
        with self.council.read(self.clock) as reader:
            return reader.get(Message, message_id)

    def person(self, **wanted: Any) -> Person:
        """A person in the people file."""
        with self.council.read() as reader:
            return reader.rows(Person, **wanted)[0]

    def signed(self, **said: Any) -> dict[str, str]:
        """Teams' headers, with a token whose claims a test may change."""
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
        """Send what that person's client would; gives the status and the bot's answer."""
        activity["from"]["aadObjectId"] = entra_object_id
        activity["conversation"]["id"] = f"a:chat-of-{entra_object_id}"
        headers = self.signed() if signed else {}
        async with self.client.post(self.address, json=activity, headers=headers) as answer:
            return answer.status, await answer.json() if await answer.read() else None

    async def says(self, activity: dict[str, Any], person: Person, *, signed: bool = True) -> int:
        """As `hears`, for the status only; unsigned if a forger sends it."""
        return (await self.hears(activity, person.entra_object_id, signed=signed))[0]

    async def settled(self) -> None:
        """Finish the bot's background work."""
        await self.served[BACKGROUND].finish()

    async def delivered(self) -> TickResult:
        """Let the ticker deliver once."""
        return await tick(self.served[LEDGER_ACCESS], self.served[DELIVERY])


@asynccontextmanager
async def loopback_tenant(file: Path, **settings: Any) -> AsyncIterator[Tenant]:
    """A tenant on loopback with a council's ledger in `file` and authentication on."""
    council = issued_at(file)
    async with tenant_of(council, **settings) as tenant:
        yield tenant
    council.close()


@asynccontextmanager
async def tenant_of(
    council: Council, *, ticks: HandClock | None = None, waits: Waits = PATIENT, **settings: Any
) -> AsyncIterator[Tenant]:
    """As `loopback_tenant`, for an existing council, which the caller closes.

    The Bot Connector requires a token and counts by Teams' limits. Waiting takes no time, unless
    `ticks` is another clock.
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
            waits=waits,
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
            "tenant_metadata": service.metadata,
            "service_url": connector.url,
            "loopback_connector": connector.url,
            **more,
        }
    )
