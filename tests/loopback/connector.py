"""A Bot Connector on loopback: keeps what it receives, and fails exactly as a test tells it to.

It can require a token, count by Teams' limits, and know people who lack Sightline or have blocked
it.

async with LoopbackConnector() as connector:
    connector.will(Answers(429, retry_after="7"), Breaks(accepted=True))
    ...  # the first two calls fail, in that order; all others succeed
    assert connector.messages == [...]
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.loopback.faults import Answers, Breaks, Fault, Hangs, broken
from tests.loopback.limits import Limits
from tests.loopback.serving import LoopbackServer

__all__ = ["Answers", "Breaks", "Call", "Fault", "Hangs", "LoopbackConnector", "Message"]


CHAT_OF = "a:chat-of-"
"""The beginning of a chat's id; the person's object id follows, and a number in a new chat."""
ANEW = "~"
MOST_UTF_16 = 100 * 1024
"""Bytes of a message in UTF-16 over which Teams refuses it."""
UNREADABLE = json.dumps(
    {"error": {"code": "BadArgument", "message": "Failed to decrypt conversation id"}}
)


@dataclass(frozen=True)
class Call:
    """One request as it arrived, however it was answered."""

    method: str
    path: str
    body: Any
    authorization: str | None


@dataclass(frozen=True)
class Message:
    """One message as a chat shows it."""

    conversation_id: str
    activity_id: str
    activity: Mapping[str, Any]


ROLE = {"userRole": "user"}
"""Teams' entry for a person who is not a guest."""


class LoopbackConnector(LoopbackServer):
    """Serves ``/v3/conversations`` as Teams does, for one test.

    ``lacking`` holds the object ids of people whose Teams lacks Sightline, ``blocked`` those of
    people who have blocked it; a test may change both. The first call sets ``begun``.
    """

    def __init__(
        self, *, believes: Callable[[str], bool] | None = None, limits: Limits | None = None
    ) -> None:
        """Require a token that ``believes`` accepts; count by ``limits``. Neither by default."""
        self.lacking: set[str] = set()
        self.blocked: set[str] = set()
        self._believes, self._limits = believes, limits
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.conversations: dict[str, str] = {}
        self.unreadable: dict[str, int] = {}
        """Chats whose id Teams can no longer decrypt, with the status that it gives: 403 or 400."""
        self.members: dict[str, Mapping[str, str]] = {}
        """Further fields of Teams' entry for a person, by Entra object id."""
        self.deleting: Fault | None = None
        """What every deletion is answered with, for as long as it is set."""
        self.begun = asyncio.Event()
        self._faults: deque[Fault] = deque()
        self._closing = asyncio.Event()
        self._ids = 0

    def will(self, *faults: Fault) -> None:
        """Answer the next calls with ``faults``, one each, in this order."""
        self._faults.extend(faults)

    def will_no_more(self) -> None:
        """Forget the faults that are left, so that the next calls succeed."""
        self._faults.clear()

    def application(self) -> web.Application:
        """The routes of the Bot Connector that Sightline calls."""
        app = web.Application()
        root = "/v3/conversations"
        app.router.add_post(root, self._create)
        app.router.add_get(root + "/{conversation}/members/{member}", self._member)
        app.router.add_post(root + "/{conversation}/activities", self._post)
        app.router.add_post(root + "/{conversation}/activities/{activity}", self._post)
        app.router.add_put(root + "/{conversation}/activities/{activity}", self._update)
        app.router.add_delete(root + "/{conversation}/activities/{activity}", self._delete)
        return app

    async def close(self) -> None:
        """Stop listening and end the calls that hang."""
        self._closing.set()
        await super().close()

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request)) is not None:
            return told
        person = self.calls[-1].body["members"][0]["id"]
        if person in self.lacking:
            return Answers(403, "ForbiddenOperationException").response()
        conversation = self.conversations.setdefault(person, f"{CHAT_OF}{person}")
        if conversation in self.unreadable:
            conversation = f"{CHAT_OF}{person}{ANEW}{len(self.unreadable)}"
            self.conversations[person] = conversation
        return web.json_response({"id": conversation}, status=201)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request)) is not None:
            return told
        member = request.match_info["member"]
        return web.json_response({"id": f"29:{member}", **ROLE, **self.members.get(member, {})})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request, keep=True)) is not None:
            return told
        return web.json_response({"id": self._keep(request)}, status=201)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request)) is not None:
            return told
        place = self._find(request)
        if place is None:
            return web.json_response(
                {"error": {"code": "ActivityNotFoundInConversation"}}, status=404
            )
        old = self.messages[place]
        self.messages[place] = Message(old.conversation_id, old.activity_id, self.calls[-1].body)
        return web.json_response({"id": old.activity_id})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request)) is not None:
            return told
        place = self._find(request)
        if place is None:
            return web.json_response(
                {"error": {"code": "ActivityNotFoundInConversation"}}, status=404
            )
        del self.messages[place]
        return web.Response()

    async def _fault(
        self, request: web.Request, *, keep: bool = False
    ) -> web.StreamResponse | None:
        fault = self._faults.popleft() if self._faults else None
        if request.method == "DELETE":
            fault = self.deleting
        if isinstance(fault, Breaks) and not fault.accepted:
            return broken(request)
        self.begun.set()
        text = await request.text()
        self.calls.append(
            Call(
                request.method,
                request.raw_path,
                json.loads(text) if text else None,
                request.headers.get("Authorization"),
            )
        )
        match fault or self._refusal(request):
            case None:
                return None
            case Answers() as answer:
                if keep and (answer.accepted or answer.status // 100 == 2):
                    self._keep(request)
                return answer.response()
            case Breaks():
                if keep:
                    self._keep(request)
                return broken(request)
            case Hangs():
                await self._closing.wait()
                return broken(request)

    def _refusal(self, request: web.Request) -> Answers | None:
        """Teams' own refusal of this call, by who asks, how often and to whom."""
        chat = request.match_info.get("conversation", "")
        scheme, _, token = (self.calls[-1].authorization or "").partition(" ")
        if self._believes is not None and not (scheme == "Bearer" and self._believes(token)):
            return Answers(401, "Unauthorized")
        asks = request.method == "GET"  # calls for a chat's members have a limit of their own
        if (
            self._limits is not None
            and not asks
            and (wait := self._limits.count(chat or request.raw_path))
        ):
            return Answers(429, "Throttled", retry_after=str(wait))
        if chat in self.unreadable:
            return Answers(self.unreadable[chat], body=UNREADABLE)
        said = json.dumps(self.calls[-1].body, ensure_ascii=False)
        if len(said.encode("utf-16-le")) > MOST_UTF_16:
            return Answers(413, "MessageSizeTooBig")
        person = chat.removeprefix(CHAT_OF).partition(ANEW)[0]
        if person in self.lacking:
            return Answers(403, "BotNotInConversationRoster")
        if person in self.blocked:
            return Answers(403, "ConversationBlockedByUser")
        return None

    def _keep(self, request: web.Request) -> str:
        self._ids += 1
        given = f"1:{self._ids}"
        conversation = request.match_info["conversation"]
        self.messages.append(Message(conversation, given, self.calls[-1].body))
        return given

    def _find(self, request: web.Request) -> int | None:
        wanted = (request.match_info["conversation"], request.match_info["activity"])
        for place, message in enumerate(self.messages):
            if (message.conversation_id, message.activity_id) == wanted:
                return place
        return None
