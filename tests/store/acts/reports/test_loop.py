"""What became of every action, what it made different, and what a digest tells of it (§5)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from store.views.reports.digest import digest
from store.views.reports.loop import loop
from store.vocabulary.errors import NotFound
from tests.store.acts.arranging_actions import (
    CLOSURE,
    CONFIRMED,
    ESCALATION,
    actions_of,
    close,
    do_it,
    improvement,
    with_actions,
)
from tests.store.council import ACADEMY, CYCLE, HOS, MANAGER, Council


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def told(council: Council, when: datetime, **how: Any) -> dict[str, Any]:
    with council.read(when) as reader:
        return loop(reader, (CYCLE,), **how)


def of_scope(document: dict[str, Any], scope: str) -> dict[str, Any]:
    return next(row for row in document["rows"] if row["scope"] == scope)


def test_5_actions_are_counted_by_scope_as_they_go_to_their_closure(council: Council) -> None:
    audit = with_actions(
        council,
        improvement(),
        improvement(by="2027-03-01"),
        improvement("head_of_service", "service"),
    )
    first, second, third = actions_of(council, audit)
    row = of_scope(told(council, at(1, 5)), "case")
    assert (row["actions"], row["open"], row["overdue"], row["complete"]) == (2, 2, 1, 0)
    close(council, first, audit.team_manager)
    do_it(council, second, at=CONFIRMED)
    row = of_scope(told(council, at(1, 5)), "case")
    assert (row["open"], row["to_confirm"], row["complete"], row["recorded"]) == (0, 1, 1, 0)
    council.do("action.confirm", second.id, by=audit.team_manager, at=CONFIRMED)
    do_it(council, third, at=CONFIRMED, by=HOS)
    council.do("action.confirm", third.id, by=MANAGER, at=CONFIRMED)
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    document = told(council, at(1, 5))
    assert of_scope(document, "case")["recorded"] == 2
    service = of_scope(document, "service")
    assert (service["complete"], service["waiting_for_a_board_date"]) == (1, 1)
    assert (service["signed_off"], document["next_board"]) == (0, None)


def test_5_actions_that_were_withdrawn_count_for_nothing(council: Council) -> None:
    audit = with_actions(council, moderated=False)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=at(12, 8, 15))
    assert of_scope(told(council, at(1, 5)), "case")["actions"] == 0


def test_5_what_was_different_is_read_by_the_audit_team_alone(council: Council) -> None:
    audit = with_actions(council)
    close(council, actions_of(council, audit)[0], audit.team_manager)
    assert "CANARY" not in str(told(council, at(1, 5)))
    (different,) = told(council, at(1, 5), full=True)["different"]
    assert different["different"].startswith("CANARY-outcome")
    assert different["case_ref"] == audit.case_ref


def test_5_a_count_of_few_children_is_left_out_and_duties_never_are(council: Council) -> None:
    with_actions(council)
    (improved,) = told(council, at(1, 5))["improved"]
    assert improved["below_good"]["suppressed"] is True
    assert improved["below_good"]["n"] is None
    (whole,) = told(council, at(1, 5), full=True)["improved"]
    assert whole["below_good"] == {"n": 1, "improved": 0, "not_yet": 1}


def test_5_how_few_children_were_escalated_is_left_out_too(council: Council) -> None:
    audit = with_actions(council)
    when = at(4, 14)
    council.do("improvement.escalated", audit.id, ESCALATION, by=ACADEMY, at=when)
    (improved,) = told(council, when)["improved"]
    assert (improved["escalated"], improved["suppressed"]) == (None, True)
    (whole,) = told(council, when, full=True)["improved"]
    assert whole["escalated"] == 1


def test_5_a_cycle_that_is_not_there_is_refused(council: Council) -> None:
    with council.read() as reader, pytest.raises(NotFound):
        loop(reader, ("nowhere-2026-12",))


def test_5_the_digest_names_overdue_actions_long_after_their_audit_month(council: Council) -> None:
    audit = with_actions(council)
    with council.read(at(5, 4)) as reader:
        (late,) = digest(reader)["actions_overdue"]
    assert (late["audit"], late["service"]) == (audit.id, "Frontdoor")
    assert late["owner"] == audit.practitioner
    assert late["working_days_late"] > 80


def test_5_an_action_that_waits_to_be_confirmed_is_not_overdue(council: Council) -> None:
    audit = with_actions(council)
    do_it(council, actions_of(council, audit)[0])
    with council.read(at(1, 20)) as reader:
        assert digest(reader)["actions_overdue"] == []


@pytest.mark.parametrize(
    ("held_on", "in_time"), [("2026-12-17", True), ("2026-12-18", False), (None, False)]
)
def test_5_the_digest_says_whether_an_inadequates_meeting_was_held_in_time(
    council: Council, held_on: str | None, in_time: bool
) -> None:
    """Three working days from moderation on Mon 14 December: by Thu 17."""
    audit = with_actions(council, grade="Inadequate")
    with council.read(at(12, 15)) as reader:
        (told_of,) = digest(reader)["inadequate"]
    assert (told_of["meeting_held"], told_of["meeting_in_time"]) == (None, None)
    if held_on is not None:
        there = [audit.team_manager, audit.practitioner, audit.auditor, HOS]
        given = {"held_on": held_on, "attended": there, "record": "CANARY-record"}
        council.do("uopp.held", audit.id, given, by=MANAGER, at=at(12, 18, 16))
    with council.read(at(12, 21)) as reader:
        document = digest(reader)
    (told_of,) = document["inadequate"]
    assert told_of["meeting_in_time"] is in_time
    assert str(told_of["meeting_held"] or "") == (held_on or "")
    assert "CANARY" not in str(document)
