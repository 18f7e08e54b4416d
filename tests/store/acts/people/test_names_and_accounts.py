"""Renaming, returning and correcting an account, at every state of an audit (contract.md §4)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from bot.rehearsal.checks.same_people import able_to_do
from store.acts.deliveries.chat import remember
from store.intake.importing import CASES, PEOPLE, import_table
from store.ledger import Unit
from store.ledger.proof import rebuild
from store.people.posts import person_by_object_id
from store.people.upns import current_upn, current_upns, person_by_upn
from store.registry import ACTS, perform
from store.rules.doers import doers
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from store.tables import Audit, Conversation, Duty, Message, Person
from store.views.programme.upload import Loaded, Renamed
from tests.store.council import ISSUED, OFFICER, SHELL, Council, actor, person
from tests.store.month_machine import open_to_whom
from tests.store.whole_council import Whole, everything_at_once
from tests.store.whole_setting import NOW

HEAD = "upn,name,entra_object_id,roles,service,team"
KIT, KATE = "kit.lee@riverside.example", "kate.shah@riverside.example"
OF_AUDITS = sorted(v for v, act in ACTS.items() if act.on is Audit and not act.is_consequence)
EVERYONE = ("auditor", "moderator", "deputy", "practitioner", "team_manager")


class Undo(Exception):
    """Rolls back what was tried."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Audits in every state there is. No try changes it."""
    path = tmp_path_factory.mktemp("names") / "ledger.db"
    council = Council.empty(f"sqlite:///{path}")
    yield everything_at_once(council)
    council.close()


@contextmanager
def undone(council: Council) -> Iterator[Unit]:
    with suppress(Undo), council.unit(at=NOW) as unit:
        yield unit
        raise Undo


def line(row: Person, *, upn: str | None = None, object_id: str | None = None) -> str:
    given = (upn or row.id, row.name, object_id or row.entra_object_id, ";".join(row.roles))
    return ",".join([*given, row.service, row.team])


def read(unit: Unit, *lines: str, kind: str = PEOPLE, head: str = HEAD) -> Loaded:
    unit.actor = actor(SHELL)
    table = read_table(f"{kind}.csv", "\n".join([head, *lines]).encode())
    return import_table(unit, kind, f"{kind}.csv", table)


def here(unit: Unit) -> list[Person]:
    """Everybody who may be in a people file as they stand."""
    return [p for p in unit.everybody() if p.left_on is None or p.left_on > unit.today]


def may_be_done(unit: Unit) -> dict[str, list[tuple[str, str]]]:
    return {audit.id: open_to_whom(unit, OF_AUDITS, audit) for audit in unit.rows(Audit)}


@pytest.mark.nightly
def test_4_once_everybody_is_renamed_the_same_people_may_do_the_same_in_every_state(
    whole: Whole,
) -> None:
    with undone(whole.council) as unit:
        before, people = may_be_done(unit), here(unit)
        lines = [line(row, upn=f"{row.id}@new.example") for row in people]
        told = read(unit, *lines)
        assert {one.was: one.now for one in told.renamed} == {
            row.id: f"{row.id}@new.example" for row in people
        }
        assert (told.added, told.changed, told.unchanged) == (0, len(people), 0)
        assert may_be_done(unit) == before
        assert {audit.state for audit in unit.rows(Audit)} >= {
            "issued", "accepted", "exemption_asked", "conflict_declared", "reallocating",
            "returned", "rectifying", "referred", "moderated", "complete", "sampling", "offered",
        }  # fmt: skip
        for row in people:
            assert current_upn(unit, row.id) == f"{row.id}@new.example"
            for upn in (row.id, f"{row.id}@NEW.example"):
                assert person_by_upn(unit, upn) == row


@pytest.mark.nightly
@pytest.mark.parametrize("part", EVERYONE)
def test_4_who_leaves_and_returns_leaves_no_duty_without_people_in_any_state(
    whole: Whole, part: str
) -> None:
    done = 0
    for audit_id in whole.subjects[Audit].values():
        with undone(whole.council) as unit:
            upn = getattr(unit.get(Audit, audit_id), part)
            row = unit.find(Person, upn)
            if row is None or row.left_on is not None:
                continue
            unit.actor = actor(SHELL)
            for verb in ("person.left", "person.rejoined"):
                perform(unit, verb, row.id, {"on": unit.today})
                for duty in unit.rows(Duty, subject=audit_id, closed_at=None):
                    people = doers(unit, duty)
                    assert {*people.able} == able_to_do(unit, duty), duty.id
                    assert people.able or people.asked, duty.id
            assert row.left_on is None
            done += 1
    assert done > len(whole.subjects[Audit]) / 3


@pytest.mark.nightly
def test_4_once_every_account_is_corrected_no_chat_of_an_old_one_is_known_in_any_state(
    whole: Whole,
) -> None:
    with undone(whole.council) as unit:
        people, before = here(unit), may_be_done(unit)
        names = {row.id: f"{row.id}@new.example" for row in people}
        read(unit, *(line(row, upn=names[row.id]) for row in people))
        for row in people:
            remember(unit, row.id, f"chat of {row.id}", "https://x.example/", is_member=True)
        for message in unit.rows(Message, to=[row.id for row in people]):
            message.conversation_id, message.activity_id = f"chat of {message.to}", message.id
        unit.record("test.delivered", unit.programme, {})
        old = {row.id: row.entra_object_id for row in people}
        told = read(
            unit,
            *(line(row, upn=names[row.id], object_id=_another(n)) for n, row in enumerate(people)),
        )
        assert told.changed == len(people)
        assert may_be_done(unit) == before
        for n, row in enumerate(people):
            assert unit.session.get(Conversation, (unit.programme, row.id)) is None
            assert person_by_object_id(unit, old[row.id]) is None
            assert person_by_object_id(unit, _another(n)) == row
        shown = unit.rows(Message, to=[row.id for row in people])
        assert not [m.id for m in shown if m.activity_id or m.conversation_id]


def _another(n: int) -> str:
    return f"99999999-aaaa-4bbb-8ccc-{n:012d}"


# ---- one person ----------------------------------------------------------------------------------


@pytest.fixture
def kit(council: Council) -> Council:
    council.load_people([person(KIT, roles=["auditor"], name="Kit Lee")], at=ISSUED)
    return council


def take(council: Council, *lines: str, kind: str = PEOPLE, head: str = HEAD) -> Loaded:
    with council.unit(by=OFFICER, at=ISSUED) as unit:
        table = read_table(f"{kind}.csv", "\n".join([head, *lines]).encode())
        return import_table(unit, kind, f"{kind}.csv", table)


def known(council: Council) -> Person:
    with council.read() as reader:
        return reader.get(Person, KIT)


def refused(council: Council, *lines: str) -> list[tuple[int, str]]:
    before = council.everything()
    with pytest.raises(BadSheet) as bad:
        take(council, *lines)
    assert council.everything() == before
    return [(problem.line, problem.column) for problem in bad.value.problems]


def test_4_a_line_with_a_known_object_id_and_a_new_upn_is_a_renaming(kit: Council) -> None:
    told = take(kit, line(known(kit), upn=KATE))
    assert told.renamed == (Renamed(KIT, KATE),)
    assert dict(told.changes) == {KIT: ("upn",)}
    with kit.read() as reader:
        assert current_upns(reader) == {KIT: KATE}
    rebuild(kit.ledger, kit.programme)
    assert kit.problems() == []


def test_4_an_older_name_goes_on_working_in_every_sheet_and_field(kit: Council) -> None:
    take(kit, line(known(kit), upn=KATE))
    for upn in (KIT, KATE):
        again = take(kit, line(known(kit), upn=upn))
        assert (again.renamed, again.unchanged) == ((), 1)
        reports = take(kit, f"new.{upn},Ann Poe,{_another(len(upn))},auditor,,,{upn}",
                       head=f"{HEAD},manager_upn")  # fmt: skip
        assert reports.added == 1
        with kit.read() as reader:
            assert reader.get(Person, f"new.{upn}").reports_to == KIT
        kit.do("person.absent", upn, {"from": "2026-12-01", "to": "2026-12-04"}, at=ISSUED)
        assert known(kit).absent_from is not None
        kit.do("person.back", upn, at=ISSUED)
    away = {"from": "2026-12-01", "to": "2026-12-04", "delegate": KATE.upper()}
    kit.do("person.absent", OFFICER, away, at=ISSUED)
    with kit.read() as reader:
        assert reader.get(Person, OFFICER).delegate == KIT


def test_4_an_older_name_goes_on_working_in_the_case_sheet(kit: Council) -> None:
    take(kit, line(known(kit), upn=KATE))
    head = "case_ref,service,team,practitioner_upn,team_manager_upn,involved_upns"
    for n, upn in enumerate((KIT, KATE)):
        take(kit, f"FD-90{n},Frontdoor,MASH,{upn},{KATE},{KIT};{KATE}", kind=CASES, head=head)
    rows = [row for row in kit.table("child_case") if row["id"].startswith("FD-90")]
    assert [(row["practitioner"], row["team_manager"]) for row in rows] == [(KIT, KIT)] * 2


def test_4_nobody_else_may_take_a_name_that_somebody_had(kit: Council) -> None:
    row = known(kit)
    take(kit, line(row, upn=KATE))
    stranger = f"{KIT},Kit Other,{_another(1)},auditor,,"
    assert refused(kit, stranger) == [(2, "upn")]
    both = (line(row, upn="kate.third@riverside.example"), f"{KATE},Other,{_another(2)},auditor,,")
    assert refused(kit, *both) == [(3, "upn")]


def test_4_the_object_id_of_somebody_else_is_still_refused(kit: Council) -> None:
    kit.load_people([person(KATE, roles=["auditor"])], at=ISSUED)
    assert refused(kit, line(known(kit), upn=KATE)) == [(2, "entra_object_id")]


def test_4_a_second_renaming_keeps_all_three_names(kit: Council) -> None:
    third = "kate.lee@riverside.example"
    take(kit, line(known(kit), upn=KATE))
    assert take(kit, line(known(kit), upn=third)).renamed == (Renamed(KATE, third),)
    with kit.read() as reader:
        assert current_upns(reader) == {KIT: third, KATE: third}
        for upn in (KIT, KATE, third):
            found = person_by_upn(reader, upn)
            assert found is not None
            assert found.id == KIT


def test_4_text_that_is_no_name_is_left_as_it_was_written(kit: Council) -> None:
    take(kit, line(known(kit), upn=KATE))
    audit = kit.audits()[0]
    reason = f"I asked {KIT} and they cannot"
    kit.do("conflict.declare", audit.id, {"reason": reason}, by=audit.auditor or "")
    (declared,) = kit.table("conflict")
    with kit.read() as reader:
        assert reader.unseal(declared["reason"]) == reason


def test_4_a_correction_forgets_the_chat_in_the_same_commit(kit: Council) -> None:
    with kit.unit(at=ISSUED) as unit:
        remember(unit, KIT, "old chat", "https://x.example/", is_member=True)
    seq = take(kit, line(known(kit), object_id=_another(3))).seq
    assert [fact["verb"] for fact in kit.table("fact")[seq - 1 :]] == [
        "people.import",
        "chat.forget",
    ]
    with kit.read() as reader:
        assert reader.session.get(Conversation, (reader.programme, KIT)) is None


def test_4_one_person_is_not_renamed_twice_in_one_sheet(kit: Council) -> None:
    row = known(kit)
    twice = (line(row, upn=KATE), line(row, upn="kate.two@riverside.example"))
    assert refused(kit, *twice)[0][0] == 3
