"""Assembles the desk: one aiohttp application, to be served on 127.0.0.1."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.access_control import add_security_headers, only_this_machine
from bot.desk.activities import ActivityBuilder
from bot.desk.api import ChatApi
from bot.desk.chats import Chats
from bot.desk.clock import ClockApi
from bot.desk.connector import Connector
from bot.desk.council import Council, DeskDirectory, DeskPerson
from bot.desk.files import DeskFiles
from bot.desk.live_updates import LiveUpdates
from bot.desk.page import DeskPage
from bot.desk.programmes import ProgrammeChoice
from bot.desk.teams_client import AuthHeaders, TeamsClient
from bot.desk.understood import UnderstoodAnswers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

MAX_REQUEST_BYTES = 1024 * 1024
TEAMS = web.AppKey("teams", TeamsClient)
DIRECTORY = web.AppKey("directory", DeskDirectory)


def desk_app(
    council: Council,
    *,
    bot_url: str,
    desk_url: str,
    tenant_id: str,
    bot_id: str,
    vendor: Path,
    answers: UnderstoodAnswers | None = None,
    choice: ProgrammeChoice | None = None,
    of_a_service: bool = True,
    titles: Mapping[str, str] | None = None,
    signed: AuthHeaders = dict,
) -> web.Application:
    """The desk for one bot and one council. Serve it only on 127.0.0.1.

    `bot_url` is where the bot serves `/api/messages`. `desk_url` is the address of this application
    and the `serviceUrl` of every activity. `vendor` is the node_modules folder that has
    `adaptivecards` and `markdown-it`. `answers` knows how typed words were understood; `choice`
    which programme is shown. The tour fits `of_a_service`, whether a cycle covers one service, and
    `titles`, what roles are called. `signed` gives the headers of each activity; a bot that
    verifies its callers needs a token of Teams in them.
    """
    builder = ActivityBuilder(desk_url.rstrip("/") + "/", tenant_id, bot_id)
    updates = LiveUpdates()
    chats = Chats(updates)
    directory = DeskDirectory(council, builder.conversation)
    files = DeskFiles(desk_url)
    teams = TeamsClient(
        council, chats, updates, builder, bot_url=bot_url, files=files, signed=signed
    )

    async def run(_app: web.Application) -> AsyncIterator[None]:
        await teams.open()
        yield
        await teams.close()

    async def close(_app: web.Application) -> None:
        updates.close()

    app = web.Application(middlewares=[only_this_machine], client_max_size=MAX_REQUEST_BYTES)
    app[TEAMS], app[DIRECTORY] = teams, directory
    app.cleanup_ctx.append(run)
    app.on_shutdown.append(close)
    app.on_response_prepare.append(add_security_headers)
    answers = answers or UnderstoodAnswers()
    app.add_routes(Connector(council, directory, chats, builder, answers).routes())
    app.add_routes(ChatApi(council, directory, chats, teams).routes())
    app.add_routes(files.routes())
    app.add_routes((choice or ProgrammeChoice()).routes())
    app.add_routes(ClockApi(council, updates).routes())
    app.add_routes(DeskPage(updates, vendor, of_a_service=of_a_service, titles=titles).routes())
    return app


async def install_everyone(app: web.Application, *, at_once: int = 8) -> list[str]:
    """Install the bot for everybody at start-up, so that it learns how to reach them.

    Installs for at most `at_once` people at a time. Returns the UPNs of those for whom the bot
    refused; it is installed for them when they first press or type something.
    """
    limit = asyncio.Semaphore(at_once)

    async def install(person: DeskPerson) -> str | None:
        async with limit:
            return None if await app[TEAMS].install(person) else person.upn

    people = await app[DIRECTORY].everyone()
    answers = await asyncio.gather(*(install(person) for person in people))
    return [upn for upn in answers if upn is not None]
