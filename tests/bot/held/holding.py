"""A council's tenant whose ledger somebody else holds with a real lock, on both databases."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import make_url

from bot.app import LEDGER_ACCESS
from bot.time_to_answer import Waits
from store.ledger import Ledger
from store.ledger.database import BUSY_SECONDS, open_engine
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.tables import Audit, Person
from tests.loopback.activities import message, press
from tests.loopback.tenant import PATIENT, Tenant, tenant_of
from tests.store.council import ISSUED, KEY, Council, build

WELCOME = "Sightline is here"


@contextmanager
def held(url: str, *, whole: bool = False) -> Iterator[None]:
    """Hold the ledger as another process would; `whole`: from readers too (PostgreSQL)."""
    if url.startswith("sqlite"):
        lock = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            lock.rollback()
            lock.close()
        return
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        if whole:
            connection.execute("LOCK TABLE head, fact, person IN ACCESS EXCLUSIVE MODE")
        else:
            connection.execute("SELECT * FROM head FOR UPDATE")
        try:
            yield
        finally:
            connection.rollback()


def council_in(url: str, *, busy: float = BUSY_SECONDS) -> Council:
    """A council with an issued cycle, whose statements wait `busy` seconds for a lock."""
    engine = open_engine(url, busy=busy)
    council = Council(Ledger(engine, key=data_key(KEY), randomness=SeededRandomness(1)), "")
    build(council)
    return council


@dataclass
class HeldTenant:
    """A tenant, and one auditor of it who has been asked to accept an audit."""

    tenant: Tenant
    url: str
    audit: Audit
    person: Person
    waits: Waits

    @contextmanager
    def in_a_hurry(self, to_do: float = 0.4, to_answer: float = 60) -> Iterator[None]:
        """Turns that begin in this block wait for so many seconds; before and after, for minutes.

        So a test does not depend on how fast its machine is.
        """
        _set(self.waits, to_do, to_answer)
        yield
        _set(self.waits, PATIENT.to_do, PATIENT.to_answer)

    async def presses(self) -> str:
        """The auditor presses Accept, as the card shows it; gives what the client shows."""
        said = press(
            self.tenant.connector.url,
            "allocation.accept",
            id=self.audit.id,
            version=self.audit.version,
        )
        status, answer = await self.tenant.hears(said, self.person.entra_object_id)
        assert status == 200
        return words_of(answer)

    async def hears(self, activity: dict[str, Any]) -> tuple[int, Any]:
        """What the auditor's client sends."""
        return await self.tenant.hears(activity, self.person.entra_object_id)

    async def free(self) -> None:
        """Wait until the writing thread has come to the end of what stood before it."""
        await self.tenant.served[LEDGER_ACCESS].run(lambda: None)
        await self.tenant.settled()

    def accepted(self) -> list[str]:
        """Each time that somebody accepted the audit, by the facts."""
        facts = self.tenant.council.table("fact")
        return [
            f["verb"]
            for f in facts
            if (f["verb"], f["subject"]) == ("allocation.accept", self.audit.id)
        ]

    def in_chat(self) -> list[str]:
        """What stands in the auditor's chat in plain words."""
        chat = f"a:chat-of-{self.person.entra_object_id}"
        shown = [m.activity for m in self.tenant.connector.messages if m.conversation_id == chat]
        return [str(one["text"]) for one in shown if one.get("text")]

    def welcomes(self) -> list[str]:
        """Each welcome that anybody was sent."""
        said = [str(m.activity.get("summary")) for m in self.tenant.connector.messages]
        return [summary for summary in said if summary == WELCOME]


def words_of(answer: Any) -> str:
    """All that an answer says, as one text."""
    return json.dumps(answer, ensure_ascii=False)


def _set(waits: Waits, to_do: float, to_answer: float) -> None:
    """The bot keeps its waits for good; here they change while it runs."""
    object.__setattr__(waits, "to_do", to_do)
    object.__setattr__(waits, "to_answer", to_answer)


@asynccontextmanager
async def held_tenant(
    url: str, *, waits: Waits | None = None, busy: float = BUSY_SECONDS, clock: datetime = ISSUED
) -> AsyncIterator[HeldTenant]:
    """The bot over a new council in the database at `url`; the auditor has written before."""
    council = council_in(url, busy=busy)
    waits = waits or Waits(PATIENT.to_do, PATIENT.to_answer)
    async with tenant_of(council, waits=waits) as tenant:
        tenant.clock = clock
        audit = council.audits()[0]
        person = tenant.person(id=audit.auditor)
        there = HeldTenant(tenant, url, audit, person, waits)
        await there.hears(message(tenant.connector.url, "help"))
        await there.free()
        yield there
        await tenant.settled()
    council.close()


async def soon(task: asyncio.Task[Any]) -> None:
    """Let a task come to where it waits."""
    for _ in range(20):
        await asyncio.sleep(0.01)
        if task.done():
            return
