"""Statements that are written once find and change what they would if SQLAlchemy ran them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.dialects import sqlite

from store.acts.deliveries.chat import forget, remember
from store.ledger.statements import in_words_of, rows_of
from store.people.address_book import chat_of, gather_chats
from store.tables import Message, Person
from store.tables.columns import JsonText, canonical
from tests.store.council import ISSUED, Council
from tests.store.ledger.test_one_look import counted

_MESSAGE = Message.__table__  # type: ignore[attr-defined]
EVERY_MESSAGE = select(_MESSAGE).order_by(_MESSAGE.c.id)
TWICE = update(_MESSAGE).where(_MESSAGE.c.id == "m-none").values(attempts=2)
CHAT = "a:chat", "https://teams.example"


def test_a_statement_finds_every_value_as_sqlalchemy_finds_it(council: Council) -> None:
    with council.engine.connect() as connection:
        theirs = [list(row) for row in connection.execute(EVERY_MESSAGE)]
        assert [list(row) for row in rows_of(connection, EVERY_MESSAGE, {})] == theirs
    assert theirs


@pytest.mark.parametrize("times", [1, 3])
def test_a_statement_that_changes_nothing_says_so(council: Council, times: int) -> None:
    with council.engine.begin() as connection:
        done = in_words_of(connection.dialect, TWICE).run(connection, [{}] * times)
    assert done == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
READ = JsonText().result_processor(sqlite.dialect(), None)


@settings(max_examples=40)
@given(JSON, st.sampled_from(["", " ", "\n"]))
def test_a_list_or_object_is_read_as_json_has_it_however_it_is_spaced(
    value: object, space: str
) -> None:
    text = f"{space}{canonical(value)}{space}"
    assert READ(text) == json.loads(text)


@pytest.mark.parametrize("text", ["", "[", "[] []", '{"a":1}x'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        READ(text)
    assert READ(None) is None


def test_the_chats_of_a_batch_of_messages_are_asked_for_in_one_question(council: Council) -> None:
    with council.read() as reader:
        people = [person.id for person in reader.rows(Person)][:8]
    with council.unit() as unit, counted(council) as asked:
        gather_chats(unit, people)
        known = [chat_of(unit, person) for person in people for _ in range(3)]
        assert len([one for one in asked if "FROM conversation" in one]) == 1
    assert known == [None] * 24


def test_an_act_sees_the_chat_that_it_has_just_kept_and_forgotten(council: Council) -> None:
    with council.read() as reader:
        person = reader.rows(Person)[0].id
    with council.unit() as unit:
        assert chat_of(unit, person) is None
        remember(unit, person, *CHAT)
        first = chat_of(unit, person)
        assert first is not None
        assert (first.conversation_id, first.service_url) == CHAT
        assert first.theirs
        forget(unit, person)
        assert chat_of(unit, person) is None
        remember(unit, person, "a:other", CHAT[1])
    with council.read(ISSUED) as reader:
        after = chat_of(reader, person)
    assert after is not None
    assert after.conversation_id == "a:other"
    assert after.is_bound_to(("a:other", CHAT[1]))
