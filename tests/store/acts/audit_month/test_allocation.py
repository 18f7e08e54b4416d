"""Issue: who hears what once the list is confirmed (programme.md §2.5)."""

from datetime import UTC, datetime

from store.tables import Cycle, Duty
from tests.store.council import (
    CYCLE,
    DUE,
    HOS,
    ISSUED,
    SETUP,
    Council,
    build,
    caseload,
    person,
    profile_text,
    staff,
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


def test_2_8_who_is_asked_late_in_the_month_has_five_working_days_for_the_return(
    empty: Council,
) -> None:
    """The month's own date, Mon 21 Dec, has passed or is too near: nobody is late by birth."""
    council = _listed(empty)
    late = datetime(2026, 12, 17, 10, tzinfo=UTC)
    council.do("list.confirm", CYCLE, by=HOS, at=late)
    duty = council.duties(council.audits()[0].id)["return.submit"]
    assert duty.rule == "5 working days from issue on Thu 17 Dec"
    # Christmas Day and the substitute for Boxing Day are no working days.
    assert duty.due_at == datetime(2026, 12, 24, 17, tzinfo=UTC)


def test_2_8_five_working_days_before_the_date_of_the_month_it_stands(empty: Council) -> None:
    council = _listed(empty)
    council.do("list.confirm", CYCLE, by=HOS, at=datetime(2026, 12, 14, 10, tzinfo=UTC))
    duty = council.duties(council.audits()[0].id)["return.submit"]
    assert duty.due_at == DUE
    assert duty.rule.startswith("the earlier of the 15th working day")


def _listed(council: Council) -> Council:
    """The small council, its list sent and not confirmed."""
    council.found(profile_text())
    council.load_people(staff())
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.do("list.propose", CYCLE, at=SETUP)
    return council


def test_the_council_of_these_tests_is_issued_on_its_first_working_day(council: Council) -> None:
    with council.read() as reader:
        assert reader.get(Cycle, CYCLE).issued_at == ISSUED
        assert reader.rows(Duty, kind="return.submit")[0].due_at == DUE
    assert build.__doc__
    assert person("x").trained_on is not None
