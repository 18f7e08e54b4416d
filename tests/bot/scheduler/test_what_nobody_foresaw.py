"""After any unforeseen error each message still gets its own correct record."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.scheduler.outcomes import SendResult, record
from bot.scheduler.preparing import MAYBE_TWICE, claim, draw
from bot.send_outcome import SendOutcome, Undelivered
from bot.turns import OutCard
from store.duties.outbox import queue, waiting
from store.ledger import SYSTEM, Reader
from store.tables import Audit, Conversation, Message
from tests.bot.scheduler.post import OLD, Post, changed, owe
from tests.bot.scheduler.reach_arranging import Post as Reach
from tests.loopback.faults import Breaks


def people(post: Post) -> list[str]:
    with post.ledger.read(post.programme, at=post.at) as reader:
        audits = [a for a in reader.rows(Audit) if a.state == "issued" and a.auditor]
    return sorted({a.auditor for a in audits if a.auditor})


def states(post: Post, messages: Sequence[str]) -> list[str]:
    return [post.message(one).state for one in messages]


class Gate:
    """Lets sends through the real courier, but holds their answers back until it opens."""

    def __init__(self, post: Post, monkeypatch: pytest.MonkeyPatch, free: int = 0) -> None:
        self.opened, self.sent, self.free = asyncio.Event(), 0, free
        self.all_sent = asyncio.Event()
        real = post.delivery.courier.send

        async def send(url: str, chat: str, out: OutCard) -> str:
            self.free -= 1
            free = self.free >= 0
            given = await real(url, chat, out)
            self.sent += 1
            if self.sent == self.awaited:
                self.all_sent.set()
            if not free:
                await self.opened.wait()
            return given

        self.awaited = 4
        monkeypatch.setattr(post.delivery.courier, "send", send)


async def test_a_look_that_fails_once_leaves_what_is_on_its_way_recorded(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed = [owe(post, once=f"n{n}") for n in range(4)]
    gate = Gate(post, monkeypatch, free=1)
    looks = [0]

    def breaks(reader: Reader, limit: int) -> list[str]:
        looks[0] += 1
        if looks[0] == 2:
            gate.opened.set()
            raise OperationalError("select", {}, Exception("the connection was reset"))
        return waiting(reader, limit)

    monkeypatch.setattr("bot.scheduler.deliver.waiting", breaks)
    with pytest.raises(OperationalError):
        await post.delivery.deliver()
    await post.delivery.deliver()
    assert states(post, owed) == ["delivered"] * 4


async def test_a_delivery_that_is_cancelled_records_what_it_had_on_its_way(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed = [owe(post, once=f"n{n}") for n in range(4)]
    gate = Gate(post, monkeypatch)
    delivering = asyncio.create_task(post.delivery.deliver())
    await gate.all_sent.wait()
    delivering.cancel()
    await asyncio.sleep(0.05)
    gate.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await delivering
    assert states(post, owed) == ["delivered"] * 4


async def test_a_card_whose_update_breaks_is_tried_again_and_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = changed(post, 3)
    real = post.delivery.courier.update

    async def update(url: str, chat: str, activity: str, out: OutCard) -> None:
        if activity == there[0].activity_id:
            raise RuntimeError(activity)
        await real(url, chat, activity, out)

    monkeypatch.setattr(post.delivery.courier, "update", update)
    await asyncio.gather(post.delivery.deliver(), return_exceptions=True)
    assert post.message(there[0].id).redraw_at is not None, "it is tried again"
    assert OLD not in [post.message(m.id).drawn for m in there[1:]]


async def test_a_card_whose_update_breaks_costs_no_message_on_its_way_its_record(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(post, 1)
    owed = [owe(post, once=f"n{n}") for n in range(4)]
    gate = Gate(post, monkeypatch, free=1)

    async def update(*_: object) -> None:
        gate.opened.set()
        raise RuntimeError

    monkeypatch.setattr(post.delivery.courier, "update", update)
    await asyncio.gather(post.delivery.deliver(), return_exceptions=True)
    assert gate.sent == 4
    assert states(post, owed) == ["delivered"] * 4


async def test_an_installer_that_breaks_holds_up_no_other_message(reach: Reach) -> None:
    council, clock = reach.tenant.council, reach.tenant.clock
    other = next(a for a in council.audits() if a.auditor not in (None, reach.person.id))
    reach.has_not()

    async def broken(_: str) -> str:
        raise RuntimeError("an answer that nobody foresaw")

    reach.tenant.delivery.other_channels.installer = broken
    mine = reach.owe()
    with council.ledger.unit(council.programme, actor=SYSTEM, at=clock) as unit:
        for n in range(3):
            queue(unit, str(other.auditor), "allocation", other.id, once=f"o{n}")
        unit.record("test.owe", other.id, {})
    await asyncio.gather(reach.tenant.delivery.deliver(), return_exceptions=True)
    with council.read(clock) as reader:
        others = list(
            reader.rows(Message, to=str(other.auditor), subject=other.id, kind="allocation")
        )
        broken_one = reader.get(Message, mine)
    shown = {m.state for m in others if m.once.startswith("o")}
    assert shown == {"delivered"}
    assert broken_one.not_before > clock, "put off, as whatever fails in a way nobody knows"


async def test_a_chat_is_remembered_where_the_send_then_breaks_in_a_way_nobody_knows(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    whom = people(post)[0]
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        unit.session.delete(unit.session.get_one(Conversation, (post.programme, whom)))
    owe(post, whom)

    async def send(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(post.delivery.courier, "send", send)
    await post.delivery.deliver()
    with post.ledger.read(post.programme, at=post.at) as reader:
        assert reader.session.get(Conversation, (post.programme, whom)) is not None


def tried_in_one_commit(post: Post, order: str, *, together: bool) -> str | None:
    """One of two first messages finds Sightline not installed, the other arrives."""
    whom = people(post)[0]
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        unit.session.delete(unit.session.get_one(Conversation, (post.programme, whom)))
    owed = [owe(post, whom, once=f"n{n}") for n in range(2)]
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        claimed = [claim(unit, m, draw(unit, m)) for m in owed]
    lacking, arrived = [p for p in claimed if p is not None]
    lost = Undelivered(SendOutcome.not_installed, "They do not have Sightline.")
    both = {
        "lost": SendResult(lacking, "a:chat", failure=lost, installed=True),
        "arrived": SendResult(arrived, "a:chat", activity="act-1"),
    }
    todo = [both[which] for which in order.split()]
    for batch in [todo] if together else [[one] for one in todo]:
        with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
            for one in batch:
                record(unit, one, "http://x/")
    with post.ledger.read(post.programme, at=post.at) as reader:
        found = reader.session.get(Conversation, (post.programme, whom))
        return None if found is None else found.conversation_id


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", ["lost arrived", "arrived lost"])
async def test_the_chat_that_a_message_arrived_in_is_kept_whatever_else_was_recorded_with_it(
    post: Post, order: str, *, together: bool
) -> None:
    assert tried_in_one_commit(post, order, together=together) == "a:chat"


async def test_a_message_in_doubt_that_failed_says_so_when_it_goes_out_after_all(
    reach: Reach,
) -> None:
    reach.owe()
    await reach.deliver()
    message = reach.owe()
    reach.tenant.connector.will(Breaks(accepted=True))
    await reach.deliver(after=timedelta(minutes=1))
    assert reach.state(message) == "unknown"
    reach.blocks()
    await reach.deliver(after=timedelta(minutes=5))
    assert reach.state(message) == "failed"
    reach.blocks(yes=False)
    reach.owe()
    await reach.deliver(after=timedelta(minutes=5))
    found = reach.tenant.message(message)
    assert found.state == "delivered"
    [shown] = [m for m in reach.tenant.connector.messages if m.activity_id == found.activity_id]
    assert MAYBE_TWICE in str(shown.activity)
