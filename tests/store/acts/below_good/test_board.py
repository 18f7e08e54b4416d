"""Actions of a service or a report: the board signs them off on its next date (§3)."""

from datetime import UTC, date, datetime

import pytest

from store.tables import Action, Audit
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging_actions import (
    CONFIRMED,
    close,
    do_it,
    improvement,
    open_ones,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import told
from tests.store.council import ACADEMY, HOS, MANAGER, OFFICER, PSW, Council

BOARD = date(2027, 1, 20)
"""Wednesday."""


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


def enter(council: Council, *days: str, when: datetime = CONFIRMED, by: str = OFFICER) -> None:
    council.do("board.dates", council.programme, {"dates": list(days)}, by=by, at=when)


def confirmed(council: Council, scope: str = "service") -> Action:
    audit = with_actions(council, improvement("head_of_service", scope))
    action = the_action(council, audit)
    do_it(council, action, by=HOS, at=CONFIRMED)
    second = MANAGER if scope == "service" else PSW
    council.do("action.confirm", action.id, by=second, at=CONFIRMED)
    return the_action(council, audit)


@pytest.mark.parametrize("scope", ["service", "report"])
def test_3_a_confirmed_action_of_a_service_or_report_is_signed_off_at_the_next_board(
    council: Council, scope: str
) -> None:
    enter(council, "2027-03-10", "2027-01-20")
    action = confirmed(council, scope)
    duty = council.duties(action.id)["board.signoff"]
    assert action.board_on == BOARD
    assert (duty.owner, duty.due_at) == ("post:head_of_learning_academy", at(1, 20, 17))


def test_3_an_action_about_a_case_is_none_of_the_boards(council: Council) -> None:
    enter(council, "2027-01-20")
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    action = the_action(council, audit)
    assert (action.state, action.board_on, council.duties(action.id)) == ("confirmed", None, {})
    with pytest.raises(Stale, match="The board does not see it"):
        council.do("board.signed_off", action.id, by=ACADEMY, at=at(1, 20))


def test_3_without_board_dates_there_is_no_due_date_and_the_audit_team_is_told(
    council: Council,
) -> None:
    action = confirmed(council)
    assert (action.board_on, council.duties(action.id)) == (None, {})
    assert told(council, "board_undated") == {"post:audit_team"}
    with pytest.raises(Stale, match="The board has no date yet"):
        council.do("board.signed_off", action.id, by=ACADEMY, at=CONFIRMED)


def test_3_the_audit_team_is_told_once_a_day_however_many_actions_wait(council: Council) -> None:
    audit = with_actions(council, *(improvement("head_of_service", "service") for _ in range(3)))
    for action in open_actions(council, audit):
        do_it(council, action, by=HOS, at=CONFIRMED)
        council.do("action.confirm", action.id, by=MANAGER, at=CONFIRMED)
    assert len(council.messages("board_undated")) == 1


def open_actions(council: Council, audit: Audit) -> list[Action]:
    with council.read() as reader:
        return list(reader.rows(Action, audit=audit.id, state="open"))


def test_3_when_dates_come_the_actions_that_waited_are_tabled(council: Council) -> None:
    action = confirmed(council)
    enter(council, "2027-01-20", when=at(1, 6))
    duty = council.duties(action.id)["board.signoff"]
    assert (duty.opened_at, duty.due_at) == (at(1, 6), at(1, 20, 17))


def test_3_a_board_that_was_moved_takes_its_actions_along(council: Council) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    enter(council, "2027-01-27", when=at(1, 6))
    assert council.duties(action.id)["board.signoff"].due_at == at(1, 27, 17)
    assert len(open_ones(council, "board.signoff")) == 1


def test_3_the_same_dates_again_change_nothing(council: Council) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    before = council.duties(action.id)["board.signoff"].id
    enter(council, "2027-01-20", when=at(1, 6))
    assert council.duties(action.id)["board.signoff"].id == before


def test_3_a_board_that_has_met_and_not_signed_off_is_not_put_off_by_new_dates(
    council: Council,
) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    enter(council, "2027-03-10", when=at(1, 22))
    assert council.duties(action.id)["board.signoff"].due_at == at(1, 20, 17)


def test_3_the_board_signs_off_when_it_has_met(council: Council) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    with pytest.raises(Stale, match="The board meets on Wed 20 Jan"):
        council.do("board.signed_off", action.id, by=ACADEMY, at=at(1, 19))
    with pytest.raises(NotAllowed):
        council.do("board.signed_off", action.id, by=HOS, at=at(1, 20))
    council.do("board.signed_off", action.id, by=ACADEMY, at=at(1, 20))
    with council.read() as reader:
        signed = reader.get(Action, action.id)
    assert (signed.state, signed.signed_by) == ("signed_off", ACADEMY)
    assert council.duties(action.id) == {}


def test_3_dates_are_the_audit_teams_to_enter_and_lie_ahead(council: Council) -> None:
    with pytest.raises(NotAllowed):
        enter(council, "2027-01-20", by=HOS)
    for wrong in ("2026-12-01", "2041-01-02"):
        with pytest.raises(Invalid) as refused:
            enter(council, wrong)
        assert "dates" in refused.value.fields


def test_3_dates_may_come_from_the_command_line_as_one_text(council: Council) -> None:
    given = {"dates": "2027-01-20,2027-03-10"}
    council.do("board.dates", council.programme, given, at=CONFIRMED)
    assert [row["id"] for row in council.table("board_date")] == ["2027-01-20", "2027-03-10"]
