"""The sample council on a desk: bot and Teams as HTTP servers that sign, on a simulated clock."""

import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from bot.app import DELIVERY, LEDGER_ACCESS
from bot.desk.activities import ActivityBuilder
from bot.desk.app import DIRECTORY, TEAMS, desk_app
from bot.desk.programme import ProgrammeCouncil, SimulatedClock
from bot.scheduler.ticking import tick
from bot.serving import served_app
from bot.settings import Settings
from bot.teams.pace import Pace
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.programme.profile import shipped
from store.tables import Audit, Row
from tests.bench.council import ISSUED, KEY, council_at, issue
from tests.loopback.served import HandClock
from tests.loopback.sign_in import LoopbackSignInService, Rerouted

TENANT = "7b0c6f0e-5d2a-4a0b-9c55-6f1d2c3b4a59"
BOT = "11f0a4d2-8c3e-4c8e-9a44-0d6d9b1e5a77"
LONDON = ZoneInfo("Europe/London")

Json = dict[str, Any]
R = TypeVar("R", bound=Row)


@dataclass(slots=True)
class Played:
    """A running council, and what a person or a script can do at the desk."""

    ledger: Ledger
    programme: str
    clock: SimulatedClock
    session: aiohttp.ClientSession
    desk: str
    bot: str
    app: web.Application
    signed: Callable[[], dict[str, str]]
    """Gives the headers with which Teams itself calls the bot."""

    def chat_id(self, person: Any) -> str:
        """Which chat is that person's, as Teams knows it."""
        return ActivityBuilder(f"{self.desk}/", TENANT, BOT).conversation(person)

    async def get(self, path: str) -> Any:
        """The desk's answer at `path`."""
        async with self.session.get(f"{self.desk}{path}") as response:
            assert response.status == 200, (path, response.status, await response.text())
            return await response.json()

    async def post(self, path: str, body: Json) -> Json:
        """The desk's answer to `body`, with its HTTP status as `http`."""
        async with self.session.post(f"{self.desk}{path}", json=body) as response:
            answer: Json = await response.json()
            return {**answer, "http": response.status}

    async def chat(self, upn: str) -> list[Json]:
        """The messages in a person's chat, oldest first."""
        await self.settle()
        found = await self.get(f"/desk/chats/{upn}")
        messages: list[Json] = found["messages"]
        return messages

    async def card_with(self, upn: str, verb: str, about: str | None = None) -> Json:
        """The newest message in the chat whose card has a button for `verb`."""
        for message in reversed(await self.chat(upn)):
            if verb in verbs_of(message["card"], about):
                return message
        raise AssertionError(f"{upn} has no card with {verb}: {await self.said(upn)}")

    async def press(self, upn: str, verb: str, fields: Json | None = None, **about: str) -> Json:
        """Press the button for `verb`; with `fields`, complete its form."""
        subject = about.get("about")
        message = await self.card_with(upn, verb, subject)
        body = {"message": message["id"], "verb": verb, "fields": fields, "id": subject}
        answer = await self.post(f"/desk/chats/{upn}", body)
        await self.settle()
        return answer

    async def say(self, upn: str, text: str) -> list[str]:
        """Type words; gives the titles of the cards in the answer."""
        before = len(await self.chat(upn))
        await self.post(f"/desk/chats/{upn}", {"text": text})
        return [
            message["summary"]
            for message in (await self.chat(upn))[before:]
            if message["from"] == "sightline"
        ]

    async def said(self, upn: str) -> list[str]:
        """The summaries of all messages in a person's chat."""
        return [one["summary"] for one in (await self.get(f"/desk/chats/{upn}"))["messages"]]

    async def send_file(self, upn: str, name: str, content: bytes) -> Json:
        """Send a file in the chat; gives the newest message after it."""
        file = {"name": name, "content": b64encode(content).decode()}
        answer = await self.post(f"/desk/chats/{upn}", {"file": file})
        assert answer["http"] == 200, answer
        return (await self.chat(upn))[-1]

    async def submit(self, upn: str, message: str, button: Json, fields: Json) -> Json:
        """Press a button of an open dialog with the values of its fields."""
        data = {key: value for key, value in button["data"].items() if key != "msteams"}
        answer = await self.post(
            f"/desk/chats/{upn}/dialog", {"message": message, "data": data | fields}
        )
        await self.settle()
        return answer

    async def move_to(self, day: str, time: str = "09:00") -> list[str]:
        """Move the clock; gives what happened on the way."""
        at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)
        answer = await self.post("/desk/clock", {"now": at.isoformat()})
        assert answer["http"] == 200, answer
        happened: list[str] = answer["happened"]
        return happened

    async def settle(self) -> None:
        """Deliver everything that is owed."""
        await self.app[DELIVERY].deliver()

    def audit(self, audit: str) -> Audit:
        """An audit in the ledger."""
        with self.ledger.read(self.programme, at=self.clock()) as reader:
            return reader.get(Audit, audit)

    def audits(self, state: str) -> list[Audit]:
        """The audits in that state, by id."""
        return [audit for audit in self.rows(Audit) if audit.state == state]

    def rows(self, table: type[R]) -> list[R]:
        """Every row of a table."""
        with self.ledger.read(self.programme, at=self.clock()) as reader:
            return list(reader.rows(table))


@asynccontextmanager
async def played(
    file: Path, *, vendor: Path = Path("node_modules"), welcomed: str = ""
) -> AsyncIterator[Played]:
    """The Frontdoor's December in `file`, issued on Tue 1 Dec 2026 at 09:30.

    Of whoever is `welcomed` Teams announces the installation before the first message.
    """
    ledger = _copied(file)
    [programme] = ledger.programmes()
    async with on_a_desk(ledger, programme, ISSUED, vendor=vendor, welcomed=welcomed) as desk:
        yield desk


def _copied(file: Path) -> Ledger:
    file.write_bytes(_issued())
    return Ledger(open_engine(f"sqlite:///{file}"), key=KEY, randomness=SeededRandomness(2))


@cache
def _issued() -> bytes:
    """The ledger in which the cycle has just been issued, made once for all tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "issued.db"
        ledger, programme = council_at(f"sqlite:///{file}", text=a_small_cycle())
        issue(ledger, programme)
        ledger.engine.dispose()
        return file.read_bytes()


@asynccontextmanager
async def on_a_desk(
    ledger: Ledger, programme: str, at: datetime, *,
    vendor: Path = Path("node_modules"), welcomed: str = "",
) -> AsyncIterator[Played]:  # fmt: skip
    """Any programme on a desk of its own, with its clock at `at`."""
    clock = SimulatedClock(at)
    async with aiohttp.ClientSession() as session, LoopbackSignInService() as service:
        desk_door, bot_door = _door(), _door()
        desk_url, bot_url = _address(desk_door), _address(bot_door)
        settings = {
            "MicrosoftAppId": BOT,
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppPassword": "secret",
            "openid_metadata": service.metadata,
            "service_url": f"{desk_url}/",
            "loopback_connector": desk_url,
        }
        bot = served_app(
            Settings.model_validate(settings),
            ledger,
            programme,
            now=clock,
            clock=HandClock().read,
            http=Rerouted(service.url),
            # An hour passes between two sends, so that no limit is met.
            pace=Pace(clock=count(0.0, 3600.0).__next__, sleep=_at_once),
            ticking=False,
        )
        bot_runner = await _serve(bot, bot_door)
        council = ProgrammeCouncil(bot[LEDGER_ACCESS], bot[DELIVERY], clock)

        def signed() -> dict[str, str]:
            token = service.token(now=clock(), audience=BOT, service_url=f"{desk_url}/")
            return {"Authorization": f"Bearer {token}"}

        desk = desk_app(
            council,
            bot_url=bot_url,
            desk_url=desk_url,
            tenant_id=TENANT,
            bot_id=BOT,
            vendor=vendor,
            signed=signed,
        )
        desk_runner = await _serve(desk, desk_door)
        try:
            if welcomed:
                await desk[TEAMS].install(await desk[DIRECTORY].by_upn(welcomed))
            # The first message to a person creates their chat.
            await tick(bot[LEDGER_ACCESS], bot[DELIVERY])
            yield Played(ledger, programme, clock, session, desk_url, bot_url, bot, signed)
        finally:
            await desk_runner.cleanup()
            await bot_runner.cleanup()
            ledger.engine.dispose()


def a_small_cycle() -> str:
    """The default profile with 15 audits a cycle instead of 60, for a faster test."""
    text = shipped("tower-hamlets")
    for quota, fewer in (("at_least = 40", "at_least = 10"), ("at_least = 20", "at_least = 5")):
        assert quota in text, quota
        text = text.replace(quota, fewer)
    return text


async def _at_once(_seconds: float) -> None:
    """Do not wait."""


def _door() -> socket.socket:
    """A free port on loopback, held until it is served."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    return door


def _address(door: socket.socket) -> str:
    return f"http://127.0.0.1:{door.getsockname()[1]}"


async def _serve(app: web.Application, door: socket.socket) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, door).start()
    return runner


def verbs_of(card: Any, about: str | None = None) -> set[str]:
    """The verbs of all buttons of `card`, or of those about one subject."""
    found: set[str] = set()
    if isinstance(card, dict):
        data = card.get("data")
        verb = card.get("verb") or (data.get("verb") if isinstance(data, dict) else None)
        named = data.get("id") if isinstance(data, dict) else None
        if isinstance(verb, str) and (about is None or named == about):
            found.add(verb)
        for value in card.values():
            found |= verbs_of(value, about)
    elif isinstance(card, list):
        for value in card:
            found |= verbs_of(value, about)
    return found


def text_of(card: Any) -> str:
    """All text of a card, in one string."""
    if isinstance(card, dict):
        own = [
            str(card[key]) for key in ("text", "title", "value") if isinstance(card.get(key), str)
        ]
        return " ".join([*own, *(text_of(value) for value in card.values())])
    if isinstance(card, list):
        return " ".join(text_of(value) for value in card)
    return ""
