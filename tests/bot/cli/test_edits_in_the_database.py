"""`sightline ledger verify` and `sightline doctor` say what somebody edited in the database."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine

from store.acts.deliveries.chat import remember
from store.ledger import SYSTEM, Ledger
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.tables import Person
from tests.bot.cli.conftest import ISSUED, Shell
from tests.bot.cli.test_doctor import examined
from tests.store.council import ISSUED as AT
from tests.store.earlier import BEFORE_STAMPS

FIRST = "SELECT min(id) FROM message WHERE settled_at IS NULL"
GHOST = """
    INSERT INTO closure (programme, id, version, "on", kind, name)
    VALUES ('ghost', '2026-12-02', 1, '2026-12-02', 'closure', 'A day off')
"""
EDITS = {
    "a card put off to 2099": (
        f"UPDATE message SET not_before = '2099-01-01 09:00:00.000000' WHERE id = ({FIRST})",
        "Deliveries",
    ),
    "a card claimed for ever": (
        f"UPDATE message SET claimed_until = '2099-01-01 09:00:00.000000' WHERE id = ({FIRST})",
        "Deliveries",
    ),
    "tries counted up": (
        f"UPDATE message SET attempts = 80 WHERE id = ({FIRST})", "Deliveries",
    ),
    "a stamp taken off": ("UPDATE message SET stamp = NULL", "Deliveries"),
    "another chat": (
        "UPDATE conversation SET conversation_id = 'a:of-somebody-else'", "Chats",
    ),
    "another address": (
        "UPDATE conversation SET service_url = 'https://smba.trafficmanager.net/else'", "Chats",
    ),
    "a guest let in": ("UPDATE conversation SET is_member = 1 - is_member", "Chats"),
    "chats gone": ("DELETE FROM conversation", "Chats"),
    "chats said to be old": ("UPDATE conversation SET salt = NULL", "Chats"),
    "a trigger dropped": ("DROP TRIGGER fact_no_update", "Shape of the database"),
    "an index dropped": ("DROP INDEX message_once", "Shape of the database"),
    "a column dropped": ("ALTER TABLE person DROP COLUMN email", "Shape of the database"),
    "a programme never founded": (GHOST, "Rows of nobody"),
    "another check value": (
        "INSERT INTO key_check SELECT 'more', key_id, salt, ciphertext FROM key_check",
        "Rows of nobody",
    ),
}  # fmt: skip


@pytest.fixture
def talking(issued: Shell) -> Shell:
    """An issued cycle, and two people whose chats are known."""
    key = data_key((issued.folder / "sightline.key").read_text())
    engine = create_engine(f"sqlite:///{issued.folder / 'sightline.db'}")
    ledger = Ledger(engine, key=key, randomness=SeededRandomness(4))
    [programme] = ledger.programmes()
    with ledger.unit(programme, actor=SYSTEM, at=AT) as unit:
        for person in sorted(person.id for person in unit.rows(Person))[:2]:
            remember(unit, person, f"a:{person}", "https://smba.trafficmanager.net/uk/")
    engine.dispose()
    return issued


def edit(shell: Shell, *statements: str) -> None:
    with closing(sqlite3.connect(shell.folder / "sightline.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_nothing_is_said_of_a_ledger_that_nobody_edited(talking: Shell) -> None:
    assert talking.done("ledger", "verify")["problems"] == []
    code, checks = examined(talking, *ISSUED)
    assert code == 0
    for name in ("Shape of the database", "Rows of nobody", "Deliveries", "Chats"):
        assert checks[name]["state"] == "ok"
    assert checks["Chats"]["words"] == "2 bound to their people by a fact"


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_told_by_verify_and_by_the_doctor(talking: Shell, what: str) -> None:
    statement, check = EDITS[what]
    edit(talking, statement)
    verdict = talking("ledger", "verify", "--json")
    assert verdict.exit_code == 1
    assert '"problems"' in verdict.stdout
    code, checks = examined(talking, *ISSUED)
    assert code == 1
    assert checks[check]["state"] == "wrong"
    assert "sightline ledger verify" in checks[check]["words"]


def test_two_chats_exchanged_are_told(talking: Shell) -> None:
    query = "SELECT person FROM conversation ORDER BY person"
    with closing(sqlite3.connect(talking.folder / "sightline.db")) as connection, connection:
        one, other = (person for (person,) in connection.execute(query))
        for person, to in ((one, "away"), (other, one), ("away", other)):
            connection.execute("UPDATE conversation SET person = ? WHERE person = ?", (to, person))
    assert talking("ledger", "verify").exit_code == 1
    assert examined(talking, *ISSUED)[1]["Chats"]["state"] == "wrong"


def test_an_empty_head_row_is_told_by_the_doctor(talking: Shell) -> None:
    edit(talking, "INSERT INTO head (programme, seq, hash) VALUES ('ghost', 0, '')")
    code, checks = examined(talking, *ISSUED)
    assert code == 1
    assert "cut short" in checks["Programme (ghost)"]["words"]


def test_a_row_that_cannot_be_read_stops_only_its_own_checks(talking: Shell) -> None:
    edit(talking, "UPDATE person SET absent_from = 7")
    code, checks = examined(talking, *ISSUED)
    assert code == 1
    assert "cannot be read" in checks["Programme"]["words"]
    assert checks["Data key"]["state"] == "ok"
    assert talking("ledger", "verify").exit_code == 1


def test_chats_of_an_earlier_version_are_counted_until_their_next_contact(issued: Shell) -> None:
    head = issued.done("ledger", "verify")["head"]
    edit(
        issued,
        *BEFORE_STAMPS,
        "INSERT INTO conversation SELECT programme, id, 'a:' || id, 'https://teams.example/', "
        "'2026-12-01 09:00:00.000000', 1 FROM person ORDER BY id LIMIT 3",
    )
    issued.done("db", "upgrade")
    verdict = issued.done("ledger", "verify")
    assert (verdict["ok"], verdict["head"]) == (True, head)
    words = examined(issued, *ISSUED)[1]["Chats"]["words"]
    assert words == "0 bound to their people by a fact; 3 not yet bound: at their next contact"
    edit(issued, "UPDATE conversation SET conversation_id = 'a:x' WHERE rowid = 1")
    assert issued("ledger", "verify").exit_code == 1
