"""What follows an exemption or a conflict: the audit finds another auditor (programme.md §2.7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import (
    a_swap,
    another_auditor,
    change_person,
    decider,
    everybody,
    everybody_else_untrained,
    given_to,
    reallocating,
    submit_return,
)
from tests.store.council import DUE, HOS, ISSUED, OFFICER, OTHER_OFFICER, Council


def test_2_7_approved_the_case_is_reallocated_in_the_same_commit(council: Council) -> None:
    audit = council.audits()[0]
    after = council.exempt(audit)
    assert after.state == "reallocating"
    assert after.auditor not in (None, audit.auditor)
    assert after.barred == [audit.auditor]
    assert all(kept for rules in (after.independence or {}).values() for kept in rules.values())
    assert council.table("exemption")[0]["replacement"] == after.auditor
    assert (audit.auditor, council.table("exemption")[0]["id"]) in council.messages("exempted")
    assert ("post:audit_team", audit.id) in council.messages("reallocation")


def test_2_7_approved_the_first_auditor_owes_nothing_any_more(council: Council) -> None:
    audit = council.audits()[0]
    council.exempt(audit)
    owed = council.duties(audit.id)
    assert set(owed) == {"reallocation.confirm"}
    assert owed["reallocation.confirm"].owner == "post:audit_team"
    assert owed["reallocation.confirm"].due_at == datetime(2026, 12, 2, 17, tzinfo=UTC)


def test_2_7_the_new_auditor_has_nothing_to_do_before_the_audit_team_confirmed(
    council: Council,
) -> None:
    after = council.exempt(council.audits()[0])
    with pytest.raises(Stale):
        council.do("allocation.accept", after.id, by=after.auditor or "")
    assert (after.auditor, after.id) not in council.messages("allocation")
    council.do("reallocation.confirm", after.id, by=OFFICER)
    assert (after.auditor, after.id) in council.messages("allocation")
    council.do("allocation.accept", after.id, by=after.auditor or "")


def test_2_7_the_audit_team_may_name_another_but_only_a_lawful_one(council: Council) -> None:
    audit = council.audits()[0]
    after = council.exempt(audit)
    wrong = {
        "no.one": "is not known",
        audit.auditor or "": "gave this audit up",
        f"ap.{audit.team.lower()}": "auditor: not in the case's team",
    }
    for upn, why in wrong.items():
        with pytest.raises(Invalid) as refused:
            council.do("reallocation.confirm", audit.id, {"auditor": upn}, by=OFFICER)
        assert refused.value.fields["auditor"] == why
    other = another_auditor(council, after)
    council.do("reallocation.confirm", audit.id, {"auditor": other}, by=OFFICER)
    assert council.audit(audit.id).auditor == other


def test_2_7_who_gave_an_audit_up_is_never_named_for_it_again(council: Council) -> None:
    audit, given_up = council.audits()[0], set[str | None]()
    for _ in range(4):
        given_up.add(council.audit(audit.id).auditor)
        now = council.exempt(council.audit(audit.id), by=decider(council, audit.id))
        assert now.auditor not in given_up
        council.do("reallocation.confirm", audit.id, by=OFFICER)


def test_2_7_a_declared_conflict_goes_to_the_audit_team_and_stops_the_work(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.do("conflict.declare", audit.id, {"reason": "My cousin"}, by=audit.auditor or "")
    duty = council.duties(audit.id)["conflict.resolve"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", datetime(2026, 12, 2, 17, tzinfo=UTC))
    with pytest.raises(Stale):
        submit_return(council, audit)
    with pytest.raises(NotAllowed):
        council.do("conflict.resolve", audit.id, {"outcome": "keep", "reason": "x"}, by=HOS)


def test_2_7_a_conflict_is_resolved_by_reallocation_or_kept_with_the_reason(
    council: Council,
) -> None:
    one, other = council.audits()[:2]
    for audit, outcome in ((one, "reallocate"), (other, "keep")):
        council.do("conflict.declare", audit.id, {"reason": "x"}, by=audit.auditor or "")
        council.do("conflict.resolve", audit.id, {"outcome": outcome, "reason": "y"}, by=OFFICER)
    assert council.audit(one.id).state == "reallocating"
    assert council.audit(one.id).auditor != one.auditor
    assert (council.audit(other.id).state, council.audit(other.id).auditor) == (
        "issued",
        other.auditor,
    )
    assert "allocation.accept" in council.duties(other.id)


def test_2_7_an_audit_officer_does_not_resolve_the_conflict_that_they_declared(
    council: Council,
) -> None:
    """It would be an exemption of one's own making."""
    change_person(council, OFFICER, trained_on=date(2026, 1, 5))
    audit = given_to(council, OFFICER)
    council.do("conflict.declare", audit.id, {"reason": "x"}, by=OFFICER)
    given = {"outcome": "reallocate", "reason": "y"}
    with pytest.raises(NotAllowed):
        council.do("conflict.resolve", audit.id, given, by=OFFICER)
    council.do("conflict.resolve", audit.id, given, by=OTHER_OFFICER)


@pytest.mark.parametrize(
    ("reallocated", "due", "rule"),
    [
        (ISSUED, DUE, "date it had"),
        (
            datetime(2026, 12, 17, 11, tzinfo=UTC),
            datetime(2026, 12, 24, 17, tzinfo=UTC),
            "5 working days from reallocation on Thu 17 Dec",
        ),
    ],
)
def test_2_7_a_reallocated_return_is_due_at_the_later_of_the_old_date_and_five_working_days(
    council: Council, reallocated: datetime, due: datetime, rule: str
) -> None:
    audit = council.audits()[0]
    council.exempt(audit, at=reallocated)
    # It counts from the reallocation, not from the day on which the audit team confirmed it.
    council.do("reallocation.confirm", audit.id, by=OFFICER, at=reallocated + timedelta(days=1))
    duty = council.duties(audit.id)["return.submit"]
    assert duty.due_at == due == council.audit(audit.id).due
    assert rule in duty.rule


def test_2_7_when_nobody_lawful_is_left_the_audit_team_hears_it_and_names_somebody(
    council: Council,
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        everybody_else_untrained(unit, keep=audit.auditor or "")
    after = council.exempt(audit)
    assert (after.state, after.auditor) == ("reallocating", None)
    with pytest.raises(Invalid, match="Nobody is free"):
        council.do("reallocation.confirm", audit.id, by=OFFICER)
    fresh = next(p.id for p in everybody(council).values() if p.team and p.team != audit.team
                 and p.id != audit.auditor and "auditor" in p.roles)  # fmt: skip
    change_person(council, fresh, trained_on=date(2026, 1, 5))
    council.do("reallocation.confirm", audit.id, {"auditor": fresh}, by=OFFICER)
    assert council.audit(audit.id).state == "issued"


def test_2_7_a_swapped_case_leaves_no_duty_behind_and_the_new_one_is_to_be_confirmed(
    council: Council,
) -> None:
    audit = reallocating(council)
    council.do("list.swap", audit.id, a_swap(council), by=OFFICER)
    assert council.audit(audit.id).state == "swapped"
    assert council.duties(audit.id) == {}
    fresh = next(a for a in council.audits(state="reallocating"))
    assert set(council.duties(fresh.id)) == {"reallocation.confirm"}
    council.do("reallocation.confirm", fresh.id, by=OFFICER)
    assert council.audit(fresh.id).state == "issued"
    assert council.duties(fresh.id)["return.submit"].due_at == DUE
