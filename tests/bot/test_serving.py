"""Signed in both ways: the bot as a tenant has it, everything around it on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.app import DELIVERY, KEEPER
from bot.scheduler.ticking import tick
from bot.serving import served_app
from bot.settings import Settings
from store.errors import Unready
from store.tables import Person
from tests.loopback.activities import BOT, TENANT, message, press
from tests.loopback.connector import LoopbackConnector
from tests.loopback.served import HandClock
from tests.loopback.sign_in import LoopbackSignInService, Rerouted
from tests.store.council import ISSUED, Council, build

APP = BOT.removeprefix("28:")


@dataclass
class Tenant:
    """A tenant on loopback, and the bot that serves it."""

    council: Council
    service: LoopbackSignInService
    connector: LoopbackConnector
    client: aiohttp.ClientSession
    app: web.Application
    address: str

    def person(self, **wanted: Any) -> Person:
        """Somebody in the people file."""
        with self.council.read() as reader:
            return reader.rows(Person, **wanted)[0]

    async def says(self, activity: dict[str, Any], person: Person, *, signed: bool = True) -> int:
        """What the bot answers when that person's client sends it; unsigned where a forger does."""
        activity["from"]["aadObjectId"] = person.entra_object_id
        activity["conversation"]["id"] = f"a:chat-of-{person.entra_object_id}"
        token = self.service.token(now=ISSUED, audience=APP, service_url=self.connector.url)
        headers = {"Authorization": f"Bearer {token}"} if signed else {}
        async with self.client.post(self.address, json=activity, headers=headers) as answer:
            return answer.status


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    """Everything on loopback, with authentication on."""
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    build(council)
    async with (
        LoopbackSignInService() as service,
        LoopbackConnector() as connector,
        aiohttp.ClientSession() as client,
    ):
        app = served_app(
            _settings(service, connector),
            council.ledger,
            council.programme,
            now=lambda: ISSUED,
            clock=HandClock().read,
            http=Rerouted(service.url),
            ticking=False,
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
            yield Tenant(council, service, connector, client, app, address)
        finally:
            await runner.cleanup()
    council.close()


def _settings(service: LoopbackSignInService, connector: LoopbackConnector) -> Settings:
    return Settings.model_validate(
        {
            "MicrosoftAppId": APP,
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppPassword": "a-secret",
            "openid_metadata": service.metadata,
            "service_url": connector.url,
            "loopback_connector": connector.url,
        }
    )


async def test_whoever_teams_has_signed_in_is_answered_and_what_is_sent_is_signed(
    tenant: Tenant,
) -> None:
    person = tenant.person()
    assert await tenant.says(message(tenant.connector.url, "my work"), person) == 200
    assert tenant.connector.messages, "the card of their work has come"
    assert {call.authorization for call in tenant.connector.calls} == {"Bearer token-1"}
    assert len(tenant.service.asked) == 1


async def test_without_a_token_nothing_is_answered_written_or_sent(tenant: Tenant) -> None:
    person = tenant.person()
    with tenant.council.read() as reader:
        before = reader.head()
    for said in (
        message(tenant.connector.url, "my work"),
        press(tenant.connector.url, "allocation.accept"),
    ):
        assert await tenant.says(said, person, signed=False) == 401
    with tenant.council.read() as reader:
        assert reader.head() == before
    assert tenant.connector.calls == []
    assert tenant.service.asked == [], "the bot signed in for nobody"


async def test_the_allocations_of_the_day_go_out_signed(tenant: Tenant) -> None:
    done = await tick(tenant.app[KEEPER], tenant.app[DELIVERY])
    assert done.delivered > 0
    assert {call.authorization for call in tenant.connector.calls} == {"Bearer token-1"}
    assert len(tenant.service.asked) == 1, "one token for all of them"


async def test_no_setting_turns_the_check_off(tmp_path: Path) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    for missing in ("MicrosoftAppId", "MicrosoftAppTenantId", "MicrosoftAppPassword"):
        said = {
            "MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "s",
        } | {missing: ""}  # fmt: skip
        if missing == "MicrosoftAppPassword":
            del said[missing]
        with pytest.raises(Unready) as refused:
            served_app(
                Settings.model_validate(said), council.ledger, "p", now=lambda: ISSUED,
                clock=HandClock().read,
            )  # fmt: skip
        assert missing in refused.value.fields
    council.close()
