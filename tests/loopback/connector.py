"""A Bot Connector on loopback: keeps what it is sent, and fails exactly as it is told to.

async with LoopbackConnector() as connector:
    connector.will(Answers(429, retry_after="7"), Breaks(accepted=True))
    ...  # two calls go wrong, in that order; from the third on all is well
    assert connector.messages == [...]
"""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True)
class Answers:
    """Answer with ``status`` and a body as Teams words it; a 2xx keeps the message."""

    status: int
    code: str | None = None
    retry_after: str | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Give the body: as told, else Teams' own error shape around ``code``, else nothing."""
        if self.body is not None:
            return self.body
        if self.code is None:
            return ""
        return json.dumps({"error": {"code": self.code, "message": "as told by the test"}})

    def all_headers(self) -> dict[str, str]:
        """Give the headers, Retry-After among them where there is one."""
        waits = {"Retry-After": self.retry_after} if self.retry_after is not None else {}
        return {**self.headers, **waits}


@dataclass(frozen=True)
class Breaks:
    """Reset the connection: before anything was read, or after the message was ``accepted``."""

    accepted: bool


@dataclass(frozen=True)
class Hangs:
    """Take the message and say nothing until the connector closes."""


Fault = Answers | Breaks | Hangs


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
    """Speaks ``/v3/conversations`` as Teams does, for one test."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.conversations: dict[str, str] = {}
        self.members: dict[str, Mapping[str, str]] = {}
        """What Teams says of people beyond the common; by Entra object id."""
        self.url = ""
        self._faults: deque[Fault] = deque()
        self._closing = asyncio.Event()
        self._ids = 0
        self._runner: web.AppRunner | None = None

    def will(self, *faults: Fault) -> None:
        """Meet the next calls with ``faults``, one each, in this order."""
        self._faults.extend(faults)

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
        conversation = self.conversations.setdefault(person, f"a:chat-of-{person}")
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
            return _broken(request)
        text = await request.text()
        self.calls.append(
            Call(
                request.method,
                request.raw_path,
                json.loads(text) if text else None,
                request.headers.get("Authorization"),
            )
        )
        match fault:
            case None:
                return None
            case Answers(status=status):
                if keep and status // 100 == 2:
                    self._keep(request)
                return web.Response(status=status, text=fault.text(), headers=fault.all_headers())
            case Breaks():
                if keep:
                    self._keep(request)
                return _broken(request)
            case Hangs():
                await self._closing.wait()
                return _broken(request)

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


def _broken(request: web.Request) -> web.StreamResponse:
    """Reset the connection under the request; the response goes nowhere."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
