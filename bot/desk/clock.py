"""The HTTP API of the simulated clock, and of the story of an audit."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.activities import LONDON
from bot.desk.refusals import DeskRefusal, Json, read_object

if TYPE_CHECKING:
    from bot.desk.council import Council
    from bot.desk.live_updates import LiveUpdates


LONGEST_MOVE = timedelta(days=366)
"""A move does one by one what falls due on the way, and blocks any other move meanwhile."""


class ClockApi:
    """The routes of time. The clock makes one move at a time, so that due work is done in order."""

    def __init__(self, council: Council, updates: LiveUpdates) -> None:
        self._council = council
        self._updates = updates
        self._moving = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """The routes of this API."""
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
                words = (
                    f"The clock is at {now.isoformat()} and moves only forward. Give a later time."
                )
                raise DeskRefusal(400, "ClockGoesForward", words)
            if to > now + LONGEST_MOVE:
                words = (
                    f"The clock moves at most {LONGEST_MOVE.days} days at once. Use several moves."
                )
                raise DeskRefusal(400, "TooFar", words)
            happened = await self._council.move_clock(to)
            reached = await self._council.now()
        self._updates.publish("clock")
        self._updates.publish("people")
        return web.json_response({"now": reached.isoformat(), "happened": happened})

    async def story(self, request: web.Request) -> web.Response:
        """`{"audit", "moments": [{"at", "who", "what"}]}`, the oldest first."""
        audit = request.match_info["audit"]
        moments = await self._council.story(audit)
        if not moments:
            raise DeskRefusal(404, "AuditNotFound", f"There is no story of an audit {audit!r}.")
        story = [{"at": m.at.isoformat(), "who": m.who, "what": m.what} for m in moments]
        return web.json_response({"audit": audit, "moments": story})

    async def _destination(self, body: Json, now: datetime) -> datetime:
        match body:
            case {"now": str() as text}:
                return parse_time(text)
            case {"by": "hour"}:
                return now + timedelta(hours=1)
            case {"by": "day"}:
                # The same local time tomorrow, also on the days when the clocks change.
                return now.astimezone(LONDON) + timedelta(days=1)
            case {"by": "next"}:
                coming = await self._council.next_event()
                if coming is None:
                    raise DeskRefusal(400, "NothingToCome", "Nothing is scheduled.")
                return max(coming[0], now)
        words = 'Give "now" with a time, or "by" with "hour", "day" or "next".'
        raise DeskRefusal(400, "BadArgument", words)


def parse_time(text: str) -> datetime:
    """A time in ISO 8601, in London if it has no zone. Raises `DeskRefusal` 400 for other text."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        words = f"{text!r} is not a time. Give it as 2026-12-02T09:00."
        raise DeskRefusal(400, "BadArgument", words) from None
    return read if read.tzinfo else read.replace(tzinfo=LONDON)
