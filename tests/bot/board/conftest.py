"""The board as a tenant serves it, and as the demonstration does, over the small council."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.board.app import BoardOptions, board_app
from bot.board.doors import DemoDoor
from bot.board.sessions import COOKIE, Sessions
from bot.ledger_access import LedgerAccess
from store.tables import Person
from tests.loopback.activities import TENANT
from tests.loopback.tenant import APP, Tenant, loopback_tenant
from tests.store.council import ISSUED, Council, issued_at
from tests.store.whole_council import everything_at_once

ADDRESS = "https://sightline.example"
LOGIN = "https://login.microsoftonline.com"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class ServedBoard:
    """The board in a tenant whose sign-in is on loopback."""

    tenant: Tenant

    @property
    def url(self) -> str:
        """The bot's origin on loopback."""
        return self.tenant.address.removesuffix("/api/messages")

    def object_id(self, upn: str) -> str:
        """Somebody's Entra object id."""
        with self.tenant.council.read() as reader:
            return reader.get(Person, upn).entra_object_id

    def claims(self, upn: str, **said: Any) -> dict[str, Any]:
        """What Entra ID says in a tab's token of version 2, with what a test changes."""
        return {
            "iss": f"{LOGIN}/{TENANT}/v2.0",
            "ver": "2.0",
            "tid": TENANT,
            "oid": self.object_id(upn),
            "scp": "access_as_user",
        } | said

    def token(self, upn: str, **said: Any) -> str:
        """Such a token."""
        given: dict[str, Any] = {
            "now": self.tenant.clock, "audience": APP, "service_url": None,
        } | self.claims(upn, **said)  # fmt: skip
        return self.tenant.service.token(**given)

    async def sign_in(self, token: str | None) -> Answer:
        """`POST /board/session` with that token."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        async with self.tenant.client.post(f"{self.url}/board/session", headers=headers) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.text())

    async def cookie(self, upn: str) -> str:
        """The session of somebody who is signed in."""
        answer = await self.sign_in(self.token(upn))
        assert answer.status == 204, answer.text
        return answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]

    async def get(self, path: str, cookie: str | None = None, **headers: str) -> Answer:
        """One address, with a session where one is given."""
        if cookie is not None:
            headers["Cookie"] = f"{COOKIE}={cookie}"
        async with self.tenant.client.get(
            self.url + path, headers=headers, allow_redirects=False
        ) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.text())


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[ServedBoard]:
    """Served to Teams, with a cycle of eight audits that has just been issued."""
    async with loopback_tenant(tmp_path / "ledger.db", address=ADDRESS) as tenant:
        tenant.client.cookie_jar.clear()
        yield ServedBoard(tenant)


@dataclass
class DemoBoard:
    """The board of a demonstration."""

    council: Council
    access: LedgerAccess
    url: str
    client: aiohttp.ClientSession

    async def get(self, path: str, upn: str | None, **headers: str) -> Answer:
        """One address, as somebody sees it."""
        sign = "&" if "?" in path else "?"
        said = "" if upn is None else f"{sign}as={upn}"
        async with self.client.get(self.url + path + said, headers=headers) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.text())


@asynccontextmanager
async def demo_of(council: Council, at: datetime = ISSUED) -> AsyncIterator[DemoBoard]:
    """The demonstration's board over a council, at that moment; the caller closes the council."""
    access = LedgerAccess(council.ledger, council.programme, now=lambda: at)
    sessions = Sessions(council.ledger.key, now=access.now)
    options = BoardOptions(
        door=lambda _access, _session: DemoDoor(sessions), frames=("'self'",), every=0.1
    )
    app = web.Application()
    app.add_subapp("/board", board_app(access, options))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as client:
            yield DemoBoard(council, access, f"http://127.0.0.1:{runner.addresses[0][1]}", client)
    finally:
        await runner.cleanup()
        access.close()


@pytest.fixture(scope="session")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with every kind of subject in every state, made once; to be copied."""
    file = tmp_path_factory.mktemp("whole") / "ledger.db"
    council = Council.empty(f"sqlite:///{file}")
    everything_at_once(council)
    council.close()
    return file


@pytest.fixture(scope="module")
def whole_council(whole_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """Every kind of subject in every state, in one ledger."""
    file = tmp_path_factory.mktemp("copy") / "ledger.db"
    file.write_bytes(whole_file.read_bytes())
    council = Council.open(f"sqlite:///{file}")
    yield council
    council.close()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[DemoBoard]:
    """The demonstration's board over an issued cycle."""
    council = issued_at(tmp_path / "ledger.db")
    async with demo_of(council) as running:
        yield running
    council.close()
