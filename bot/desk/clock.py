"""The clock of the demo, and the story of an audit as that clock tells it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.activities import LONDON
from bot.desk.refusals import DeskRefusal, Json, read_object

if TYPE_CHECKING:
    from bot.desk.council import Council
    from bot.desk.live_updates import Bell


FARTHEST = timedelta(days=366)
"""What falls due on the way is done one by one, and nobody else can move the clock meanwhile."""


class Clock:
    """The routes of time. One move at a time: what falls due on the way must not cross."""

    def __init__(self, council: Council, bell: Bell) -> None:
        self._council = council
        self._bell = bell
        self._moving = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/desk/clock", self.read),
            web.post("/desk/clock", self.move),
            web.get("/desk/story/{audit}", self.story),
        ]

    async def read(self, _request: web.Request) -> web.Response:
        """`{"now", "next": {"at", "what"} | null}`."""
        coming = await self._council.next_event()
        following = {"at": coming[0].isoformat(), "what": coming[1]} if coming else None
        now = await self._council.now()
        return web.json_response({"now": now.isoformat(), "next": following})

    async def move(self, request: web.Request) -> web.Response:
        """`{"now": TIME}` or `{"by": "hour"|"day"|"next"}` → `{"now", "happened"}`."""
        body = await read_object(request)
        async with self._moving:
            now = await self._council.now()
            to = await self._destination(body, now)
            if to < now:
                words = f"The clock stands at {now.isoformat()} and only moves forward."
                raise DeskRefusal(400, "ClockGoesForward", words)
            if to > now + FARTHEST:
                words = f"The clock moves {FARTHEST.days} days at most in one go."
                raise DeskRefusal(400, "TooFar", words)
            happened = await self._council.move_clock(to)
            reached = await self._council.now()
        self._bell.ring("clock")
        self._bell.ring("people")
        return web.json_response({"now": reached.isoformat(), "happened": happened})

    async def story(self, request: web.Request) -> web.Response:
        """`{"audit", "moments": [{"at", "who", "what"}]}`, oldest first."""
        audit = request.match_info["audit"]
        moments = await self._council.story(audit)
        if not moments:
            raise DeskRefusal(404, "AuditNotFound", f"Nothing has happened to an audit {audit!r}.")
        told = [{"at": m.at.isoformat(), "who": m.who, "what": m.what} for m in moments]
        return web.json_response({"audit": audit, "moments": told})

    async def _destination(self, body: Json, now: datetime) -> datetime:
        match body:
            case {"now": str() as text}:
                return instant(text)
            case {"by": "hour"}:
                return now + timedelta(hours=1)
            case {"by": "day"}:
                # The same hour by the wall tomorrow, on the days the clocks change too.
                return now.astimezone(LONDON) + timedelta(days=1)
            case {"by": "next"}:
                coming = await self._council.next_event()
                if coming is None:
                    raise DeskRefusal(400, "NothingToCome", "Nothing is going to happen by itself.")
                return max(coming[0], now)
        words = 'Say "now": a time, or "by": "hour", "day" or "next".'
        raise DeskRefusal(400, "BadArgument", words)


def instant(text: str) -> datetime:
    """An ISO 8601 time; one without a zone is London's. Refusal 400 when it is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        words = f"{text!r} is not a time as in 2026-12-02T09:00."
        raise DeskRefusal(400, "BadArgument", words) from None
    return read if read.tzinfo else read.replace(tzinfo=LONDON)
