"""Actions of a service or a report: the board signs them off on its next date (§3)."""

from datetime import UTC, date, datetime

import pytest

from store.tables import Action, Audit, BoardDecision
from store.views.below_good.action import action_read
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


# ---- it may also defer, or ask again -------------------------------------------------------------


def decisions(council: Council) -> list[tuple[str, str, str | None]]:
    with council.read() as reader:
        return [
            (one.decision, f"{one.board_on}", None if one.to is None else f"{one.to}")
            for one in reader.rows(BoardDecision, order="id")
        ]


@pytest.mark.parametrize(("to", "day"), [("2027-03-10", 10), ("", 24)])
def test_3_a_board_that_defers_sees_the_item_on_a_later_date_and_no_longer_waits_for_the_old_one(
    council: Council, to: str, day: int
) -> None:
    enter(council, "2027-01-20", "2027-02-24", "2027-03-10")
    action = confirmed(council)
    given = {"reason": "It wants to see the review first", "to": to}
    council.do("board.deferred", action.id, given, by=ACADEMY, at=at(1, 20, 16))
    duty = council.duties(action.id)["board.signoff"]
    assert duty.due_at == at(3 if day == 10 else 2, day, 17)
    assert len(open_ones(council, "board.signoff")) == 1
    assert decisions(council)[0][:2] == ("deferred", "2027-01-20")
    with pytest.raises(Stale, match="The board meets on"):
        council.do("board.signed_off", action.id, by=ACADEMY, at=at(1, 21))


def test_3_a_deferral_goes_to_a_date_of_the_board_and_gives_its_reason(council: Council) -> None:
    enter(council, "2027-01-20", "2027-03-10")
    action = confirmed(council)
    for wrong in ({"reason": "Later", "to": "2027-02-02"}, {"to": "2027-03-10"}):
        with pytest.raises(Invalid) as refused:
            council.do("board.deferred", action.id, wrong, by=ACADEMY, at=at(1, 20, 16))
        assert set(refused.value.fields) <= {"to", "reason"}
    with pytest.raises(NotAllowed):
        council.do("board.deferred", action.id, {"reason": "Later"}, by=HOS, at=at(1, 20, 16))


def test_3_an_item_deferred_without_a_known_date_has_no_due_date_and_the_audit_team_is_told(
    council: Council,
) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    council.do("board.deferred", action.id, {"reason": "No time"}, by=ACADEMY, at=at(1, 20, 16))
    assert council.duties(action.id) == {}
    assert told(council, "board_undated") == {"post:audit_team"}
    enter(council, "2027-02-24", when=at(1, 25))
    assert council.duties(action.id)["board.signoff"].due_at == at(2, 24, 17)


def test_3_a_board_that_asks_again_opens_the_action_and_its_owner_reads_what_it_asks(
    council: Council,
) -> None:
    enter(council, "2027-01-20", "2027-03-10")
    action = confirmed(council)
    given = {"reason": "Show what changed for the children", "minutes": "Item 4: not agreed"}
    council.do("board.asked_again", action.id, given, by=ACADEMY, at=at(1, 20, 16))
    with council.read(at(1, 20, 17)) as reader:
        row = reader.get(Action, action.id)
        assert (row.state, row.board_on) == ("open", None)
        read = action_read(reader, action.id, HOS)
    assert read is not None
    assert read.missing == given["reason"]
    assert read.board == (
        ("The board of Wed 20 Jan asked again", f"{given['reason']} {given['minutes']}"),
    )
    assert set(council.duties(action.id)) == {"action.complete"}
    assert told(council, "action_reopened") == {row.owner}
    do_it(council, row, by=HOS, at=at(1, 25))
    council.do("action.confirm", action.id, by=MANAGER, at=at(1, 26))
    assert council.duties(action.id)["board.signoff"].due_at == at(3, 10, 17)


def test_3_minutes_of_a_sign_off_are_kept_and_their_words_are_sealed(council: Council) -> None:
    enter(council, "2027-01-20")
    action = confirmed(council)
    given = {"minutes": "CANARY-minutes: agreed"}
    council.do("board.signed_off", action.id, given, by=ACADEMY, at=at(1, 20, 16))
    assert decisions(council) == [("signed_off", "2027-01-20", None)]
    assert not [f for f in council.table("fact") if "CANARY-minutes" in f["fields"] + f["changes"]]
