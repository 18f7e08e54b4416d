"""The work that is killed: each scene with the council it begins with."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.dialogs.admission import Door
from bot.dialogs.conversation import ProgrammeConversation
from bot.dialogs.in_time import AnswersInTime
from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import Delivery
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from bot.turns import Answer, Caller, Pressed
from store.tables import Audit, Person
from tests.faults.chats import FileCourier, WatchedDelivery
from tests.loopback.tenant import PATIENT
from tests.store.council import CYCLE, DUE, ISSUED, Council, build

SERVICE = "https://teams.example/"
TENANT = "11111111-aaaa-4bbb-8ccc-000000000001"
REMINDING = DUE + timedelta(days=2, hours=-5)
"""Wednesday noon, when reminders and a digest are due."""
REMINDED_AGAIN = REMINDING + timedelta(days=1)
"""Thursday noon: this day's bundle takes the place of Wednesday's, which goes out of the chat."""
ISSUED_VERSION = 4
"""The version on the card of an audit that has just been issued."""


class NoFiles:
    """Nobody sends a file here."""

    async def fetch(self, source: str) -> bytes:
        """Never called."""
        raise AssertionError(source)

    async def put(self, upload_url: str, content: bytes) -> None:
        """Never called."""
        raise AssertionError(upload_url, len(content))


@dataclass
class Bot:
    """One process of the bot over a council's ledger, and the file that holds its chats."""

    council: Council
    chats: Path
    at: datetime
    access: LedgerAccess = field(init=False)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.access = LedgerAccess(self.council.ledger, self.council.programme, now=lambda: self.at)
        self.delivery = WatchedDelivery(self.access, FileCourier(self.chats), TENANT, SERVICE)

    async def press(self) -> None:
        """An auditor accepts, with the version that the card showed; the same press each time."""
        with self.council.read(self.at) as reader:
            audit = min(reader.rows(Audit, cycle=CYCLE, kind="full"), key=lambda one: one.id)
            person = reader.get(Person, audit.auditor or "")
        caller = Caller(person.entra_object_id, TENANT, "29:x", "a:1", SERVICE, "f:1", None)
        door = Door(self.access, later=lambda work: work.close())
        talk = AnswersInTime(
            ProgrammeConversation(self.access, after=lambda: None, files=NoFiles(), door=door),
            PATIENT,
            later=lambda work: work.close(),
            tell=_nobody,
            after=lambda: None,
        )
        data = {"id": audit.id, "version": ISSUED_VERSION}
        await talk.answer(Pressed(caller, "allocation.accept", data, "manual"))

    async def sweep(self) -> None:
        """Remind people of what is due."""
        work = self.council
        await self.access.run(lambda: sweep(work.ledger, work.programme, self.at))

    async def digest(self) -> None:
        """Issue the digest that is due."""
        work = self.council
        await self.access.run(lambda: issue_digest(work.ledger, work.programme, self.at))

    async def deliver(self) -> None:
        """Send what is owed and update changed cards."""
        await self.delivery.deliver()


@dataclass(frozen=True)
class Scene:
    """One kind of work: what a council must have been through before, and the work itself."""

    name: str
    begins: datetime
    work: Callable[[Bot], Awaitable[None]]
    delivered: bool = True
    accepted: int = 0
    reminded: bool = False
    """Whether people have had one day's reminders, and the next day's wait."""

    def arrange(self, url: str, chats: Path) -> None:
        """Build the council with which the scene begins."""
        council = Council.empty(url)
        build(council)
        if self.delivered:
            asyncio.run(_deliver(council, chats))
        for audit in council.audits()[: self.accepted]:
            council.do("allocation.accept", audit.id, by=audit.auditor or "")
        if self.reminded:
            asyncio.run(_remind_twice(council, chats))
        council.close()


async def _nobody(caller: Caller, answer: Answer) -> None:
    """Never called: nothing holds the ledger here."""
    raise AssertionError(caller, answer)


async def _deliver(council: Council, chats: Path) -> None:
    bot = Bot(council, chats, ISSUED)
    await bot.deliver()
    bot.access.close()


async def _remind_twice(council: Council, chats: Path) -> None:
    bot = Bot(council, chats, REMINDING)
    await bot.sweep()
    await bot.deliver()
    bot.at = REMINDED_AGAIN
    await bot.sweep()
    bot.access.close()


SCENES = (
    Scene("press", ISSUED, Bot.press),
    Scene("sweep", REMINDING, Bot.sweep),
    Scene("digest", REMINDING, Bot.digest),
    Scene("delivery", ISSUED, Bot.deliver, delivered=False),
    Scene("redraw", ISSUED, Bot.deliver, accepted=3),
    Scene("deletion", REMINDED_AGAIN, Bot.deliver, reminded=True),
)
