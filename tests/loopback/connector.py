"""A Bot Connector on loopback: keeps what it is sent, and fails exactly as it is told to.

It may be made to ask for a token, to count by Teams' limits, and to know people who lack Sightline
or have blocked it.

async with LoopbackConnector() as connector:
    connector.will(Answers(429, retry_after="7"), Breaks(accepted=True))
    ...  # two calls go wrong, in that order; from the third on all is well
    assert connector.messages == [...]
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback.faults import Answers, Breaks, Fault, Hangs, broken
from tests.loopback.limits import Limits

__all__ = ["Answers", "Breaks", "Call", "Fault", "Hangs", "LoopbackConnector", "Message"]


CHAT_OF = "a:chat-of-"
"""How the id of a chat begins; the person's object id follows."""


@dataclass(frozen=True)
class Call:
    """One request as it arrived, whatever became of it."""

    method: str
    path: str
    body: Any
    authorization: str | None


@dataclass(frozen=True)
class Message:
    """One message as it stands in a chat."""

    conversation_id: str
    activity_id: str
    activity: Mapping[str, Any]


ROLE = {"userRole": "user"}
"""What Teams says of everybody who is no guest."""


class LoopbackConnector:
    """Speaks ``/v3/conversations`` as Teams does, for one test.

    ``lacking`` are object ids of people whose Teams lacks Sightline, ``blocked`` of those who have
    blocked it; both may change as a test goes on. ``begun`` is set by the first call.
    """

    def __init__(
        self, *, believes: Callable[[str], bool] | None = None, limits: Limits | None = None
    ) -> None:
        """Ask for a token that ``believes`` knows, and count by ``limits``; neither by default."""
        self.lacking: set[str] = set()
        self.blocked: set[str] = set()
        self._believes, self._limits = believes, limits
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.conversations: dict[str, str] = {}
        self.members: dict[str, Mapping[str, str]] = {}
        """What Teams says of people beyond the common; by Entra object id."""
        self.url = ""
        self.begun = asyncio.Event()
        self._faults: deque[Fault] = deque()
        self._closing = asyncio.Event()
        self._ids = 0
        self._runner: web.AppRunner | None = None

    def will(self, *faults: Fault) -> None:
        """Meet the next calls with ``faults``, one each, in this order."""
        self._faults.extend(faults)

    def will_no_more(self) -> None:
        """Meet the next calls well, whatever was said before."""
        self._faults.clear()

    async def __aenter__(self) -> Self:
        app = web.Application()
        root = "/v3/conversations"
        app.router.add_post(root, self._create)
        app.router.add_get(root + "/{conversation}/members/{member}", self._member)
        app.router.add_post(root + "/{conversation}/activities", self._post)
        app.router.add_post(root + "/{conversation}/activities/{activity}", self._post)
        app.router.add_put(root + "/{conversation}/activities/{activity}", self._update)
        app.router.add_delete(root + "/{conversation}/activities/{activity}", self._delete)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening, so that the next connection is refused; safe to call twice."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if (told := await self._fault(request)) is not None:
            return told
        person = self.calls[-1].body["members"][0]["id"]
        if person in self.lacking:
            return Answers(403, "ForbiddenOperationException").response()
        conversation = self.conversations.setdefault(person, f"{CHAT_OF}{person}")
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
        """What Teams itself has against this call: who asks, how often, and to whom."""
        chat = request.match_info.get("conversation", "")
        scheme, _, token = (self.calls[-1].authorization or "").partition(" ")
        if self._believes is not None and not (scheme == "Bearer" and self._believes(token)):
            return Answers(401, "Unauthorized")
        asks = request.method == "GET"  # who is in a chat is counted apart, and more generously
        if (
            self._limits is not None
            and not asks
            and (wait := self._limits.count(chat or request.raw_path))
        ):
            return Answers(429, "Throttled", retry_after=str(wait))
        person = chat.removeprefix(CHAT_OF)
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
