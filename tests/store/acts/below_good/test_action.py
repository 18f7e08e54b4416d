"""Actions: what will be different, what was, a second person, and whoever they follow (§3)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.acts.arranging_actions import (
    CONFIRMED,
    DONE,
    NOT_YET,
    OUTCOME,
    actions_of,
    do_it,
    improvement,
    open_ones,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import CHECKED, MODERATED, told
from tests.store.council import (
    DIRECTOR,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    PSW,
    Council,
    a_return,
    of_team,
)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def test_2_8_work_on_an_action_may_start_when_the_audit_is_returned(council: Council) -> None:
    audit = with_actions(council, moderated=False)
    action = the_action(council, audit)
    duty = council.duties(action.id)["action.complete"]
    assert (action.state, action.owner, duty.owner) == (
        "open",
        audit.practitioner,
        audit.practitioner,
    )
    assert (duty.due_at, duty.rule) == (at(12, 31, 17), "its own date")


def test_3_an_action_is_due_on_its_own_date_and_never_on_a_day_without_work(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(by="2026-12-26"))
    duty = council.duties(the_action(council, audit).id)["action.complete"]
    assert duty.due_at == at(12, 29, 17)
    assert "Sat 26 Dec is no working day" in duty.rule


def test_3_an_action_says_what_will_be_different_and_closing_it_what_was(council: Council) -> None:
    action = the_action(council, with_actions(council))
    for missing in ("different", "evidence"):
        given = {key: said for key, said in OUTCOME.items() if key != missing}
        with pytest.raises(Invalid) as refused:
            council.do("action.done", action.id, given, by=action.owner, at=DONE)
        assert missing in refused.value.fields
    do_it(council, action)
    done = the_action(council, council.audit(action.audit))
    with council.read() as reader:
        assert json.loads(reader.unseal(done.outcome) or "") == OUTCOME
    assert (done.state, done.done_by, done.done_at) == ("done", action.owner, DONE)


def test_2_8_an_action_without_what_will_be_different_is_refused(council: Council) -> None:
    audit = council.audits()[0]
    vague = improvement()
    del vague["different"]
    with pytest.raises(Invalid) as refused:
        submit_return(council, audit, grade="RI", actions=[vague])
    assert "actions.0.different" in refused.value.fields


def test_what_an_action_is_about_and_what_it_made_different_stand_in_no_fact(
    council: Council,
) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    council.do("action.reopen", action.id, NOT_YET, by=audit.team_manager, at=CONFIRMED)
    assert "CANARY" not in str(council.table("fact"))


SECOND = (
    ("practitioner", "case", lambda audit: audit.team_manager),
    ("team_manager", "case", lambda _: HOS),
    ("head_of_service", "case", lambda _: MANAGER),
    ("practitioner", "service", lambda _: MANAGER),
    ("head_of_service", "service", lambda _: MANAGER),
    ("team_manager", "report", lambda _: PSW),
)


@pytest.mark.parametrize(("who", "scope", "second"), SECOND)
def test_3_a_second_person_above_the_owner_confirms_it(
    council: Council, who: str, scope: str, second: Any
) -> None:
    audit = with_actions(council, improvement(who, scope))
    action = the_action(council, audit)
    owner = HOS if who == "head_of_service" else action.owner
    do_it(council, action, by=owner)
    duty = council.duties(action.id)["action.confirm"]
    # Wed 30, Thu 31 December, Mon 4 January.
    assert duty.due_at == at(1, 4, 17)
    with pytest.raises(NotAllowed):
        council.do("action.confirm", action.id, by=owner, at=DONE)
    council.do("action.confirm", action.id, by=second(audit), at=DONE)
    assert the_action(council, audit).confirmed_by == second(audit)
    assert council.duties(action.id).keys() <= {"board.signoff"}


def test_3_nobody_confirms_their_own_action_in_another_post_or_by_delegation(
    council: Council,
) -> None:
    audit = with_actions(council, improvement("team_manager", "case"))
    action, owner = the_action(council, audit), audit.team_manager
    away = {"from": "2026-12-15", "to": "2027-01-31", "delegate": owner}
    council.do("person.absent", HOS, away, by=OFFICER, at=MODERATED)
    do_it(council, action)
    with pytest.raises(NotAllowed):
        council.do("action.confirm", action.id, by=owner, at=DONE)
    council.do("action.confirm", action.id, by=DIRECTOR, at=DONE)


def test_3_whoever_did_it_in_the_owners_place_does_not_confirm_it_either(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    away = {"from": "2026-12-15", "to": "2027-01-31", "delegate": audit.team_manager}
    council.do("person.absent", audit.practitioner, away, by=OFFICER, at=MODERATED)
    do_it(council, action, by=audit.team_manager)
    assert council.duties(action.id)["action.confirm"].owner == "post:head_of_service:Frontdoor"
    with pytest.raises(NotAllowed):
        council.do("action.confirm", action.id, by=audit.team_manager, at=DONE)
    council.do("action.confirm", action.id, by=HOS, at=DONE)


def test_3_a_second_person_who_is_not_convinced_opens_it_again_and_says_why(
    council: Council,
) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    with pytest.raises(Invalid):
        council.do("action.reopen", action.id, {"reason": " "}, by=audit.team_manager, at=CONFIRMED)
    council.do("action.reopen", action.id, NOT_YET, by=audit.team_manager, at=CONFIRMED)
    duty = council.duties(action.id)["action.complete"]
    # Its own date has passed: 5 working days, Tue 5 to Mon 11 January.
    assert duty.due_at == at(1, 11, 17)
    assert "action.confirm" not in council.duties(action.id)
    assert action.owner in told(council, "action_reopened")
    with pytest.raises(Stale):
        council.do("action.confirm", action.id, by=audit.team_manager, at=CONFIRMED)


def test_2_9_actions_of_a_return_that_goes_back_are_owed_by_nobody(council: Council) -> None:
    audit = with_actions(council, moderated=False)
    council.do("check.send_back", audit.id, {"reasons": ["no_analysis"]}, by=OFFICER, at=CHECKED)
    first = the_action(council, audit)
    assert (first.state, council.duties(first.id)) == ("withdrawn", {})
    council.do("return.submit", audit.id, a_return(grade="RI"), by=audit.auditor or "", at=CHECKED)
    assert [action.state for action in actions_of(council, audit)] == ["withdrawn", "open"]
    assert len(open_ones(council, "action.complete")) == 1


def test_2_8_actions_of_a_return_that_is_taken_back_are_owed_by_nobody(council: Council) -> None:
    audit = with_actions(council, moderated=False)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=RETURNED)
    assert the_action(council, audit).state == "withdrawn"
    assert not open_ones(council, "action.complete")


def test_3_whoever_is_away_has_a_delegate_for_their_actions(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    away = {"from": "2026-12-15", "to": "2027-01-31", "delegate": of_team("ap", audit.team)}
    council.do("person.absent", audit.practitioner, away, by=OFFICER, at=MODERATED)
    with pytest.raises(NotAllowed):
        do_it(council, action, by=HOS_CARE)
    do_it(council, action, by=of_team("ap", audit.team))


def test_3_two_presses_close_an_action_once(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    first = council.do(
        "action.done", action.id, OUTCOME, by=action.owner, at=DONE, version=action.version
    )
    again = council.do(
        "action.done", action.id, OUTCOME, by=action.owner, at=DONE, version=action.version
    )
    assert (again.repeated, again.seq) == (True, first.seq)


def test_an_actions_day_is_within_what_the_calendar_knows(council: Council) -> None:
    audit = council.audits()[0]
    with pytest.raises(Invalid) as refused:
        submit_return(council, audit, grade="RI", actions=[improvement(by="2040-01-02")])
    assert "too far ahead" in refused.value.fields["actions.0.by"]
    assert not actions_of(council, audit)


def test_the_ledger_is_whole_after_all_of_it(council: Council) -> None:
    audit = with_actions(council, improvement("head_of_service", "service"))
    do_it(council, the_action(council, audit), by=HOS)
    council.do("action.confirm", the_action(council, audit).id, by=MANAGER, at=CONFIRMED)
    assert council.problems() == []
