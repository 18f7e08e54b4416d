"""An issued cycle and a Bot Connector that does as it is told, for tests of delivery."""

from dataclasses import dataclass
from datetime import datetime

from bot.scheduler.deliver import Delivery
from store.duties.outbox import queue, set_delivery
from store.ledger import SYSTEM, Ledger
from store.tables import Audit, Message
from tests.loopback.connector import LoopbackConnector


@dataclass
class Post:
    """One issued cycle, a clock to set, and a Bot Connector that does as it is told."""

    ledger: Ledger
    programme: str
    connector: LoopbackConnector
    delivery: Delivery
    at: datetime

    def now(self) -> datetime:
        return self.at

    def message(self, message_id: str) -> Message:
        with self.ledger.read(self.programme, at=self.at) as reader:
            return reader.get(Message, message_id)

    def of_kind(self, kind: str) -> list[Message]:
        with self.ledger.read(self.programme, at=self.at) as reader:
            return [m for m in reader.rows(Message) if m.kind == kind]


def owe(post: Post, to: str | None = None, *, once: str = "test", urgent: bool = False) -> str:
    """Owe an auditor one more message about their audit; gives its id."""
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        audit = next(a for a in unit.rows(Audit) if a.state == "issued")
        message = queue(
            unit, to or audit.auditor or "", "allocation", audit.id, once=once, urgent=urgent
        )
        assert message is not None
        unit.record("test.owe", audit.id, {})
        return message.id


OLD = "what it said before"


def changed(post: Post, most: int) -> list[Message]:
    """Some delivered cards that have changed since they were drawn."""
    there = [message for message in post.of_kind("allocation") if message.activity_id][:most]
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        for message in there:
            set_delivery(unit, message.id, redraw_at=post.at, drawn=OLD)
    return there
