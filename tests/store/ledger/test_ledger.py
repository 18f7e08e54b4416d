"""The ledger: one fact for each act, all or nothing, and facts that cannot be changed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from store.duties.outbox import queue
from store.ledger import Actor
from store.ledger.founding import found_programme
from store.tables import Audit, Cycle, Person
from store.tables.columns import canonical
from store.vocabulary.errors import NotFound, Unready
from tests.store.council import (
    CYCLE,
    ISSUED,
    OFFICER,
    SETUP,
    Council,
    build,
    person,
    profile_text,
    staff,
)


def test_one_act_is_one_fact_with_who_when_what_and_by_which_door(council: Council) -> None:
    audit = council.audits()[0]
    before = len(council.table("fact"))
    done = council.do("allocation.accept", audit.id, by=audit.auditor or "", version=audit.version)
    facts = council.table("fact")
    assert len(facts) == before + 1
    fact = facts[-1]
    assert (fact["seq"], fact["verb"], fact["subject"]) == (done.seq, "allocation.accept", audit.id)
    assert (fact["actor"], fact["via"]) == (audit.auditor, "teams")
    assert fact["at"] == "2026-12-01T09:30:00.000000Z"


def test_a_fact_holds_before_and_after_of_every_row_the_act_changed(council: Council) -> None:
    audit = council.audits()[0]
    before = council.everything()
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    after = council.everything()
    changes = json.loads(after["fact"][-1]["changes"])
    told = {(table, row): columns for table, row, columns in changes}
    seen = {
        (table, new["id"]): new
        for table, rows in after.items()
        if table not in ("fact", "head", "sealed", "conversation", "alembic_version")
        for old, new in zip(before[table], rows, strict=True)
        if old != new
    }
    assert set(told) == set(seen)
    assert told["audit", audit.id] == {
        "state": ["issued", "accepted"],
        "version": [audit.version, audit.version + 1],
    }
    closed = next(columns for (table, _), columns in told.items() if table == "duty")
    assert closed["outcome"] == [None, "met"]


def test_a_new_row_stands_in_the_fact_from_nothing_to_what_it_is(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    changes = json.loads(council.table("fact")[-1]["changes"])
    asked = next(columns for table, _, columns in changes if table == "exemption")
    assert all(before is None for before, _ in asked.values())
    assert asked["asked_by"] == [None, audit.auditor]
    assert asked["version"] == [None, 1]


def test_the_consequences_of_an_act_are_facts_of_their_own_in_the_same_commit(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.exempt(audit)
    assert council.verbs()[-3:] == [
        "exemption.request",
        "exemption.approve",
        "reallocation.propose",
    ]


def test_a_row_that_changed_without_a_fact_cannot_be_committed(council: Council) -> None:
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(RuntimeError, match="no fact says why"), council.unit() as unit:
        unit.get(Audit, audit.id).state = "returned"
    assert council.everything() == before


def test_a_message_without_a_fact_cannot_be_committed_either(council: Council) -> None:
    before = council.everything()
    with pytest.raises(RuntimeError, match="no fact says why"), council.unit() as unit:
        queue(unit, OFFICER, "allocation", CYCLE)
    assert council.everything() == before


def test_private_text_without_a_fact_cannot_be_committed_either(council: Council) -> None:
    before = council.everything()
    with pytest.raises(RuntimeError, match="no fact says why"), council.unit() as unit:
        unit.seal("Something said of somebody", "staff")
    assert council.everything() == before


def test_a_bulk_write_cannot_slip_past_the_facts(council: Council) -> None:
    before = council.everything()
    with pytest.raises(TypeError, match="through a unit"), council.unit() as unit:
        unit.session.execute(update(Audit).values(state="returned"))
    assert council.everything() == before


def test_a_row_of_the_record_is_never_deleted(council: Council) -> None:
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(TypeError, match="never deleted"), council.unit() as unit:
        unit.session.delete(unit.get(Audit, audit.id))
    assert council.everything() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET actor = 'somebody.else' WHERE seq = 3",
        "UPDATE fact SET hash = '' WHERE seq = 3",
        "DELETE FROM fact WHERE seq = 3",
        "DELETE FROM fact",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_fact(
    council: Council, statement: str
) -> None:
    before = council.table("fact")
    with (
        pytest.raises(DatabaseError, match="facts are only added to"),
        council.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert council.table("fact") == before


def test_the_database_itself_refuses_to_put_another_fact_in_a_facts_place(council: Council) -> None:
    before = council.table("fact")
    rest = "via, verb, subject, key, fields, changes, hash"
    same = f"SELECT programme, seq, at, 'x', {rest} FROM fact WHERE seq = 3"
    forms = {
        "sqlite": f"INSERT OR REPLACE INTO fact (programme, seq, at, actor, {rest}) {same}",
        "postgresql": f"INSERT INTO fact (programme, seq, at, actor, {rest}) {same} "
        "ON CONFLICT (programme, seq) DO UPDATE SET actor = 'x'",
    }
    with (
        pytest.raises(DatabaseError, match="facts are only added to"),
        council.engine.begin() as connection,
    ):
        connection.execute(text(forms[connection.dialect.name]))
    assert council.table("fact") == before


def test_the_facts_cannot_be_truncated(council: Council) -> None:
    before = council.table("fact")
    with council.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
    # SQLite has no TRUNCATE; there it is a DELETE of every row, which is refused as well.
    statement = "DELETE FROM fact WHERE true" if sqlite else "TRUNCATE fact"
    with (
        pytest.raises(DatabaseError, match="facts are only added to"),
        council.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert council.table("fact") == before


def test_json_in_a_fact_has_one_spelling(council: Council) -> None:
    council.ask_exemption(council.audits()[0])
    for fact in council.table("fact"):
        for column in ("fields", "changes"):
            assert fact[column] == canonical(json.loads(fact[column]))


def test_an_earlier_moment_is_accepted_and_the_number_orders_the_facts(council: Council) -> None:
    one, other = council.audits()[:2]
    later = council.do("allocation.accept", one.id, by=one.auditor or "", at=ISSUED)
    earlier = council.do(
        "allocation.accept", other.id, by=other.auditor or "", at=ISSUED - timedelta(days=1)
    )
    assert earlier.seq == later.seq + 1
    assert earlier.at < later.at
    facts = council.table("fact")
    assert [fact["seq"] for fact in facts] == list(range(1, len(facts) + 1))
    assert facts[-1]["at"] < facts[-2]["at"]
    assert council.problems() == []


def test_a_moment_without_a_time_zone_is_refused(council: Council) -> None:
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(ValueError, match="time zone"):
        council.do(
            "allocation.accept", audit.id, by=audit.auditor or "", at=ISSUED.replace(tzinfo=None)
        )
    assert council.everything() == before


def test_two_programmes_in_one_ledger_never_touch_each_other(council: Council) -> None:
    first = council.programme
    before = council.everything()
    second = found_programme(
        council.ledger,
        authority="Hillside",
        profile_name="tower-hamlets",
        text=profile_text(),
        actor=Actor("cli:root", "cli:root"),
        at=SETUP,
    )
    other = Council(council.ledger, second)
    other.load_people(staff())
    assert [f["seq"] for f in other.table("fact") if f["programme"] == second] == [1, 2]
    for name, rows in before.items():
        mine = [row for row in other.table(name) if row.get("programme", first) == first]
        assert mine == rows
    with pytest.raises(NotFound):
        other.do("allocation.accept", council.audits()[0].id, by="tm.mash")
    assert other.problems() == council.problems() == []


def test_a_programme_that_is_not_there_is_named_with_the_way_to_make_it(council: Council) -> None:
    with pytest.raises(Unready, match="sightline init"):
        Council(council.ledger, "elsewhere").do("cycle.open", "elsewhere")


def test_a_row_counts_its_own_moves_once_for_each_act(council: Council) -> None:
    one, other = council.audits()[:2]
    council.do("allocation.accept", one.id, by=one.auditor or "")
    council.ask_exemption(council.audit(one.id))
    assert council.audit(one.id).version == one.version + 2
    assert council.audit(other.id).version == other.version


def test_importing_people_again_brings_them_up_to_date_and_says_what_changed(
    empty: Council,
) -> None:
    empty.found()
    empty.load_people([person("ann", name="Ann Old")])
    again = empty.load_people([person("ann", name="Ann New"), person("bob")])
    assert not again.repeated
    assert [row["name"] for row in empty.table("person")] == ["Ann New", "Bob"]
    changes = json.loads(empty.table("fact")[-1]["changes"])
    assert ["person", "ann", {"name": ["Ann Old", "Ann New"], "version": [1, 2]}] in changes
    assert not empty.load_people([person("ann", name="Ann New"), person("bob")]).repeated


def test_of_a_column_that_a_file_leaves_out_the_ledger_keeps_what_it_has(empty: Council) -> None:
    empty.found()
    empty.load_people([person("ann", service="Frontdoor", team="MASH")])
    changed = person("ann", name="Ann Lee", service="", team="", trained_on=None)
    empty.load_people([changed], absent_columns=["service", "team", "trained_on"])
    with empty.read() as reader:
        ann = reader.get(Person, "ann")
        assert (ann.name, ann.service, ann.team) == ("Ann Lee", "Frontdoor", "MASH")
        assert ann.trained_on is not None


def test_the_same_person_opens_the_cycles_of_two_services_one_after_the_other(
    empty: Council,
) -> None:
    build(empty)
    assert empty.open_cycle(service="Care") == "care-2026-12"
    with empty.read() as reader:
        assert {c.id for c in reader.rows(Cycle, state="open")} == {"care-2026-12"}
