"""What each answer of Teams means for a message (trust.md §1)."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from bot.dialogs.faces import face
from bot.scheduler.deliver import MAX_IN_FLIGHT, Delivery
from bot.scheduler.outcomes import PAUSE_AFTER_ERROR, record_sent
from bot.scheduler.preparing import MAYBE_TWICE, Outgoing, claim, digest_of, draw, draw_update
from store.ledger import SYSTEM, Actor, Reader
from store.registry import enact, perform
from store.tables import Audit, Message, Person
from tests.bot.scheduler.post import Post, changed, owe
from tests.loopback.activities import TENANT
from tests.loopback.connector import Answers, Breaks


@pytest.mark.parametrize(
    ("fault", "state", "sends"),
    [
        (Answers(201, body='{"id": "1"}'), "delivered", 1),
        (Answers(429, retry_after="7"), "queued", 1),
        (Answers(412, "PreconditionFailed"), "queued", 1),
        (Answers(403, "BotNotInConversationRoster"), "failed", 1),
        (Answers(403, "ConversationBlockedByUser"), "failed", 1),
        (Answers(500, "ServiceError"), "unknown", 1),
        (Answers(503, "ServiceError"), "unknown", 1),
        (Answers(408), "unknown", 1),
        (Breaks(accepted=True), "unknown", 1),
        (Answers(413, "MessageSizeTooBig"), "failed", 1),
        (Answers(401), "queued", 1),
        (Answers(400, "Bad Argument"), "failed", 1),
        (Answers(400, "BadArgument"), "delivered", 2),
        (Answers(403, "BadArgument"), "delivered", 2),
    ],
    ids=str,
)
async def test_each_answer_of_teams_leaves_the_message_in_its_honest_state(
    post: Post, fault: Answers | Breaks, state: str, sends: int
) -> None:
    message = owe(post)
    post.connector.will(fault)
    await post.delivery.deliver()
    found = post.message(message)
    assert found.state == state
    assert found.reason if state in ("failed", "unknown") else True
    with post.ledger.read(post.programme, at=post.at) as reader:
        whose = reader.get(Person, found.to).entra_object_id
    posts = [c for c in post.connector.calls if c.method == "POST" and whose in c.path]
    assert len(posts) == sends


async def test_a_message_that_teams_put_off_goes_out_when_teams_said(post: Post) -> None:
    message = owe(post)
    post.connector.will(Answers(429, retry_after="7"))
    await post.delivery.deliver()
    post.at += timedelta(seconds=6)
    assert await post.delivery.deliver() == 0
    post.at += timedelta(seconds=1)
    assert await post.delivery.deliver() == 1
    assert post.message(message).state == "delivered"


async def test_a_message_in_doubt_is_sent_once_more_and_says_so(post: Post) -> None:
    message = owe(post)
    post.connector.will(Breaks(accepted=True), Breaks(accepted=True))
    await post.delivery.deliver()
    post.at += timedelta(minutes=5)
    await post.delivery.deliver()
    post.at += timedelta(days=1)
    await post.delivery.deliver()
    found = post.message(message)
    record_sent = [call for call in post.connector.calls if call.method == "POST"]
    assert found.state == "failed"
    assert len(record_sent) == 2
    assert MAYBE_TWICE not in str(record_sent[0].body)
    assert MAYBE_TWICE in str(record_sent[1].body)


async def test_a_chat_that_is_gone_is_created_once_again(post: Post) -> None:
    message = owe(post)
    post.connector.will(Answers(404, "ConversationNotFound"))
    await post.delivery.deliver()
    paths = [call.path for call in post.connector.calls if call.method == "POST"]
    assert post.message(message).state == "delivered"
    assert paths[1] == "/v3/conversations"


async def test_a_sender_that_died_before_it_could_say_leaves_the_message_in_doubt(
    post: Post,
) -> None:
    message = owe(post)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        assert claim(unit, message, face(unit, unit.get(Message, message))) is not None
    assert await post.delivery.deliver() == 0
    post.at += timedelta(minutes=6)
    assert await post.delivery.deliver() == 1
    record_sent = [call for call in post.connector.calls if call.method == "POST"]
    assert MAYBE_TWICE in str(record_sent[-1].body)


async def test_two_senders_never_send_the_same_message(post: Post) -> None:
    owe(post)
    other = Delivery(post.delivery.access, post.delivery.courier, TENANT, post.delivery.service_url)
    record_sent = await asyncio.gather(post.delivery.deliver(), other.deliver())
    assert sum(record_sent) == 1


async def test_a_message_to_a_post_goes_to_whoever_holds_it_on_that_day(post: Post) -> None:
    owe(post, "post:audit_team")
    before = {m.to for m in post.of_kind("allocation") if m.state == "delivered"}
    await post.delivery.deliver()
    with post.ledger.read(post.programme, at=post.at) as reader:
        team = {
            p.id for p in reader.rows(Person) if {"audit_officer", "audit_manager"} & set(p.roles)
        }
    after = {m.to for m in post.of_kind("allocation") if m.state in ("delivered", "dropped")}
    assert team <= after - before


async def test_when_a_duty_is_met_the_card_already_sent_is_brought_up_to_date(post: Post) -> None:
    with post.ledger.read(post.programme, at=post.at) as reader:
        audit = next(a for a in reader.rows(Audit) if a.state == "issued")
    actor = Actor(audit.auditor or "", "teams")
    with post.ledger.unit(post.programme, actor=actor, at=post.at) as unit:
        perform(unit, "allocation.accept", audit.id, version=audit.version)
    await post.delivery.deliver()
    updates = [call for call in post.connector.calls if call.method == "PUT"]
    assert updates
    assert not any("allocation.accept" in str(call.body) for call in updates)


@pytest.mark.parametrize(
    ("meanwhile", "again"),
    [("nothing", False), ("another got theirs", False), ("they got more", True), ("acts", True)],
)
def test_a_card_is_looked_at_again_where_there_was_news_while_it_was_on_its_way(
    post: Post, meanwhile: str, again: bool
) -> None:
    other, more, message = owe(post, "psw@riverside.example"), owe(post, once="more"), owe(post)
    with post.ledger.read(post.programme, at=post.at) as reader:
        shown, since = draw(reader, message), reader.head()[0]
        audit = reader.get(Audit, reader.get(Message, message).subject)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        outgoing = claim(unit, message, shown, since=since)
        assert outgoing is not None
    with post.ledger.unit(
        post.programme, actor=Actor(audit.auditor or "", "teams"), at=post.at
    ) as unit:
        arrived = {"conversation_id": "c", "activity_id": "1"}
        if meanwhile == "acts":
            perform(unit, "allocation.accept", audit.id)
        elif meanwhile != "nothing":
            one = other if meanwhile == "another got theirs" else more
            enact(unit, "message.deliver", unit.get(Message, one), arrived)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        record_sent(unit, outgoing, "c", "2", digest_of(outgoing.out))
    assert (post.message(message).redraw_at is not None) is again


async def test_one_card_that_cannot_be_drawn_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = changed(post, 3)

    def broken_for_one(reader: Reader, message_id: str) -> tuple[Outgoing, str] | None:
        if message_id == there[0].id:
            raise LookupError(message_id)
        return draw_update(reader, message_id)

    monkeypatch.setattr("bot.scheduler.deliver.draw_update", broken_for_one)
    await post.delivery.deliver()
    updated = {unquote(call.path.rpartition("/")[2]) for call in post.connector.calls}
    assert updated == {message.activity_id for message in there[1:]}
    assert post.message(there[0].id).redraw_at == post.at + PAUSE_AFTER_ERROR
    assert [post.message(message.id).redraw_at for message in there[1:]] == [None, None]


async def test_nothing_is_sent_at_night_but_waits_for_nine_on_a_working_day(post: Post) -> None:
    post.at = datetime(2026, 12, 4, 22, 0, tzinfo=UTC)
    message = owe(post)
    assert await post.delivery.deliver() == 0
    post.at = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    assert await post.delivery.deliver() == 1
    assert post.message(message).state == "delivered"


async def test_what_is_urgent_overtakes_whatever_waits_already(post: Post) -> None:
    somebody = max(m.to for m in post.of_kind("allocation"))
    calm = [owe(post, once=f"calm {n}") for n in range(30)]
    delivering = asyncio.create_task(post.delivery.deliver())
    await post.connector.begun.wait()
    urgent = owe(post, somebody, once="urgent", urgent=True)
    await delivering
    with post.ledger.read(post.programme, at=post.at) as reader:
        came = [reader.last_fact(m, "message.deliver") for m in (urgent, *calm)]
    places = [fact.seq for fact in came if fact is not None]
    assert len(places) == len(calm) + 1
    assert sum(place < places[0] for place in places) <= MAX_IN_FLIGHT + 1, (
        "those under way, and one"
    )
