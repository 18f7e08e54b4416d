"""The desk and a bot, both served on loopback with each other's addresses."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.desk.activities import ActivityBuilder
from bot.desk.app import desk_app, install_everyone
from bot.desk.council import DeskPerson
from bot.desk.programmes import ProgrammeChoice
from store.programme.shipped import shipped_names
from tests.bot.desk.fakes import BOT, TENANT, FakeBot, FakeCouncil, Json, card_message


@dataclass
class Desk:
    """A running desk with its council, its bot and an HTTP client."""

    url: str
    app: web.Application
    council: FakeCouncil
    bot: FakeBot
    http: aiohttp.ClientSession
    builder: ActivityBuilder
    choice: ProgrammeChoice

    async def ask(self, path: str) -> tuple[int, object]:
        """GET: gives the status and the JSON."""
        async with self.http.get(self.url + path) as answer:
            return answer.status, await answer.json()

    async def tell(self, path: str, body: object, **headers: str) -> tuple[int, Json]:
        """POST: gives the status and the JSON."""
        async with self.http.post(self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def chat(self, who: DeskPerson) -> list[Json]:
        """A person's messages as a script reads them."""
        async with self.http.get(self.url + f"/desk/chats/{quote(who.upn)}") as answer:
            body = await answer.json()
            assert body["upn"] == who.upn
            return list(body["messages"])

    async def press(self, who: DeskPerson, **press: object) -> tuple[int, Json]:
        """Post to a chat as a script does."""
        return await self.tell(f"/desk/chats/{quote(who.upn)}", press)

    def activities(self, who: DeskPerson) -> str:
        """The address at which a bot writes in a person's chat."""
        return f"{self.url}/v3/conversations/{quote(self.builder.conversation(who))}/activities"

    async def bot_sends(self, who: DeskPerson, card: Json, summary: str = "A card") -> str:
        """Send a card to a person's chat; gives its id."""
        async with self.http.post(self.activities(who), json=card_message(card, summary)) as answer:
            assert answer.status == 201
            return str((await answer.json())["id"])


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """An empty node_modules, for tests that need no browser."""
    return tmp_path


@pytest.fixture
async def desk(vendor: Path) -> AsyncIterator[Desk]:
    """A desk that has not installed the bot for anybody yet."""
    council, bot = FakeCouncil(), FakeBot()
    choice = ProgrammeChoice("tower-hamlets", shipped_names())
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    bot_app = web.Application()
    bot_app.router.add_post("/api/messages", bot.messages)
    async with aiohttp.ClientSession() as http, TestServer(bot_app) as bot_server:
        bot.session = http
        app = desk_app(
            council,
            bot_url=str(bot_server.make_url("/")),
            desk_url=url,
            tenant_id=TENANT,
            bot_id=BOT,
            vendor=vendor,
            choice=choice,
        )
        async with TestServer(app, port=port):
            builder = ActivityBuilder(url + "/", TENANT, BOT)
            yield Desk(url, app, council, bot, http, builder, choice)


@pytest.fixture
async def installed(desk: Desk) -> Desk:
    """A desk whose bot is installed for everybody."""
    assert await install_everyone(desk.app) == []
    return desk
