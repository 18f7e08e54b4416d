"""The HTTP API of people and chats, for scripts and for the page.

`GET /desk/people` and `GET|POST /desk/chats/{upn}` are fixed (contract.md §9). `/look`, `/press`
and `/dialog` below a chat are for the page, which knows when a chat is opened and which button of a
card was pressed.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import asdict
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.buttons import Button
from bot.desk.files import MAX_BYTES
from bot.desk.refusals import DeskRefusal, Json, read_object, text_of

if TYPE_CHECKING:
    from bot.desk.chats import Chats
    from bot.desk.council import Council, DeskDirectory, DeskPerson
    from bot.desk.teams_client import TeamsClient


MAX_BYTES_WITH_FILE = MAX_BYTES * 4 // 3 + 64 * 1024
"""The limit for a request with a file: Base64 is a third longer than the file."""


class ChatApi:
    """The routes of people and chats."""

    def __init__(
        self, council: Council, directory: DeskDirectory, chats: Chats, teams: TeamsClient
    ) -> None:
        self._council = council
        self._directory = directory
        self._chats = chats
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        """The routes of this API."""
        return [
            web.get("/desk/people", self.people),
            web.get("/desk/chats/{upn}", self.chat),
            web.post("/desk/chats/{upn}", self.say_or_press),
            web.post("/desk/chats/{upn}/look", self.opened_chat),
            web.post("/desk/chats/{upn}/press", self.press),
            web.post("/desk/chats/{upn}/dialog", self.submit),
            web.get("/desk/audits/{upn}", self.audits),
        ]

    async def people(self, _request: web.Request) -> web.Response:
        """Everybody with their open duties; `revision` grows when their chat changes."""
        return web.json_response(
            [
                asdict(person) | {"revision": self._chats.revision(person.entra_object_id)}
                for person in await self._directory.everyone()
            ]
        )

    async def chat(self, request: web.Request) -> web.Response:
        """`{"upn", "messages"}` with the present cards."""
        person = await self._person(request)
        messages = [message.as_json() for message in self._chats.messages(person.entra_object_id)]
        return web.json_response({"upn": person.upn, "messages": messages})

    async def say_or_press(self, request: web.Request) -> web.Response:
        """`{"text"}` types a message; `{"message", "verb", "fields", "id"}` presses a button.

        `{"file": {"name", "content"}}` sends a file of at most 5 MB, with its content in base64.
        Without `fields` a dialog is opened and not submitted. `id` chooses the button where a card
        has several with the same verb; without it the first is pressed.
        """
        person = await self._person(request)
        body = await read_object(request.clone(client_max_size=MAX_BYTES_WITH_FILE))
        if "file" in body:
            name, content = _file_of(_object_of(body, "file"))
            return web.json_response((await self._teams.attach(person, name, content)).as_json())
        if "text" in body:
            outcome = await self._teams.say(person, text_of(body, "text"))
            return web.json_response(outcome.as_json())
        fields, subject = body.get("fields"), body.get("id")
        if not (fields is None or isinstance(fields, dict)):
            raise DeskRefusal(400, "BadArgument", '"fields" must be an object.')
        outcome = await self._teams.press_verb(
            person,
            text_of(body, "message"),
            text_of(body, "verb"),
            fields=fields,
            subject=None if subject is None else str(subject),
        )
        return web.json_response(outcome.as_json())

    async def opened_chat(self, request: web.Request) -> web.Response:
        """A person opened this chat: refresh the cards that Teams would refresh then."""
        await self._teams.refresh_cards(await self._person(request))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        """`{"message", "action"}`: the action from the page's card library, with inputs merged."""
        person, body = await self._person(request), await read_object(request)
        action = _object_of(body, "action")
        if action.get("type") not in ("Action.Execute", "Action.Submit"):
            raise DeskRefusal(400, "BadArgument", "Only Action.Execute and Action.Submit are sent.")
        button = Button(action, {})
        outcome = await self._teams.press(person, text_of(body, "message"), button, {})
        return web.json_response(outcome.as_json())

    async def submit(self, request: web.Request) -> web.Response:
        """`{"message", "data"}`: the data of a dialog that was opened from that message."""
        person, body = await self._person(request), await read_object(request)
        data = _object_of(body, "data")
        outcome = await self._teams.submit(person, text_of(body, "message"), data)
        return web.json_response(outcome.as_json())

    async def audits(self, request: web.Request) -> web.Response:
        """`{"upn", "audits": [{"audit", "part", "words"}]}`, to choose a story from."""
        person = await self._person(request)
        audits = [asdict(one) for one in await self._council.audits_of(person.id)]
        return web.json_response({"upn": person.upn, "audits": audits})

    async def _person(self, request: web.Request) -> DeskPerson:
        return await self._directory.by_upn(request.match_info["upn"])


def _file_of(given: Json) -> tuple[str, bytes]:
    """A file's name without folders, and its content. Raises `DeskRefusal` 400 or 413."""
    name = text_of(given, "name").replace("\\", "/").rpartition("/")[2]
    try:
        content = b64decode(text_of(given, "content"), validate=True)
    except ValueError:
        raise DeskRefusal(400, "BadArgument", '"content" must be base64.') from None
    if len(content) > MAX_BYTES:
        raise DeskRefusal(413, "FileTooBig", "A file may be at most 5 MB.")
    return name, content


def _object_of(body: Json, name: str) -> Json:
    value = body.get(name)
    if not isinstance(value, dict):
        raise DeskRefusal(400, "BadArgument", f'"{name}" must be given, as an object.')
    return value
