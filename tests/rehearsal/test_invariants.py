"""A rehearsal finds what it looks for: each breach made by hand is reported in a sentence."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine, text

from bot.dialogs.faces import face
from bot.rehearsal.checks.at_end import final_breaches
from bot.rehearsal.checks.canaries import CHILD_SURNAME, CHILD_TEXT, LINK_TEXT, STAFF_TEXT, Canaries
from bot.rehearsal.checks.months_after import looked_at_again_twice
from bot.rehearsal.council_events import SHELL
from bot.rehearsal.in_memory.ledger import InMemoryLedger
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.simulation import key_for
from bot.rehearsal.teams.chats import ShownButton, buttons_of
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.disposal import RETENTION_CLASSES, disposable
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.registry import perform
from store.tables import Message
from tests.rehearsal.seeds import BY_DAY
from tests.store.council import without_triggers

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
SEED = BY_DAY[0]


@pytest.fixture
def engine(
    rehearsed: Callable[[int], RehearsalReport], month_kept: Callable[[int], Path], tmp_path: Path
) -> Iterator[Engine]:
    """The database of a small month without problems: a copy, which a test may damage."""
    assert rehearsed(SEED).problems == ()
    copy = open_engine(f"sqlite:///{copyfile(month_kept(SEED), tmp_path / 'spoilt.db')}")
    yield copy
    copy.dispose()


def found(engine: Engine) -> list[str]:
    ledger = InMemoryLedger(engine, key=key_for(SEED), randomness=SeededRandomness(SEED))
    return list(final_breaches(ledger, "rehearsal", AT, Canaries(())))


def spoil(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection, without_triggers(connection):
        for statement in statements:
            assert connection.execute(text(statement)).rowcount, statement


def test_a_month_that_went_well_has_no_breach(engine: Engine) -> None:
    assert found(engine) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE audit SET state = 'accepted' WHERE state = 'moderated'", "no open duty is about"),
        ("UPDATE audit SET first = 'Good' WHERE kind = 'full'", "was edited"),
        ("UPDATE audit SET first = 'RI' WHERE kind = 'full'", "rebuilt from the facts"),
        ("UPDATE kloe_report SET state = 'reported'", "is reported and no open duty is about it"),
        (
            "UPDATE fact SET fields = replace(fields, '{', '{\"x\":\"Quillhaven\",') WHERE seq = 9",
            "does not follow from the fact before it",
        ),
        (
            """UPDATE duty SET rungs_sent = '[{"rung":"a","tell":"b","to":"c"},'
            || '{"rung":"a","tell":"b","to":"c"}]' WHERE kind = 'return.submit'""",
            "went to c 2 times",
        ),
        (
            """UPDATE message SET queued_at = (SELECT min(queued_at) FROM message)
            WHERE kind = 'nudge'""",
            "times on 20",
        ),
        (
            """UPDATE kloe_report SET signed = '[{"by":"x","post":"a"},{"by":"x","post":"b"}]'""",
            "was signed twice by one person",
        ),
        (
            "UPDATE fact SET verb = 'x' WHERE verb IN ('person.told', 'person.reached')",
            "is out of reach, was not told another way, and no such duty is open",
        ),
    ],
)
def test_what_must_never_happen_is_noticed(engine: Engine, statement: str, words: str) -> None:
    spoil(engine, statement)
    assert any(words in sentence for sentence in found(engine))


def test_every_canary_is_found_where_it_must_not_stand() -> None:
    canaries = Canaries([date(2014, 2, 3)])
    for words in (
        CHILD_SURNAME,
        CHILD_TEXT,
        STAFF_TEXT,
        LINK_TEXT,
        "born 2014-02-03",
        "3 February 2014",
        "03/02/2014",
    ):
        canaries.found.clear()
        canaries.search(f"x {words} y", "a place")
        assert list(canaries.found), words
        assert words not in str(canaries.found)
    canaries.found.clear()
    canaries.search(f"{STAFF_TEXT} {LINK_TEXT} 2026-12-01", "a card", card=True, staff=True)
    assert canaries.found == {}


def test_buttons_are_found_in_folds_and_told_apart_from_their_fallback() -> None:
    act = {
        "type": "Action.Execute",
        "verb": "allocation.accept",
        "data": {"id": "F-1", "version": 2},
        "fallback": {"type": "Action.Submit", "data": {"verb": "x", "id": "F-1", "version": 2}},
    }
    dialog = {"data": {"msteams": {}, "verb": "return.submit", "id": "F-1", "version": 3}}
    card = {"body": [{"type": "ActionSet", "actions": [act]}], "fold": {"card": {"x": [dialog]}}}
    assert list(buttons_of(card)) == [
        ShownButton("allocation.accept", "F-1", 2),
        ShownButton("return.submit", "F-1", 3, dialog=True),
    ]


def test_once_what_may_go_is_gone_every_card_can_still_be_drawn(engine: Engine) -> None:
    ledger = Ledger(engine, key=key_for(SEED), randomness=SeededRandomness(SEED))
    at, before, gone = datetime(2028, 6, 1, 10, tzinfo=UTC), date(2028, 5, 1), 0
    for retention in RETENTION_CLASSES:
        with ledger.unit("rehearsal", actor=SHELL, at=at) as unit:
            texts = len(disposable(unit, retention, before).texts)
            given = {"retention": retention, "before": before.isoformat(), "texts": texts}
            if texts:
                perform(unit, "text.dispose", "rehearsal", given)
            gone += texts
    assert gone > 50
    assert verify(ledger, "rehearsal").ok
    with ledger.read("rehearsal", at=at) as reader:
        shown = [m for m in reader.rows(Message) if not m.to.startswith("post:")]
        assert sum(face(reader, message) is not None for message in shown) > 100


def test_a_re_audit_in_the_round_that_it_looks_at_again_is_noticed(engine: Engine) -> None:
    spoil(engine, "UPDATE audit SET kind = 'reaudit', looks_at = id WHERE kind = 'full'")
    ledger = InMemoryLedger(engine, key=key_for(SEED), randomness=SeededRandomness(SEED))
    with ledger.read("rehearsal", at=AT) as reader:
        assert "work of its own round" in next(looked_at_again_twice(reader))
