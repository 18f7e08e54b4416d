"""What a sender that died had claimed is taken up by whoever gains the right to send next.

tests/faults kills whole processes at every point; here is what each claim means by itself.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduler.deliver import SENDING, Delivery
from bot.scheduler.outcomes import FIRST_WAIT, PAUSE_AFTER_ERROR
from bot.scheduler.preparing import MAYBE_TWICE, Outgoing, claim, claim_update, draw, draw_update
from bot.scheduler.timetable import start_ticking
from bot.turns import OutCard
from store.duties.outbox import CLAIM, redraw_messages, waiting
from store.ledger import SYSTEM, Reader
from store.ledger.database import exclusive_lock, open_engine
from tests.bot.scheduler.post import OLD, Post, changed, owe
from tests.loopback.activities import TENANT


class Killed(BaseException):
    """The process ends here."""


def claimed(post: Post, message: str) -> None:
    """A sender claims a message, and dies."""
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        assert claim(unit, message, draw(unit, message)) is not None


def claimed_redraw(post: Post, message: str) -> datetime | None:
    """A sender claims the redraw of a card; gives until when, if it may."""
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        return claim_update(unit, message)


async def test_what_was_claimed_is_in_doubt_at_once_and_goes_out_once_more_when_it_has_waited(
    post: Post,
) -> None:
    message = owe(post)
    claimed(post, message)
    post.at += timedelta(seconds=2)
    assert await post.delivery.deliver() == 0
    found = post.message(message)
    assert (found.state, found.claimed_until) == ("unknown", None)
    assert found.not_before >= post.at + FIRST_WAIT
    post.at = found.not_before
    assert await post.delivery.deliver() == 1
    [sent] = [call for call in post.connector.calls if call.method == "POST"]
    assert MAYBE_TWICE in str(sent.body)


async def test_a_message_in_doubt_whose_sender_died_again_is_sent_again_and_says_so(
    post: Post,
) -> None:
    message = owe(post)
    for _ in range(2):
        claimed(post, message)
        await post.delivery.deliver()
        assert post.message(message).state == "unknown"
        assert waits(post, message)
        post.at = post.message(message).not_before
    assert await post.delivery.deliver() == 1
    [sent] = [call for call in post.connector.calls if call.method == "POST"]
    assert MAYBE_TWICE in str(sent.body)


def waits(post: Post, message: str) -> bool:
    with post.ledger.read(post.programme, at=post.at) as reader:
        return message not in waiting(reader)


@pytest.mark.parametrize("urgent", [False, True])
async def test_what_is_taken_up_at_night_waits_for_the_morning_unless_it_is_urgent(
    post: Post, *, urgent: bool
) -> None:
    message = owe(post, urgent=urgent)
    claimed(post, message)
    post.at = datetime(2026, 12, 1, 22, tzinfo=UTC)
    await post.delivery.deliver()
    morning = datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert (post.message(message).not_before < morning) is urgent
    assert post.message(message).not_before <= morning


async def test_a_redraw_that_was_claimed_is_done_at_once(post: Post) -> None:
    [message] = changed(post, 1)
    assert claimed_redraw(post, message.id) == post.at + CLAIM
    post.at += timedelta(seconds=2)
    await post.delivery.deliver()
    found = post.message(message.id)
    assert found.drawn != OLD
    assert (found.redraw_at, found.claimed_until) == (None, None)


async def test_a_redraw_is_claimed_by_one_alone(post: Post) -> None:
    [message] = changed(post, 1)
    assert claimed_redraw(post, message.id) is not None
    assert claimed_redraw(post, message.id) is None


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_kill_during_an_update_leaves_the_mark(
    post: Post, monkeypatch: pytest.MonkeyPatch, *, arrived: bool
) -> None:
    there = changed(post, 3)
    real = post.delivery.courier.update

    async def update(url: str, chat: str, activity: str, out: OutCard) -> None:
        if arrived:
            await real(url, chat, activity, out)
        raise Killed

    monkeypatch.setattr(post.delivery.courier, "update", update)
    with pytest.raises(Killed):
        await post.delivery.deliver()
    assert None not in [post.message(message.id).redraw_at for message in there]
    monkeypatch.setattr(post.delivery.courier, "update", real)
    post.at += timedelta(seconds=2)
    await post.delivery.deliver()
    assert OLD not in [post.message(message.id).drawn for message in there]
    assert [post.message(message.id).redraw_at for message in there] == [None] * 3


async def test_a_card_that_is_marked_anew_while_it_is_updated_is_updated_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    [message] = changed(post, 1)
    real, looked = post.delivery.courier.update, []

    async def update(url: str, chat: str, activity: str, out: OutCard) -> None:
        await real(url, chat, activity, out)
        with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
            redraw_messages(unit, [message.id])

    def drawn(reader: Reader, message_id: str) -> tuple[Outgoing, str] | None:
        looked.append(message_id)
        return draw_update(reader, message_id)

    monkeypatch.setattr(post.delivery.courier, "update", update)
    monkeypatch.setattr("bot.scheduler.deliver.draw_update", drawn)
    await post.delivery.deliver()
    assert looked == [message.id] * 2
    assert post.message(message.id).redraw_at is None, "the second time it says the same"


async def test_an_update_that_breaks_waits_a_quarter_of_an_hour_and_is_not_taken_up_before(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(post, 1)
    tries = []

    async def update(*given: object) -> None:
        tries.append(given)
        raise RuntimeError

    monkeypatch.setattr(post.delivery.courier, "update", update)
    for _ in range(3):
        await post.delivery.deliver()
        post.at += timedelta(seconds=2)
    assert len(tries) == 1
    post.at += PAUSE_AFTER_ERROR
    await post.delivery.deliver()
    assert len(tries) == 2


async def test_a_send_that_breaks_is_put_off_and_in_doubt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = owe(post)

    async def send(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(post.delivery.courier, "send", send)
    for _ in range(2):
        await post.delivery.deliver()
    found = post.message(message)
    assert (found.state, found.not_before) == ("unknown", post.at + PAUSE_AFTER_ERROR)


async def test_while_one_copy_sends_another_takes_nothing_up(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, begun, goes_on = owe(post), asyncio.Event(), asyncio.Event()
    real = post.delivery.courier.send

    async def send(url: str, chat: str, out: OutCard) -> str:
        begun.set()
        await goes_on.wait()
        return await real(url, chat, out)

    monkeypatch.setattr(post.delivery.courier, "send", send)
    sending = asyncio.create_task(post.delivery.deliver())
    await begun.wait()
    other = Delivery(post.delivery.access, post.delivery.courier, TENANT, post.delivery.service_url)
    assert await other.deliver() == 0
    assert post.message(message).state == "queued"
    goes_on.set()
    assert await sending == 1
    assert post.message(message).state == "delivered"


class Watch:
    """Keeps the names of jobs that have been done."""

    def __init__(self) -> None:
        self.done: set[str] = set()
        self.failed = ""
        self.at_start = asyncio.Event()

    def expect(self, jobs: Iterable[str]) -> None:
        assert {"sweep", "digest"} < set(jobs)

    def job_done(self, job: str) -> None:
        self.done.add(job)
        if self.done >= {"sweep", "digest"}:
            self.at_start.set()

    def job_failed(self, job: str) -> None:
        self.failed = job


async def test_a_sweep_and_a_digest_that_a_kill_cut_short_are_done_at_the_next_start(
    post: Post,
) -> None:
    watch = Watch()
    ticking = start_ticking(post.delivery.access, post.delivery, watch)
    async with asyncio.timeout(10):
        await watch.at_start.wait()
    assert not watch.failed
    await ticking.stop()


def test_the_right_to_send_is_one_processs_and_free_when_it_ends(database_url: str) -> None:
    mine, other = open_engine(database_url), open_engine(database_url)
    with (
        exclusive_lock(mine, SENDING) as first,
        exclusive_lock(other, SENDING) as second,
        exclusive_lock(other, "else") as third,
    ):
        assert (first, second, third) == (True, False, True)
    with exclusive_lock(other, SENDING) as now:
        assert now
    mine.dispose()
    other.dispose()
