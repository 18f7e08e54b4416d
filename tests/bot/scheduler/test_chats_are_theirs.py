"""A card goes to its addressee's own chat, whatever somebody wrote into the database."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from store.acts.deliveries.chat import forget, remember
from store.ledger import SYSTEM
from store.ledger.chats import ChatsFound, chats_found
from store.ledger.proof import verify
from store.ledger.stamps import stamp_all
from store.tables import Audit, Person
from tests.bot.scheduler.post import Post, changed, owe
from tests.store.council import without_triggers

UNBIND = "UPDATE conversation SET salt = NULL"
STEERED = ("conversation_id", "salt", "stamp")


def auditors(post: Post) -> list[str]:
    """Two people who have issued audits."""
    with post.ledger.read(post.programme, at=post.at) as reader:
        found = {audit.auditor for audit in reader.rows(Audit) if audit.state == "issued"}
        return sorted(upn for upn in found if upn)[:2]


def edit(post: Post, statement: str, **given: object) -> None:
    """Write into the database as its owner could."""
    with post.ledger.engine.begin() as connection, without_triggers(connection):
        connection.execute(text(statement), given)


def exchange(post: Post, one: str, other: str, columns: Sequence[str]) -> None:
    """Exchange columns of two people's chats."""
    wanted = ", ".join(columns)
    query = text(f"SELECT {wanted} FROM conversation WHERE person = :upn")
    with post.ledger.engine.connect() as connection:
        held = {
            upn: connection.execute(query, {"upn": upn}).mappings().one() for upn in (one, other)
        }
    given = ", ".join(f"{column} = :{column}" for column in columns)
    for upn, of in ((one, other), (other, one)):
        statement = f"UPDATE conversation SET {given} WHERE person = :upn"
        edit(post, statement, upn=upn, **held[of])


def entra(post: Post, upn: str) -> str:
    with post.ledger.read(post.programme, at=post.at) as reader:
        return reader.get(Person, upn).entra_object_id


def chat_facts(post: Post, upn: str) -> list[tuple[str, dict[str, Any]]]:
    """What facts say of somebody's chat: the act and its fields."""
    with post.ledger.read(post.programme, at=post.at) as reader:
        query = text("SELECT verb, fields FROM fact WHERE subject = :upn ORDER BY seq")
        found = reader.session.connection().execute(query, {"upn": upn})
        return [(verb, json.loads(fields)) for verb, fields in found if verb.startswith("chat.")]


def found(post: Post) -> ChatsFound:
    with post.ledger.engine.connect() as connection:
        return chats_found(connection, post.programme, post.ledger.key)


def problems(post: Post) -> list[str]:
    return [problem.what for problem in verify(post.ledger, post.programme).problems]


def went(post: Post, verb: str = "POST") -> list[str]:
    """The paths to which cards went."""
    return [
        unquote(c.path)
        for c in post.connector.calls
        if c.method == verb and "/activities" in c.path
    ]


async def test_the_first_card_binds_the_chat_by_a_fact_that_does_not_name_it(post: Post) -> None:
    one, _ = auditors(post)
    ((verb, fields),) = chat_facts(post, one)
    assert verb == "chat.bind"
    assert len(fields["chat"]) == 64
    assert entra(post, one) not in fields["chat"]
    assert found(post).unbound == ()
    assert problems(post) == []


@pytest.mark.parametrize("columns", [STEERED[:1], STEERED], ids=["the ids", "their stamps too"])
async def test_cards_go_to_their_own_people_although_two_chats_were_exchanged(
    post: Post, columns: Sequence[str]
) -> None:
    one, other = auditors(post)
    owe(post, one, once="1")
    owe(post, other, once="2")
    exchange(post, one, other, columns)
    assert len(problems(post)) == 2
    with capture_logs() as logged:
        assert await post.delivery.deliver() == 2
    for upn in (one, other):
        (path,) = [path for path in went(post) if entra(post, upn) in path]
        assert path.count("chat-of-") == 1
        assert [verb for verb, _ in chat_facts(post, upn)] == [
            "chat.bind", "chat.refuse", "chat.bind",
        ]  # fmt: skip
    assert [line["event"] for line in logged].count("chat.refused") == 2
    assert len(found(post).refused) == 2
    assert problems(post) == []


async def test_a_changed_card_is_updated_where_its_fact_says_that_it_went(post: Post) -> None:
    one, other = changed(post, 2)
    for there, gone in ((one, other), (other, one)):
        edit(
            post, "UPDATE message SET conversation_id = :chat WHERE id = :id",
            chat=gone.conversation_id or "", id=there.id,
        )  # fmt: skip
    with capture_logs() as logged:
        await post.delivery.deliver()
    assert {path.split("/activities")[0].rsplit("/", 1)[-1] for path in went(post, "PUT")} != set()
    for there in (one, other):
        assert any(
            entra(post, there.to) in path and (there.activity_id or "") in path
            for path in went(post, "PUT")
        )
    assert [line["event"] for line in logged].count("chat.refused") == 2


async def test_a_changed_card_goes_nowhere_where_its_fact_was_edited_too(post: Post) -> None:
    (one,) = changed(post, 1)
    edit(
        post, "UPDATE fact SET fields = :fields WHERE verb = 'message.deliver' AND subject = :id",
        fields='{"activity_id":"1","conversation_id":"a:elsewhere","told_twice":false}', id=one.id,
    )  # fmt: skip
    with capture_logs() as logged:
        await post.delivery.deliver()
    assert went(post, "PUT") == []
    assert [line["event"] for line in logged].count("chat.refused") == 1


async def test_a_chat_of_an_earlier_version_is_bound_at_the_next_card(post: Post) -> None:
    one, other = auditors(post)
    edit(post, "DELETE FROM fact WHERE verb = 'chat.bind' AND subject = :one", one=one)
    edit(post, UNBIND + " WHERE person = :one", one=one)
    with post.ledger.engine.begin() as connection:
        stamp_all(connection, post.ledger.key)
    assert found(post).unbound == (one,)
    assert found(post).problems == ()
    owe(post, one)
    assert await post.delivery.deliver() == 1
    assert any(entra(post, one) in path for path in went(post))
    assert [verb for verb, _ in chat_facts(post, one)] == ["chat.bind"]
    assert found(post).unbound == ()
    assert [verb for verb, _ in chat_facts(post, other)] == ["chat.bind"]


async def test_a_chat_that_is_gone_without_a_word_is_noticed_and_one_forgotten_is_not(
    post: Post,
) -> None:
    one, other = auditors(post)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        forget(unit, one)
    assert problems(post) == []
    edit(post, "DELETE FROM conversation WHERE person = :other", other=other)
    (what,) = problems(post)
    assert what.startswith(f"conversation {other}")
    assert "missing" in what


async def test_each_new_chat_is_bound_by_a_fact_of_its_own(post: Post) -> None:
    one, _ = auditors(post)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        remember(unit, one, "a:another", "https://teams.example/")
        remember(unit, one, "a:another", "https://teams.example/elsewhere/")
        forget(unit, one, chat="a:not-that-one")
        forget(unit, one)
        forget(unit, one)
        remember(unit, one, "a:another", "https://teams.example/")
    said = chat_facts(post, one)
    assert [verb for verb, _ in said] == ["chat.bind"] * 2 + ["chat.forget", "chat.bind"]
    digests = [fields["chat"] for verb, fields in said if verb == "chat.bind"]
    assert len(set(digests)) == 3, "each has a salt of its own"
    assert problems(post) == []


async def test_a_chat_is_whose_messages_went_there(post: Post) -> None:
    """Before a fact binds them, what was delivered shows whose chats were exchanged."""
    one, other = auditors(post)
    for upn in (one, other):
        edit(post, "DELETE FROM fact WHERE verb = 'chat.bind' AND subject = :upn", upn=upn)
        edit(post, UNBIND + " WHERE person = :upn", upn=upn)
    exchange(post, one, other, STEERED[:1])
    with post.ledger.engine.begin() as connection:
        stamp_all(connection, post.ledger.key)
    said = [problem.what for problem in found(post).problems]
    assert len(said) == 2
    assert all("were delivered in this chat" in what for what in said)


async def test_no_fact_about_a_chat_has_cards_drawn_again(post: Post) -> None:
    one, _ = auditors(post)
    with post.ledger.unit(post.programme, actor=SYSTEM, at=post.at) as unit:
        forget(unit, one)
    message = owe(post, one)
    await post.delivery.deliver()
    assert post.message(message).redraw_at is None
    assert [verb for verb, _ in chat_facts(post, one)][-2:] == ["chat.forget", "chat.bind"]
