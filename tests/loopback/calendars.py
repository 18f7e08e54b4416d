"""Outlook calendars on loopback, as Microsoft Graph serves them."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

from tests.loopback.graph_shapes import Json, listed, refused


@dataclass
class Calendars:
    """Events by their owner's id and their own; the times at which each UPN is busy."""

    events: dict[tuple[str, str], Json] = field(default_factory=dict)
    cancelled: list[tuple[str, str]] = field(default_factory=list)
    taken: dict[str, set[datetime]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    slow: float = 0.0
    made: int = 0
    joined_at: str = "https://teams.microsoft.com/l/meetup-join"

    async def schedule(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.slow)
        body = await request.json()
        if len(body["schedules"]) > 20:
            return refused(400, "ErrorInvalidParameter", "Too many schedules.")
        step = timedelta(minutes=body["availabilityViewInterval"])
        return listed([self._view(upn, body, step) for upn in body["schedules"]])

    def _view(self, upn: str, body: Json, step: timedelta) -> Json:
        if upn in self.hidden:
            return {"scheduleId": upn, "error": {"responseCode": "ErrorMailRecipientNotFound"}}
        view, at = "", _moment(body["startTime"])
        while at < _moment(body["endTime"]):
            view += "2" if at in self.taken.get(upn, ()) else "0"
            at += step
        items = [{"status": "busy", "subject": "A subject that nobody needs"}]
        return {"scheduleId": upn, "availabilityView": view, "scheduleItems": items}

    async def arrange(self, request: web.Request) -> web.StreamResponse:
        user, body = request.match_info["user"], await request.json()
        wanted = body["transactionId"]
        for (whose, event_id), known in self.events.items():
            if whose == user and known["transactionId"] == wanted:
                return web.json_response({"id": event_id, **known}, status=201)
        self.made += 1
        event_id = f"AAMk{self.made}="
        online = {"joinUrl": f"{self.joined_at}/{event_id}"}
        event = {**body, "onlineMeeting": online if body.get("isOnlineMeeting") else None}
        self.events[user, event_id] = event
        return web.json_response({"id": event_id, **event}, status=201)

    async def rearrange(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["user"], request.match_info["event"]
        if key not in self.events:
            return refused(404, "ErrorItemNotFound", "The specified object was not found.")
        self.events[key] |= await request.json()
        return web.json_response({"id": key[1], **self.events[key]})

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["user"], request.match_info["event"]
        if self.events.pop(key, None) is None:
            return refused(404, "ErrorItemNotFound", "The specified object was not found.")
        self.cancelled.append(key)
        return web.Response(status=202)


def _moment(given: Json) -> datetime:
    """A moment in a calendar, which must name its time zone."""
    assert given["timeZone"] == "UTC"
    return datetime.fromisoformat(given["dateTime"]).replace(tzinfo=UTC)
