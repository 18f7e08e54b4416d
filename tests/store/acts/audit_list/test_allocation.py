"""Allocation: independence, at the first allocation and ever after (programme.md §2.3)."""

from datetime import date

import pytest

from store.tables import Case
from store.vocabulary.errors import Invalid, Stale
from tests.store.acts.arranging import (
    case_today,
    change_person,
    everybody,
    reallocating,
    submit_return,
)
from tests.store.council import HOS, OFFICER, Council


def test_2_3_every_row_holds_the_proof_that_each_hard_rule_is_kept(council: Council) -> None:
    for audit in council.audits():
        proof = audit.independence or {}
        assert set(proof) == {"auditor", "moderator"}
        assert len(proof["auditor"]) >= 10
        assert all(kept for rules in proof.values() for kept in rules.values())


def test_2_3_nobody_audits_their_own_team_or_moderates_what_they_audit(council: Council) -> None:
    people = everybody(council)
    for audit in council.audits():
        assert people[audit.auditor or ""].team != audit.team
        assert audit.moderator not in (audit.auditor, HOS)


def test_2_3_a_swap_of_people_must_be_as_lawful_as_the_first_allocation(council: Council) -> None:
    audit = reallocating(council)
    team_mate = f"ap.{audit.team.lower()}"
    with pytest.raises(Invalid, match="would not be independent") as refused:
        council.do("list.swap", audit.id, {"auditor": team_mate, "reason": "x"}, by=OFFICER)
    assert "not in the case's team" in refused.value.fields["auditor"]
    with pytest.raises(Invalid) as refused:
        council.do("list.swap", audit.id, {"moderator": HOS, "reason": "x"}, by=OFFICER)
    assert "not Head of the service audited" in refused.value.message
    with pytest.raises(Invalid):
        council.do("list.swap", audit.id, {"auditor": "no.one", "reason": "x"}, by=OFFICER)


def test_2_3_independence_is_checked_again_at_accept_for_people_move(council: Council) -> None:
    audit = council.audits()[0]
    change_person(council, audit.auditor, team=audit.team, service="Frontdoor")
    with pytest.raises(Invalid) as refused:
        council.do("allocation.accept", audit.id, by=audit.auditor or "")
    assert refused.value.fields == {"independence": "not in the case's team"}


def test_2_3_independence_is_checked_again_at_return(council: Council) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    with council.unit() as unit:
        # Whatever moved them, it was no import: that would have found the conflict by itself.
        unit.get(Case, audit.case_ref).involved = [audit.auditor or ""]
        unit.record("case.moved", audit.case_ref, {})
    with pytest.raises(Invalid) as refused:
        submit_return(council, audit)
    assert set(refused.value.fields) == {"independence"}


def test_2_3_who_loses_independence_by_an_import_has_a_conflict_to_be_resolved(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    council.load_cases([case_today(audit, involved=[audit.auditor or ""])])
    assert council.audit(audit.id).state == "conflict_declared"
    assert council.duties(audit.id)["conflict.resolve"].owner == "post:audit_team"
    with pytest.raises(Stale):
        submit_return(council, audit)
    kept = {"outcome": "keep", "reason": "It is only a little"}
    with pytest.raises(Invalid, match="no longer independent"):
        council.do("conflict.resolve", audit.id, kept, by=OFFICER)


def test_2_3_an_absence_recorded_meanwhile_does_not_stop_who_is_there_all_the_same(
    council: Council,
) -> None:
    audit = council.audits()[0]
    change_person(
        council, audit.auditor, absent_from=date(2026, 12, 1), absent_to=date(2026, 12, 4)
    )
    council.do("allocation.accept", audit.id, by=audit.auditor or "")


def test_2_3_a_deputy_for_each_moderator_is_named_with_the_list(council: Council) -> None:
    for audit in council.audits():
        assert audit.deputy is not None
        assert audit.deputy not in (audit.auditor, audit.moderator)
