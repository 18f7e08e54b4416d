"""What scripts and the page ask: who there is, what was said to them, and to press or say a thing.

`GET /desk/people` and `GET|POST /desk/chats/{upn}` are the Contract's; `/look`, `/press` and
`/dialog` under a chat are the page's own, for it knows when somebody looks, and which button of the
card that it holds was pressed.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import asdict
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.buttons import Button
from bot.desk.files import MOST_BYTES
from bot.desk.refusals import DeskRefusal, Json, read_object, text_of

if TYPE_CHECKING:
    from bot.desk.chats import Chats
    from bot.desk.council import Council, DeskDirectory, DeskPerson
    from bot.desk.teams_client import Teams


MOST_BYTES_WITH_A_FILE = MOST_BYTES * 4 // 3 + 64 * 1024
"""Base64 is a third longer than the file."""


class Talk:
    """The routes of people and chats."""

    def __init__(
        self, council: Council, directory: DeskDirectory, chats: Chats, teams: Teams
    ) -> None:
        self._council = council
        self._directory = directory
        self._chats = chats
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/desk/people", self.people),
            web.get("/desk/chats/{upn}", self.chat),
            web.post("/desk/chats/{upn}", self.say_or_press),
            web.post("/desk/chats/{upn}/look", self.look),
            web.post("/desk/chats/{upn}/press", self.press),
            web.post("/desk/chats/{upn}/dialog", self.submit),
            web.get("/desk/audits/{upn}", self.audits),
        ]

    async def people(self, _request: web.Request) -> web.Response:
        """Everybody, with what they owe; `revision` grows when their chat changes."""
        return web.json_response(
            [
                asdict(person) | {"revision": self._chats.revision(person.upn)}
                for person in await self._directory.everyone()
            ]
        )

    async def chat(self, request: web.Request) -> web.Response:
        """`{"upn", "messages"}`, the cards as they now stand."""
        person = await self._person(request)
        messages = [message.as_json() for message in self._chats.messages(person.upn)]
        return web.json_response({"upn": person.upn, "messages": messages})

    async def say_or_press(self, request: web.Request) -> web.Response:
        """`{"text"}` types words; `{"message", "verb", "fields", "id"}` presses that button.

        `{"file": {"name", "content"}}` sends a file, its content in base64, 5 MB at most.
        `fields` may be left out, and then a dialog is opened and not sent in. `id` says whose
        button where a card has the same verb for several; without it the first is pressed.
        """
        person = await self._person(request)
        body = await read_object(request.clone(client_max_size=MOST_BYTES_WITH_A_FILE))
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

    async def look(self, request: web.Request) -> web.Response:
        """Somebody opens this chat: what Teams brings up to date by itself then, it does."""
        await self._teams.look(await self._person(request))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        """`{"message", "action"}`: the action as the page's card library made it, inputs merged."""
        person, body = await self._person(request), await read_object(request)
        action = _object_of(body, "action")
        if action.get("type") not in ("Action.Execute", "Action.Submit"):
            raise DeskRefusal(400, "BadArgument", "Only Action.Execute and Action.Submit are sent.")
        button = Button(action, {})
        outcome = await self._teams.press(person, text_of(body, "message"), button, {})
        return web.json_response(outcome.as_json())

    async def submit(self, request: web.Request) -> web.Response:
        """`{"message", "data"}`: a dialog's form, opened from that message, as it was filled in."""
        person, body = await self._person(request), await read_object(request)
        data = _object_of(body, "data")
        outcome = await self._teams.submit(person, text_of(body, "message"), data)
        return web.json_response(outcome.as_json())

    async def audits(self, request: web.Request) -> web.Response:
        """`{"upn", "audits": [{"audit", "part", "words"}]}`, for the choice of a story."""
        person = await self._person(request)
        audits = [asdict(one) for one in await self._council.audits_of(person.upn)]
        return web.json_response({"upn": person.upn, "audits": audits})

    async def _person(self, request: web.Request) -> DeskPerson:
        return await self._directory.by_upn(request.match_info["upn"])


def _file_of(given: Json) -> tuple[str, bytes]:
    """A file's name, without folders, and what is in it; Refusal 400 or 413."""
    name = text_of(given, "name").replace("\\", "/").rpartition("/")[2]
    try:
        content = b64decode(text_of(given, "content"), validate=True)
    except ValueError:
        raise DeskRefusal(400, "BadArgument", '"content" must be base64.') from None
    if len(content) > MOST_BYTES:
        raise DeskRefusal(413, "FileTooBig", "A file may have at most 5 MB.")
    return name, content


def _object_of(body: Json, name: str) -> Json:
    value = body.get(name)
    if not isinstance(value, dict):
        raise DeskRefusal(400, "BadArgument", f'"{name}" must be given, as an object.')
    return value
