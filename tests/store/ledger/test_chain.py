"""The chain shows every forbidden change, and the facts alone rebuild the tables."""

from collections.abc import Mapping
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Integer, text
from sqlmodel.sql.sqltypes import UTCDateTime

from store.ledger.proof import rebuild, verify
from store.tables import ROWS
from store.tables.columns import JsonText
from tests.store.council import Council
from tests.store.ledger.chains import lived


def test_a_ledger_that_nobody_touched_is_whole(council: Council) -> None:
    lived(council)
    verdict = verify(council.ledger, council.programme)
    assert verdict.ok
    assert verdict.facts == len(council.table("fact"))
    assert verdict.head == council.table("head")[0]["hash"]


def test_a_cut_tail_is_found(council: Council) -> None:
    lived(council)
    last = council.table("fact")[-1]["seq"]
    council.tamper(f"DELETE FROM fact WHERE seq > {last - 2}")
    assert any(f"the tail was cut: the head says {last}" in p for p in council.problems())


def test_a_cut_tail_is_found_even_where_the_head_was_cut_with_it(council: Council) -> None:
    lived(council)
    fact = council.table("fact")[-2]
    council.tamper(
        f"DELETE FROM fact WHERE seq > {fact['seq']}",
        f"UPDATE head SET seq = {fact['seq']}, hash = '{fact['hash']}'",
    )
    assert council.problems() != []


def test_a_fact_taken_out_of_the_middle_is_found(council: Council) -> None:
    lived(council)
    council.tamper("DELETE FROM fact WHERE seq = 9")
    found = verify(council.ledger, council.programme).problems
    assert any(p.seq == 10 and "1 facts before this one are missing" in p.what for p in found)


EDITS = {
    "at": "'2026-12-01T09:31:00.000000Z'",
    "actor": "'somebody.else'",
    "via": "'cli:root'",
    "verb": "'allocation.accept'",
    "subject": "'FR-99'",
    "key": "''",
    "fields": "'{\"forged\":true}'",
    "changes": "'[]'",
    "hash": "'00'",
}


@pytest.mark.parametrize("column", EDITS)
def test_a_fact_edited_in_any_column_is_found(council: Council, column: str) -> None:
    lived(council)
    council.tamper(f"UPDATE fact SET {column} = {EDITS[column]} WHERE seq = 9")
    found = verify(council.ledger, council.programme).problems
    assert any(problem.seq in (9, 10) for problem in found)


@pytest.mark.parametrize("what", ["seq", "programme"])
def test_a_fact_moved_to_another_place_is_found(council: Council, what: str) -> None:
    lived(council)
    value = "9000" if what == "seq" else "'elsewhere'"
    council.tamper(f"UPDATE fact SET {what} = {value} WHERE seq = 9")
    assert any(p.seq == 10 for p in verify(council.ledger, council.programme).problems)


@pytest.mark.parametrize("nonsense", ["no json", "[1]", "[[1,2]]", "null"])
def test_a_fact_that_cannot_even_be_read_is_found(council: Council, nonsense: str) -> None:
    council.tamper(f"UPDATE fact SET changes = '{nonsense}' WHERE seq = 9")
    assert any("cannot be read" in problem for problem in council.problems())


def test_text_cannot_be_moved_from_one_column_of_a_fact_to_the_next(council: Council) -> None:
    with council.unit(by="ann\nteams") as unit:
        unit.record("note.made", council.programme, {})
    council.tamper("UPDATE fact SET actor = 'ann', via = 'teams\nteams' WHERE verb = 'note.made'")
    assert council.problems() != []


def test_two_facts_that_changed_places_are_found(council: Council) -> None:
    lived(council)
    council.tamper(
        "UPDATE fact SET seq = -1 WHERE seq = 9",
        "UPDATE fact SET seq = 9 WHERE seq = 10",
        "UPDATE fact SET seq = 10 WHERE seq = -1",
    )
    found = {problem.seq for problem in verify(council.ledger, council.programme).problems}
    assert {9, 10} <= found


def test_a_fact_added_at_the_end_is_found(council: Council) -> None:
    last = council.table("fact")[-1]["seq"]
    columns = "at, actor, via, verb, subject, fields, changes, hash"
    council.tamper(
        f"INSERT INTO fact (programme, seq, {columns}) SELECT programme, {last + 1}, {columns} "
        f"FROM fact WHERE seq = {last}"
    )
    assert council.problems() != []


@pytest.mark.parametrize("edit", ["seq = seq - 1", "seq = seq + 1", "hash = ''"])
def test_an_edited_head_is_found(council: Council, edit: str) -> None:
    council.tamper(f"UPDATE head SET {edit}")
    assert any("head says" in problem for problem in council.problems())


def test_a_head_that_is_gone_is_found(council: Council) -> None:
    council.tamper("DELETE FROM head")
    assert "the head row is missing" in council.problems()


def _columns(table: str) -> Mapping[str, Any]:
    """The columns of a table that facts account for, with their types."""
    cls = ROWS[table]
    return {
        column.key: column.type
        for column in cls.__table__.columns  # type: ignore[attr-defined]  # put there by SQLModel
        if column.key not in ("programme", "id") and column.key not in cls.transient
    }


def test_a_row_edited_in_any_column_is_found(council: Council) -> None:
    """Every column of every table that has a row in this story, and each is named."""
    lived(council)
    tried = 0
    for table in ROWS:
        rows = council.table(table)
        if not rows:
            continue
        row, columns = rows[0], _columns(table)
        tried += len(columns)
        edits = (f'"{one}" = {_another(kind, row[one])}' for one, kind in columns.items())
        council.tamper(f"UPDATE \"{table}\" SET {', '.join(edits)} WHERE id = '{row['id']}'")
        edited = ", ".join(sorted(columns))
        assert f"{table} {row['id']}: {edited} was edited" in council.problems()
        back = ", ".join(f'"{one}" = :{one}' for one in columns)
        with council.engine.begin() as connection:
            connection.execute(
                text(f'UPDATE "{table}" SET {back} WHERE id = :id'),
                {"id": row["id"], **{one: row[one] for one in columns}},
            )
    assert tried > 100
    assert council.problems() == []


def _another(kind: Any, old: Any) -> str:
    """Another value of the column's type than the present one."""
    match kind:
        case Boolean():
            return "false" if old else "true"
        case Integer():
            return str((old or 0) + 1)
        case JsonText():
            return "'[\"forged\"]'"
        case Date():
            return "'2020-01-01'"
        case UTCDateTime():
            return "'2020-01-01 09:00:00.000000'"
        case _:
            return "'forged'"


def test_a_row_that_holds_nonsense_is_found(council: Council) -> None:
    council.tamper("UPDATE cycle SET kloes = 'no json'")
    assert any(p.startswith("cycle") and "cannot be read" in p for p in council.problems())


def test_a_row_that_is_gone_is_found(council: Council) -> None:
    audit = council.audits()[0]
    council.tamper(f"DELETE FROM audit WHERE id = '{audit.id}'")
    assert f"audit {audit.id}: the row is missing" in council.problems()


def test_a_row_that_no_fact_made_is_found(council: Council) -> None:
    council.tamper(
        'INSERT INTO closure (programme, id, version, "on", kind, name) '
        f"VALUES ('{council.programme}', '2026-12-02', 1, '2026-12-02', 'closure', 'A day off')"
    )
    assert "closure 2026-12-02: no fact accounts for this row" in council.problems()


SEALS = {
    "the texts of two rows exchanged": (
        "UPDATE sealed SET ciphertext = (SELECT ciphertext FROM sealed WHERE id = '{two}') "
        "WHERE id = '{one}'"
    ),
    "the salt changed": "UPDATE sealed SET salt = (SELECT salt FROM sealed WHERE id = '{two}') "
    "WHERE id = '{one}'",
    "the digest changed": "UPDATE sealed SET digest = 'x' WHERE id = '{one}'",
    "moved to another id": "UPDATE sealed SET id = 'elsewhere' WHERE id = '{one}'",
    "disposed of sooner": "UPDATE sealed SET retention = 'audit' WHERE id = '{one}'",
    "a whole row put in another's place": (
        "UPDATE sealed SET digest = (SELECT digest FROM sealed WHERE id = '{two}'), "
        "salt = (SELECT salt FROM sealed WHERE id = '{two}'), "
        "ciphertext = (SELECT ciphertext FROM sealed WHERE id = '{two}') WHERE id = '{one}'"
    ),
}


@pytest.mark.parametrize("how", SEALS)
def test_sealed_text_that_was_meddled_with_is_found(council: Council, how: str) -> None:
    one, two = (row["id"] for row in council.table("sealed")[:2])
    council.tamper(SEALS[how].format(one=one, two=two))
    assert any(problem.startswith("sealed") for problem in council.problems())


def test_sealed_text_that_no_fact_brought_is_found(council: Council) -> None:
    row = council.table("sealed")[0]
    rest = "retention, digest, salt, ciphertext"
    council.tamper(
        f"INSERT INTO sealed (programme, id, {rest}) "
        f"SELECT programme, 'x', {rest} FROM sealed WHERE id = '{row['id']}'"
    )
    assert "sealed x: no fact accounts for this text" in council.problems()


@pytest.mark.parametrize("more", [1, 2])
def test_private_text_that_goes_without_an_act_is_found(council: Council, more: int) -> None:
    before = [row["id"] for row in council.table("sealed")]
    for audit in council.audits()[:more]:
        council.ask_exemption(audit)
    new = {row["id"] for row in council.table("sealed")} - {*before}
    council.tamper(*(f"DELETE FROM sealed WHERE id = '{one}'" for one in new))
    gone = "1 text is" if more == 1 else "2 texts are"
    assert council.problems() == [f"sealed: {gone} missing without a disposal: staff"]


def test_every_row_is_made_again_from_the_facts_byte_for_byte(council: Council) -> None:
    lived(council)
    before = council.everything()
    rebuild(council.ledger, council.programme)
    after = council.everything()
    for table, rows in before.items():
        steering = ROWS[table].transient if table in ROWS else frozenset()
        assert [_less(row, steering) for row in after[table]] == [
            _less(row, steering) for row in rows
        ]
    assert council.problems() == []


def test_rows_that_were_lost_or_edited_come_back_from_the_facts(council: Council) -> None:
    lived(council)
    before = council.table("audit")
    council.tamper("DELETE FROM duty", "DELETE FROM child_case", "UPDATE audit SET state = 'x'")
    assert council.problems() != []
    rebuild(council.ledger, council.programme)
    assert council.problems() == []
    assert council.table("audit") == before


def _less(row: dict[str, Any], columns: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}


def test_verifying_while_people_work_raises_no_false_alarm(council: Council) -> None:
    audits, done, problems = council.audits(), Event(), list[str]()

    def work() -> None:
        for audit in audits:
            council.do("allocation.accept", audit.id, by=audit.auditor or "")
            council.ask_exemption(council.audit(audit.id))
        done.set()

    worker = Thread(target=work)
    worker.start()
    looks = 0
    while not done.is_set() or looks < 3:
        problems += council.problems()
        looks += 1
    worker.join()
    assert problems == []


# ---- the export, verified by a script that has nothing but Python -------------------------------
