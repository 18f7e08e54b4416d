"""Actions: what will be different, what was, a second person, and whoever they follow (§3)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from store.acts.audit_month.returns import Improvement, open_actions
from store.sheets.cases import CaseSheet
from store.tables import Audit
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.acts.arranging_actions import (
    CLOSURE,
    CONFIRMED,
    DONE,
    NOT_YET,
    OUTCOME,
    actions_of,
    close,
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
    case,
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


def test_3_the_closure_is_recorded_within_5_working_days_of_the_last_action(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(), improvement("team_manager"))
    first, second = actions_of(council, audit)
    close(council, first, audit.team_manager)
    assert "closure.record" not in council.duties(audit.id)
    with pytest.raises(Stale, match="1 of its actions is still open"):
        council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    close(council, second, HOS)
    duty = council.duties(audit.id)["closure.record"]
    assert (duty.owner, duty.due_at) == ("post:head_of_service:Frontdoor", at(1, 11, 17))
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    assert council.audit(audit.id).closed_at == at(1, 5)
    assert "closure.record" not in council.duties(audit.id)
    assert "post:audit_manager" in told(council, "closed")


def test_3_the_closure_cites_the_supervision_date(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    with pytest.raises(Invalid) as refused:
        council.do("closure.recorded", audit.id, {"recorded_on": "2027-01-05"}, by=HOS, at=at(1, 5))
    assert "supervision_on" in refused.value.fields
    ahead = CLOSURE | {"supervision_on": "2027-01-06"}
    with pytest.raises(Invalid) as refused:
        council.do("closure.recorded", audit.id, ahead, by=HOS, at=at(1, 5))
    assert "supervision_on" in refused.value.fields
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    (row,) = council.table("progress")
    assert json.loads(row["details"]) == {"supervision_on": "2027-01-05"}


def test_3_new_actions_after_the_last_take_the_closure_back(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    more_actions(council, audit.id, when=at(1, 6))
    assert council.audit(audit.id).closed_at is None
    assert "supervision.record" in council.duties(audit.id)
    assert "closure.record" not in council.duties(audit.id)


def more_actions(council: Council, audit_id: str, *, when: datetime, **of: Any) -> None:
    """A meeting agrees another action."""
    with council.unit(by=MANAGER, at=when) as unit:
        given = [Improvement.model_validate(improvement(by="2027-02-26", **of))]
        open_actions(unit, unit.get(Audit, audit_id), f"{audit_id}.u99", given)
        unit.record("meeting.held", audit_id, {})


def test_3_good_work_asks_for_no_closure_though_its_actions_are_followed_up(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(), grade="Good")
    action = the_action(council, audit)
    assert council.duties(action.id).keys() == {"action.complete"}
    close(council, action, audit.team_manager)
    assert not {"closure.record", "supervision.record"} & council.duties(audit.id).keys()


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


def test_3_a_leaver_who_did_it_is_followed_when_it_is_opened_again(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    council.do("person.left", audit.practitioner, {"on": "2026-12-30"}, at=at(12, 30))
    council.do("action.reopen", action.id, NOT_YET, by=audit.team_manager, at=CONFIRMED)
    assert the_action(council, audit).owner == audit.team_manager
    assert council.duties(action.id)["action.complete"].owner == audit.team_manager


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
