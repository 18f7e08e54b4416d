"""One person who is owed messages, in a tenant on loopback with authentication on."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.scheduler.other_channels import Addressee
from bot.send_outcome import SendOutcome, Undelivered
from store.duties.outbox import queue
from store.ledger import SYSTEM
from store.tables import Message, Person
from tests.loopback.tenant import Tenant


@dataclass
class Ways:
    """An installer and another channel that do as they are told and keep each request."""

    tenant: Tenant
    installs: bool | SendOutcome = False
    tells: SendOutcome | None = None
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    mailboxes: list[str | None] = field(default_factory=list)

    async def install(self, entra_object_id: str) -> str:
        self.asked.append(entra_object_id)
        if self.installs is not True:
            raise Undelivered(self.installs or SendOutcome.unreachable, "No.")
        self.tenant.connector.lacking.discard(entra_object_id)
        return "19:installed"

    async def tell(self, person: Addressee) -> None:
        if self.tells is not None:
            raise Undelivered(self.tells, "The way is closed.")
        self.told.append(person.upn)
        self.mailboxes.append(person.email)


@dataclass
class Post:
    """A tenant in which only one person is owed messages."""

    tenant: Tenant
    ways: Ways
    person: Person
    audit: str
    owed: int = 0

    def owe(self, *, urgent: bool = False) -> str:
        """Owe them one more message; gives its id."""
        council, self.owed = self.tenant.council, self.owed + 1
        with council.ledger.unit(council.programme, actor=SYSTEM, at=self.tenant.clock) as unit:
            once = f"test:{self.owed}"
            owed = queue(unit, self.person.id, "allocation", self.audit, once=once, urgent=urgent)
            assert owed is not None
            unit.record("test.owe", self.audit, {})
            return owed.id

    async def deliver(self, *, after: timedelta = timedelta()) -> None:
        self.tenant.clock += after
        self.tenant.ticks.now += after.total_seconds()
        await self.tenant.delivery.deliver()

    def wait_for_the_next_working_day(self) -> None:
        """Go on at the first moment of the next working day at which a message may be sent."""
        council, now = self.tenant.council, self.tenant.clock
        with council.read(now) as reader:
            then = reader.calendar.sending_moment(now + timedelta(hours=14))
        self.tenant.clock = then
        self.tenant.ticks.now += (then - now).total_seconds()

    def state(self, message_id: str) -> str:
        return self.tenant.message(message_id).state

    def of_kind(self, kind: str) -> list[Message]:
        with self.tenant.council.read(self.tenant.clock) as reader:
            return list(reader.rows(Message, to=self.person.id, kind=kind, order="queued_at"))

    def has_not(self) -> None:
        """Their Teams lacks Sightline."""
        self.tenant.connector.lacking.add(self.person.entra_object_id)

    def blocks(self, *, yes: bool = True) -> None:
        """They block Sightline, or no longer do."""
        blocked = self.tenant.connector.blocked
        (blocked.add if yes else blocked.discard)(self.person.entra_object_id)
