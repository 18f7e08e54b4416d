"""A chat whose id Teams can no longer decrypt is created anew, and what was owed goes there."""

import pytest

from store.tables import Conversation, Duty, Person
from tests.bot.scheduler.post import Post, changed, owe
from tests.loopback.connector import ANEW, CHAT_OF
from tests.loopback.faults import Answers


def chat_of(post: Post, person: str) -> str | None:
    """The chat that Sightline has with a person."""
    with post.ledger.read(post.programme, at=post.at) as reader:
        known = reader.session.get(Conversation, (post.programme, person))
        return None if known is None else known.conversation_id


def creations(post: Post) -> int:
    """How often a chat was created."""
    return sum(call.path == "/v3/conversations" for call in post.connector.calls)


def unreached(post: Post) -> bool:
    with post.ledger.read(post.programme, at=post.at) as reader:
        return bool(reader.rows(Duty, kind="delivery.reach", closed_at=None))


@pytest.mark.parametrize("status", [403, 400])
async def test_what_is_owed_goes_to_a_new_chat_where_teams_cannot_read_the_old_one(
    post: Post, status: int
) -> None:
    message = owe(post)
    person = post.message(message).to
    old = chat_of(post, person) or ""
    post.connector.unreadable[old] = status
    await post.delivery.deliver()
    assert post.message(message).state == "delivered"
    new = chat_of(post, person)
    assert new is not None
    assert new.startswith(f"{old}{ANEW}")
    created = creations(post)
    next_one = owe(post, person, once="another")
    await post.delivery.deliver()
    assert post.message(next_one).conversation_id == new
    assert creations(post) == created == 1
    assert not unreached(post)


@pytest.mark.parametrize("status", [403, 400])
async def test_a_changed_card_in_a_chat_that_cannot_be_read_is_sent_afresh(
    post: Post, status: int
) -> None:
    [card] = changed(post, 1)
    post.connector.unreadable[card.conversation_id or ""] = status
    for _ in range(3):
        await post.delivery.deliver()
    [again] = [m for m in post.of_kind(card.kind) if m.once.startswith(f"renew:{card.id}")]
    assert again.state == "delivered"
    assert ANEW in (again.conversation_id or "")


async def test_a_request_that_a_new_chat_refuses_too_is_ours_to_mend(post: Post) -> None:
    message = owe(post)
    created = Answers(201, body='{"id": "a:new"}')
    bad = Answers(400, "BadArgument")
    post.connector.will(bad, created, bad, bad)
    await post.delivery.deliver()
    found = post.message(message)
    assert found.state == "failed"
    assert "HTTP 400" in (found.reason or "")
    assert not unreached(post)
    assert len(post.connector.calls) == 3


async def test_a_person_whose_new_chats_cannot_be_read_either_is_told_another_way(
    post: Post,
) -> None:
    message = owe(post)
    person = post.message(message).to
    with post.ledger.read(post.programme, at=post.at) as reader:
        whose = reader.get(Person, person).entra_object_id
    created = Answers(201, body=f'{{"id": "{CHAT_OF}{whose}"}}')
    bad = Answers(403, "BadArgument")
    post.connector.will(bad, created, bad)
    await post.delivery.deliver()
    assert post.message(message).state == "failed"
    assert unreached(post)
