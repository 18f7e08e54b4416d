"""Confirmation of the list by the Head of Service (programme.md §2.4)."""

from datetime import UTC, datetime

import pytest

from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import another_auditor, case_today
from tests.store.council import CYCLE, DIRECTOR, GM, HOS, HOS_CARE, MANAGER, OFFICER, SETUP, Council


def _proposed(council: Council) -> str:
    cycle = council.open_cycle(month="2027-01-01")
    council.draw(cycle)
    council.do("list.propose", cycle, at=SETUP)
    return cycle


def test_2_4_the_list_goes_to_the_head_of_service_and_managers_and_academy_are_copied(
    council: Council,
) -> None:
    assert council.messages("list") == [("post:head_of_service:Frontdoor", CYCLE)]
    assert sorted(to for to, _ in council.messages("list_copy")) == [
        "post:group_manager:Frontdoor",
        "post:head_of_learning_academy",
    ]


def test_2_5_the_audit_team_hears_that_the_list_was_confirmed(council: Council) -> None:
    assert council.messages("list_confirmed") == [("post:audit_team", CYCLE)]


def test_2_4_the_head_of_service_has_two_working_days(council: Council) -> None:
    duty = council.duties(CYCLE, still_open=False)["list.confirm"]
    assert duty.due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)
    assert duty.outcome == "met"


def test_2_4_the_head_of_another_service_cannot_confirm_the_list(council: Council) -> None:
    cycle = _proposed(council)
    for upn in (HOS_CARE, GM, MANAGER, DIRECTOR):
        with pytest.raises(NotAllowed):
            council.do("list.confirm", cycle, by=upn)


def test_2_4_a_list_that_could_not_be_confirmed_is_not_sent_and_says_which_rows_to_swap(
    council: Council,
) -> None:
    cycle = council.open_cycle(month="2027-01-01")
    council.draw(cycle)
    row = council.audits(state="allocated", cycle=cycle)[0]
    council.load_cases([case_today(row, involved=[row.auditor or ""])])
    with pytest.raises(Invalid, match=f"independent: {row.case_ref}. Swap them") as refused:
        council.do("list.propose", cycle, by=OFFICER)
    assert refused.value.fields.keys() == {row.id}
    council.do(
        "list.swap", row.id, {"auditor": another_auditor(council, row), "reason": "x"}, by=OFFICER
    )
    council.do("list.propose", cycle, by=OFFICER)


def test_2_4_changes_are_asked_row_by_row_each_with_its_reason(council: Council) -> None:
    cycle = _proposed(council)
    rows = council.audits(state="allocated", cycle=cycle)[:2]
    for row in rows:
        council.do("list.change", cycle, {"audit": row.id, "reason": "Not him"}, by=HOS)
    asked = council.table("list_change")
    assert [(row["audit"], row["state"]) for row in asked] == [(r.id, "asked") for r in rows]
    assert ("post:audit_team", asked[0]["id"]) in council.messages("list_change")
    assert "list.propose" in council.duties(cycle)
    assert "list.confirm" not in council.duties(cycle)


def test_2_4_a_list_with_changes_asked_is_confirmed_only_after_it_was_proposed_again(
    council: Council,
) -> None:
    cycle = _proposed(council)
    row = council.audits(state="allocated", cycle=cycle)[0]
    council.do("list.change", cycle, {"audit": row.id, "reason": "Not him"}, by=HOS)
    with pytest.raises(Stale):
        council.do("list.confirm", cycle, by=HOS)
    council.do("list.propose", cycle, by=OFFICER)
    assert {row["state"] for row in council.table("list_change")} == {"answered"}
    council.do("list.confirm", cycle, by=HOS)


@pytest.mark.parametrize("which", ["a dip sample", "another cycle's audit", "no audit"])
def test_2_4_only_a_row_of_the_list_can_be_changed(council: Council, which: str) -> None:
    cycle = _proposed(council)
    dip = next(
        a["id"] for a in council.table("audit") if a["kind"] == "dip" and a["cycle"] == cycle
    )
    audit = {"a dip sample": dip, "another cycle's audit": council.audits()[0].id, "no audit": "x"}
    with pytest.raises(Invalid) as refused:
        council.do("list.change", cycle, {"audit": audit[which], "reason": "x"}, by=HOS)
    assert refused.value.fields == {"audit": "is not on the list"}


def test_2_4_a_list_with_a_row_that_is_no_longer_independent_is_not_issued(
    council: Council,
) -> None:
    cycle = _proposed(council)
    row = council.audits(state="allocated", cycle=cycle)[0]
    council.load_cases([case_today(row, involved=[row.auditor or ""])])
    with pytest.raises(Invalid) as refused:
        council.do("list.confirm", cycle, by=HOS)
    assert refused.value.fields == {row.id: "auditor: no declared involvement"}
    given = {"auditor": another_auditor(council, row), "reason": "Involved"}
    with pytest.raises(Invalid, match="The list is with the Head of Service"):
        council.do("list.swap", row.id, given, by=OFFICER)
    council.do("list.change", cycle, {"audit": row.id, "reason": "Involved"}, by=HOS)
    council.do("list.swap", row.id, given, by=OFFICER)
    council.do("list.propose", cycle, by=OFFICER)
    council.do("list.confirm", cycle, by=HOS)
