"""Issue: who hears what once the list is confirmed (programme.md §2.5)."""

from store.tables import Cycle, Duty
from tests.store.council import (
    CYCLE,
    DUE,
    ISSUED,
    Council,
    build,
    person,
)


def test_2_5_on_confirmation_everybody_hears_the_same_day(council: Council) -> None:
    audits = council.audits()
    assert sorted(council.messages("allocation")) == sorted((a.auditor, a.id) for a in audits)
    assert {to for to, _ in council.messages("moderating")} == {a.moderator for a in audits}
    assert {to for to, _ in council.messages("selected")} == {a.practitioner for a in audits}
    assert {to for to, _ in council.messages("selected_team")} == {a.team_manager for a in audits}


def test_2_5_who_has_several_audits_of_a_cycle_to_moderate_hears_once(council: Council) -> None:
    heard = [to for to, _ in council.messages("moderating")]
    assert len(heard) == len(set(heard))


def test_the_council_of_these_tests_is_issued_on_its_first_working_day(council: Council) -> None:
    with council.read() as reader:
        assert reader.get(Cycle, CYCLE).issued_at == ISSUED
        assert reader.rows(Duty, kind="return.submit")[0].due_at == DUE
    assert build.__doc__
    assert person("x").trained_on is not None
