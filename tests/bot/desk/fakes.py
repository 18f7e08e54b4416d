"""A fake council in memory, and a fake bot on loopback with prepared answers."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.desk.council import AuditChoice, DeskMoment, DeskPerson

Json = dict[str, Any]

TENANT = "11111111-aaaa-4bbb-8ccc-000000000001"
BOT = "33333333-aaaa-4bbb-8ccc-000000000003"
CARD = "application/vnd.microsoft.card.adaptive"
MONDAY_NINE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def person(name: str, role: str, **facts: Any) -> DeskPerson:
    """A person of the council, by name and role."""
    upn = name.lower().replace(" ", ".") + "@council.example"
    given: dict[str, Any] = {"team": "Team C", "service": "FSP", "owes": 0, "overdue": 0} | facts
    return DeskPerson(
        id=upn, upn=upn, name=name, role=role, entra_object_id=f"id-of-{upn}", **given
    )


PRIYA = person("Priya Shah", "Auditor, Team Manager", owes=1)
LEAH = person("Leah Grant", "Auditor", team="MASH", service="Frontdoor", owes=2, overdue=1)
OMAR = person("Omar Said", "Head of Service", team="", owes=0)


@dataclass
class FakeCouncil:
    """Three people, a clock, and one event at 09:00 on Wednesday."""

    time: datetime = MONDAY_NINE
    members: list[DeskPerson] = field(default_factory=lambda: [PRIYA, LEAH, OMAR])
    to_come: list[tuple[datetime, str]] = field(
        default_factory=lambda: [(MONDAY_NINE + timedelta(days=2), "nudges")]
    )
    moments: dict[str, list[DeskMoment]] = field(
        default_factory=lambda: {
            "M900123": [DeskMoment(MONDAY_NINE, "The audit team", "issued the audit to Priya Shah")]
        }
    )

    choices: list[AuditChoice] = field(
        default_factory=lambda: [AuditChoice("M900123", "auditor", "FD-1, December 2026")]
    )

    async def now(self) -> datetime:
        return self.time

    async def move_clock(self, to: datetime) -> list[str]:
        self.time = to
        fell_due = [(at, what) for at, what in self.to_come if at <= to]
        self.to_come = [(at, what) for at, what in self.to_come if at > to]
        return [f"{what} went out" for _, what in fell_due]

    async def next_event(self) -> tuple[datetime, str] | None:
        return min(self.to_come, default=None)

    async def people(self) -> list[DeskPerson]:
        return list(self.members)

    async def story(self, audit: str) -> list[DeskMoment]:
        return self.moments.get(audit, [])

    async def audits_of(self, upn: str) -> list[AuditChoice]:
        return list(self.choices) if upn == PRIYA.upn else []


Reply = tuple[int, bytes]


def says(body: object, status: int = 200) -> Reply:
    """An answer with that JSON as its body."""
    return status, json.dumps(body).encode()


def card_answer(card: Json) -> Reply:
    """A bot's answer to an Action.Execute with a new card."""
    return says({"statusCode": 200, "type": CARD, "value": card})


def dialog_answer(card: Json, title: str = "Ask to be exempt") -> Reply:
    """A bot's answer that opens a dialog."""
    attachment = {"contentType": CARD, "content": card}
    return says({"task": {"type": "continue", "value": {"title": title, "card": attachment}}})


@dataclass
class FakeBot:
    """A bot's endpoint that records activities and gives prepared answers, by default empty ones.

    `will` has the answers to the next invokes and messages, in order. `reacts`, if set, answers
    instead and may call the connector meanwhile.
    """

    heard: list[Json] = field(default_factory=list)
    will: deque[Reply] = field(default_factory=deque)
    reacts: Callable[["FakeBot", Json], Any] | None = None
    holds: asyncio.Event | None = None
    refuses_installs: int | None = None
    session: aiohttp.ClientSession | None = None

    async def messages(self, request: web.Request) -> web.Response:
        """`POST /api/messages`."""
        activity = await request.json()
        self.heard.append(activity)
        if activity["type"] in ("installationUpdate", "conversationUpdate"):
            return web.Response(status=self.refuses_installs or 200)
        if self.holds is not None:
            await self.holds.wait()
        if self.reacts is not None:
            status, body = await self.reacts(self, activity)
        else:
            status, body = self.will.popleft() if self.will else (200, b"")
        return web.Response(status=status, body=body, content_type="application/json")

    def pressed(self) -> list[Json]:
        """The activities of presses and typed messages, without the installations."""
        return [a for a in self.heard if a["type"] in ("invoke", "message")]

    async def send(self, activity: Json, message: Json) -> str:
        """Send a message to the chat of an activity; gives the message's id."""
        assert self.session is not None
        path = f"v3/conversations/{activity['conversation']['id']}/activities"
        async with self.session.post(activity["serviceUrl"] + path, json=message) as answer:
            assert answer.status == 201, await answer.text()
            return str((await answer.json())["id"])

    async def update(self, activity: Json, message_id: str, message: Json) -> None:
        """Replace a message."""
        assert self.session is not None
        path = f"v3/conversations/{activity['conversation']['id']}/activities/{message_id}"
        async with self.session.put(activity["serviceUrl"] + path, json=message) as answer:
            assert answer.status == 200, await answer.text()


def card_message(card: Json, summary: str) -> Json:
    """A message with one card."""
    attachment = {"contentType": CARD, "content": card}
    return {"type": "message", "summary": summary, "attachments": [attachment]}
