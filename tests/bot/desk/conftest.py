"""The desk and a bot, both served on loopback, each knowing the other's address."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.desk.activities import Post
from bot.desk.app import desk_app, install_everyone
from bot.desk.council import DeskPerson
from tests.bot.desk.fakes import BOT, TENANT, FakeBot, FakeCouncil, Json, card_message


@dataclass
class Desk:
    """A running desk, its council, the bot behind it, and a client of it."""

    url: str
    app: web.Application
    council: FakeCouncil
    bot: FakeBot
    http: aiohttp.ClientSession
    post: Post

    async def ask(self, path: str) -> tuple[int, object]:
        """GET: the status and the JSON."""
        async with self.http.get(self.url + path) as answer:
            return answer.status, await answer.json()

    async def tell(self, path: str, body: object, **headers: str) -> tuple[int, Json]:
        """POST: the status and the JSON."""
        async with self.http.post(self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def chat(self, who: DeskPerson) -> list[Json]:
        """A person's messages, as a script reads them."""
        async with self.http.get(self.url + f"/desk/chats/{quote(who.upn)}") as answer:
            body = await answer.json()
            assert body["upn"] == who.upn
            return list(body["messages"])

    async def press(self, who: DeskPerson, **press: object) -> tuple[int, Json]:
        """What a script posts to a chat."""
        return await self.tell(f"/desk/chats/{quote(who.upn)}", press)

    def activities(self, who: DeskPerson) -> str:
        """Where a bot writes in somebody's chat."""
        return f"{self.url}/v3/conversations/{quote(self.post.conversation(who))}/activities"

    async def bot_sends(self, who: DeskPerson, card: Json, summary: str = "A card") -> str:
        """A card in somebody's chat; returns its id."""
        async with self.http.post(self.activities(who), json=card_message(card, summary)) as answer:
            assert answer.status == 201
            return str((await answer.json())["id"])


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """An empty node_modules: what needs no browser needs no libraries."""
    return tmp_path


@pytest.fixture
async def desk(vendor: Path) -> AsyncIterator[Desk]:
    """A desk that has not yet installed the bot for anybody."""
    council, bot = FakeCouncil(), FakeBot()
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    bot_app = web.Application()
    bot_app.router.add_post("/api/messages", bot.messages)
    async with aiohttp.ClientSession() as http, TestServer(bot_app) as bot_server:
        bot.session = http
        app = desk_app(
            council, bot_url=str(bot_server.make_url("/")), desk_url=url,
            tenant_id=TENANT, bot_id=BOT, vendor=vendor,
        )  # fmt: skip
        async with TestServer(app, port=port):
            yield Desk(url, app, council, bot, http, Post(url + "/", TENANT, BOT))


@pytest.fixture
async def installed(desk: Desk) -> Desk:
    """A desk whose bot has met everybody."""
    assert await install_everyone(desk.app) == []
    return desk
