"""Actions follow people who leave and cases that move (programme.md §3)."""

from datetime import UTC, datetime

import pytest

from store.sheets.cases import CaseSheet
from store.vocabulary.errors import NotAllowed
from tests.store.acts.arranging_actions import (
    CONFIRMED,
    DONE,
    NOT_YET,
    do_it,
    improvement,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import told
from tests.store.council import HOS, MANAGER, Council, case, of_team


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def test_3_a_practitioner_who_leaves_hands_their_actions_to_the_team_manager(
    council: Council,
) -> None:
    audit = with_actions(council)
    council.do("person.left", audit.practitioner, {"on": "2026-12-15"}, at=at(12, 15))
    action = the_action(council, audit)
    assert action.owner == audit.team_manager
    assert council.duties(action.id)["action.complete"].owner == audit.team_manager
    assert audit.team_manager in told(council, "action_given")
    do_it(council, action)
    # Its second person is no longer the Team Manager, whose own it is now.
    with pytest.raises(NotAllowed):
        council.do("action.confirm", action.id, by=audit.team_manager, at=DONE)
    council.do("action.confirm", action.id, by=HOS, at=DONE)


def test_3_a_team_manager_who_leaves_hands_their_actions_to_the_head_of_service(
    council: Council,
) -> None:
    audit = with_actions(council, improvement("team_manager"))
    council.do("person.left", audit.team_manager, {"on": "2026-12-15"}, at=at(12, 15))
    action = the_action(council, audit)
    assert action.owner == "post:head_of_service:Frontdoor"
    do_it(council, action, by=HOS)
    council.do("action.confirm", action.id, by=MANAGER, at=DONE)


def test_3_a_second_person_who_leaves_is_followed_by_the_next_above(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    council.do("person.left", audit.team_manager, {"on": "2026-12-30"}, at=at(12, 30))
    assert council.duties(action.id)["action.confirm"].owner == "post:head_of_service:Frontdoor"
    council.do("action.confirm", action.id, by=HOS, at=at(12, 30))


def moved(council: Council, ref: str, to: str, *, when: datetime) -> None:
    """The case sheet says that another team works with the case."""
    row = case(ref, service="Care", team=to)
    given = {"file": "cases.csv", "rows": 1, "sheet": CaseSheet((row,), (), ())}
    council.do("cases.import", council.programme, given, at=when)


@pytest.mark.parametrize(
    ("who", "then"),
    [
        ("practitioner", of_team("sw", "Care One")),
        ("team_manager", of_team("tm", "Care One")),
        ("head_of_service", "post:head_of_service:Care"),
    ],
)
def test_3_a_case_moved_takes_its_actions_along(council: Council, who: str, then: str) -> None:
    audit = with_actions(council, improvement(who))
    moved(council, audit.case_ref, "Care One", when=at(12, 15))
    action = the_action(council, audit)
    assert (action.owner, council.duties(action.id)["action.complete"].owner) == (then, then)
    assert then in told(council, "action_given")


def test_3_a_case_moved_takes_the_confirming_along_too(council: Council) -> None:
    audit = with_actions(council)
    do_it(council, the_action(council, audit))
    moved(council, audit.case_ref, "Care One", when=at(12, 30))
    action = the_action(council, audit)
    assert action.owner == audit.practitioner
    assert council.duties(action.id)["action.confirm"].owner == of_team("tm", "Care One")
    council.do("action.confirm", action.id, by=of_team("tm", "Care One"), at=at(12, 30))


def test_3_actions_of_the_service_stay_with_it_when_a_case_moves(council: Council) -> None:
    audit = with_actions(council, improvement("head_of_service", "service"))
    moved(council, audit.case_ref, "Care One", when=at(12, 15))
    assert the_action(council, audit).owner == "post:head_of_service:Frontdoor"


def test_3_a_leaver_who_did_it_is_followed_when_it_is_opened_again(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    council.do("person.left", audit.practitioner, {"on": "2026-12-30"}, at=at(12, 30))
    council.do("action.reopen", action.id, NOT_YET, by=audit.team_manager, at=CONFIRMED)
    assert the_action(council, audit).owner == audit.team_manager
    assert council.duties(action.id)["action.complete"].owner == audit.team_manager
