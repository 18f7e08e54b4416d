"""The desk put together: one aiohttp application to be served on 127.0.0.1."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.access_control import only_this_machine, protect
from bot.desk.activities import Post
from bot.desk.api import Talk
from bot.desk.chats import Chats
from bot.desk.clock import Clock
from bot.desk.connector import Connector
from bot.desk.council import Council, DeskDirectory, DeskPerson
from bot.desk.files import DeskFiles
from bot.desk.live_updates import Bell
from bot.desk.page import DeskPage
from bot.desk.teams_client import Signed, Teams

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MOST_BYTES_OF_A_REQUEST = 1024 * 1024
TEAMS = web.AppKey("teams", Teams)
DIRECTORY = web.AppKey("directory", DeskDirectory)


def desk_app(
    council: Council,
    *,
    bot_url: str,
    desk_url: str,
    tenant_id: str,
    bot_id: str,
    vendor: Path,
    signed: Signed = dict,
) -> web.Application:
    """The desk for one bot and one council; serve it on 127.0.0.1 alone.

    `bot_url` is where the bot serves `/api/messages`; `desk_url` is where this application will be
    served, the `serviceUrl` of every activity; `vendor` the node_modules folder that holds
    `adaptivecards` and `markdown-it`. `signed` gives the headers with which each activity comes;
    a bot that checks who is calling wants Teams' own token there.
    """
    post = Post(desk_url.rstrip("/") + "/", tenant_id, bot_id)
    bell = Bell()
    chats = Chats(bell)
    directory = DeskDirectory(council, post.conversation)
    files = DeskFiles(desk_url)
    teams = Teams(council, chats, bell, post, bot_url=bot_url, files=files, signed=signed)

    async def run(_app: web.Application) -> AsyncIterator[None]:
        await teams.open()
        yield
        await teams.close()

    async def close(_app: web.Application) -> None:
        bell.close()

    app = web.Application(middlewares=[only_this_machine], client_max_size=MOST_BYTES_OF_A_REQUEST)
    app[TEAMS], app[DIRECTORY] = teams, directory
    app.cleanup_ctx.append(run)
    app.on_shutdown.append(close)
    app.on_response_prepare.append(protect)
    app.add_routes(Connector(council, directory, chats, post).routes())
    app.add_routes(Talk(council, directory, chats, teams).routes())
    app.add_routes(files.routes())
    app.add_routes(Clock(council, bell).routes())
    app.add_routes(DeskPage(bell, vendor).routes())
    return app


async def install_everyone(app: web.Application, *, at_once: int = 8) -> list[str]:
    """Install the bot for everybody, so that it learns where to reach them; call at start-up.

    At most `at_once` people at a time. Returns the UPNs of those whom the bot did not take; they
    are tried again when they first press or type something.
    """
    turn = asyncio.Semaphore(at_once)

    async def install(person: DeskPerson) -> str | None:
        async with turn:
            return None if await app[TEAMS].meet(person) else person.upn

    people = await app[DIRECTORY].everyone()
    answers = await asyncio.gather(*(install(person) for person in people))
    return [upn for upn in answers if upn is not None]
