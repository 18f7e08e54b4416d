"""The rules of an audit month, each by its paragraph of programme.md §2."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col

from store.drawing import draw
from store.errors import Invalid, NotAllowed, Stale
from store.ledger import Unit
from store.people import exempting_authority
from store.registry import enact
from store.tables import Audit, Cycle, Duty, Person, Programme
from tests.store.council import (
    ACADEMY,
    CYCLE,
    DIRECTOR,
    DOMAINS,
    DUE,
    GM,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    SETUP,
    Council,
    a_return,
    build,
    case,
    caseload,
    person,
    profile_text,
    staff,
)

# ---- §2.2 selection -----------------------------------------------------------------------------


def test_2_2_the_draw_can_be_repeated_by_anyone_from_what_was_recorded(council: Council) -> None:
    with council.read() as reader:
        cycle = reader.get(Cycle, CYCLE)
        drawn = {audit.case_ref for audit in reader.rows(Audit, col(Audit.kind) == "full")}
    again = draw(cycle.pool, 8, seed=cycle.seed or 0, purpose="full")
    assert set(again) == drawn
    assert cycle.seed == 7
    assert cycle.parameters is not None
    assert cycle.parameters["full"]["team_manager"] == 5


def test_2_2_the_quotas_of_managers_and_advanced_practitioners_are_drawn(council: Council) -> None:
    quotas = [audit.quota for audit in council.audits()]
    assert (quotas.count("team_manager"), quotas.count("advanced_practitioner")) == (5, 3)


def test_2_2_dip_samples_are_drawn_beside_the_full_audits_for_each_line_of_enquiry(
    council: Council,
) -> None:
    with council.read() as reader:
        dips = reader.rows(Audit, col(Audit.kind) == "dip")
        full = {audit.case_ref for audit in reader.rows(Audit, col(Audit.kind) == "full")}
    assert 1 <= len(dips) <= 2
    assert {dip.kloe for dip in dips} == {1}
    assert full.isdisjoint(dip.case_ref for dip in dips)
    assert {dip.state for dip in dips} == {"drawn"}


def test_2_2_a_dip_sample_keeps_to_the_filter_of_its_line_of_enquiry(empty: Council) -> None:
    empty.found()
    empty.load_people(staff())
    others = [case(f"FR-X{n}", team="MASH", flags=()) for n in range(9)]
    empty.load_cases([*caseload(), *others])
    empty.do("cycle.select", empty.open_cycle(), {"seed": 7}, at=SETUP)
    dips = [row["case_ref"] for row in empty.table("audit") if row["kind"] == "dip"]
    assert dips
    assert not any(ref.startswith("FR-X") for ref in dips)


def test_2_2_a_swap_needs_a_reason_and_is_a_fact(council: Council) -> None:
    audit = _reallocating(council)
    with pytest.raises(Invalid) as refused:
        council.do("list.swap", audit.id, {"case_ref": _undrawn(council)}, by=OFFICER)
    assert refused.value.fields == {"reason": "is needed"}
    council.do("list.swap", audit.id, _swap(council), by=OFFICER)
    assert "list.swap" in council.verbs()


def test_2_2_a_swap_that_names_nothing_is_refused(council: Council) -> None:
    audit = _reallocating(council)
    with pytest.raises(Invalid, match="Say what to put in its place"):
        council.do("list.swap", audit.id, {"reason": "Because"}, by=OFFICER)


def test_2_2_a_case_is_swapped_only_for_one_of_the_same_service_that_is_not_on_the_list(
    council: Council,
) -> None:
    audit = _reallocating(council)
    other = council.audits()[0].case_ref
    for wrong in ("CA-10", "FR-99", other):
        with pytest.raises(Invalid) as refused:
            council.do("list.swap", audit.id, {"case_ref": wrong, "reason": "x"}, by=OFFICER)
        assert "case_ref" in refused.value.fields


# ---- §2.3 allocation ----------------------------------------------------------------------------


def test_2_3_every_row_holds_the_proof_that_each_hard_rule_is_kept(council: Council) -> None:
    for audit in council.audits():
        proof = audit.independence or {}
        assert set(proof) == {"auditor", "moderator"}
        assert len(proof["auditor"]) >= 10
        assert all(kept for rules in proof.values() for kept in rules.values())


def test_2_3_nobody_audits_their_own_team_or_moderates_what_they_audit(council: Council) -> None:
    people = _people(council)
    for audit in council.audits():
        assert people[audit.auditor or ""].team != audit.team
        assert audit.moderator not in (audit.auditor, HOS)


def test_2_3_a_swap_of_people_must_be_as_lawful_as_the_first_allocation(council: Council) -> None:
    audit = _reallocating(council)
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
    _move(council, audit.auditor, team=audit.team, service="Frontdoor")
    with pytest.raises(Invalid, match="no longer be independent") as refused:
        council.do("allocation.accept", audit.id, by=audit.auditor or "")
    assert refused.value.fields == {"independence": "not in the case's team"}


def test_2_3_independence_is_checked_again_at_return(council: Council) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    council.load_cases([_now(audit, involved=[audit.auditor or ""])])
    with pytest.raises(Invalid, match="no longer be independent"):
        _return(council, audit)


def test_2_3_an_absence_recorded_meanwhile_does_not_stop_who_is_there_all_the_same(
    council: Council,
) -> None:
    audit = council.audits()[0]
    _move(council, audit.auditor, absent_from=date(2026, 12, 1), absent_to=date(2026, 12, 4))
    council.do("allocation.accept", audit.id, by=audit.auditor or "")


def test_2_3_a_deputy_for_each_moderator_is_named_with_the_list(council: Council) -> None:
    for audit in council.audits():
        assert audit.deputy is not None
        assert audit.deputy not in (audit.auditor, audit.moderator)


# ---- §2.4 confirmation --------------------------------------------------------------------------


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
        "post:group_manager:Frontdoor", "post:head_of_learning_academy",
    ]  # fmt: skip


def test_2_4_the_head_of_service_has_two_working_days(council: Council) -> None:
    duty = council.duties(CYCLE, still_open=False)["list.confirm"]
    assert duty.due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)
    assert duty.outcome == "met"


def test_2_4_the_head_of_another_service_cannot_confirm_the_list(council: Council) -> None:
    cycle = _proposed(council)
    for upn in (HOS_CARE, GM, MANAGER, DIRECTOR):
        with pytest.raises(NotAllowed):
            council.do("list.confirm", cycle, by=upn)


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
    assert refused.value.fields == {"audit": "choose a row of the list"}


def test_2_4_a_list_with_a_row_that_is_no_longer_independent_is_not_issued(
    council: Council,
) -> None:
    cycle = _proposed(council)
    row = council.audits(state="allocated", cycle=cycle)[0]
    council.load_cases([_now(row, involved=[row.auditor or ""])])
    with pytest.raises(Invalid) as refused:
        council.do("list.confirm", cycle, by=HOS)
    assert refused.value.fields == {row.id: "auditor: no declared involvement"}
    council.do("list.swap", row.id, {"auditor": _another(council, row), "reason": "Involved"},
               by=OFFICER)  # fmt: skip
    council.do("list.confirm", cycle, by=HOS)


# ---- §2.5 issue ---------------------------------------------------------------------------------


def test_2_5_on_confirmation_everybody_hears_the_same_day(council: Council) -> None:
    audits = council.audits()
    assert sorted(council.messages("allocation")) == sorted((a.auditor, a.id) for a in audits)
    assert {to for to, _ in council.messages("moderating")} == {a.moderator for a in audits}
    assert {to for to, _ in council.messages("selected")} == {a.practitioner for a in audits}
    assert {to for to, _ in council.messages("selected_team")} == {a.team_manager for a in audits}


def test_2_5_who_has_several_audits_of_a_cycle_to_moderate_hears_once(council: Council) -> None:
    heard = [to for to, _ in council.messages("moderating")]
    assert len(heard) == len(set(heard))


# ---- §2.7 accept, conflict, exemption -----------------------------------------------------------


def test_2_7_the_auditor_has_two_working_days_to_accept(council: Council) -> None:
    duty = council.duties(council.audits()[0].id)["allocation.accept"]
    assert duty.due_at == datetime(2026, 12, 3, 17, tzinfo=UTC)
    assert duty.rule == "2 working days from issue on Tue 1 Dec"


def test_2_7_nobody_accepts_for_somebody_else(council: Council) -> None:
    one, other = council.audits()[:2]
    for upn in (other.auditor, one.moderator, HOS, OFFICER, "nobody.known", ""):
        with pytest.raises(NotAllowed):
            council.do("allocation.accept", one.id, by=upn or "")


def test_2_7_the_request_goes_to_the_auditors_own_head_of_service(council: Council) -> None:
    """Frontdoor is audited; an auditor from Care asks Care's Head, and only that Head decides."""
    audit = _of(council, HOS_CARE)
    council.ask_exemption(audit)
    duty = council.duties(audit.id)["exemption.decide"]
    assert duty.owner == "post:head_of_service:Care"
    assert duty.due_at == datetime(2026, 12, 3, 17, tzinfo=UTC)
    for upn in (HOS, GM, MANAGER, OFFICER, ACADEMY, PSW, DIRECTOR, audit.moderator, audit.auditor):
        with pytest.raises(NotAllowed):
            council.do("exemption.approve", audit.id, by=upn or "")
    council.do("exemption.approve", audit.id, by=HOS_CARE)


def test_2_7_a_head_of_service_who_audits_asks_one_up(council: Council) -> None:
    audit = _given_to(council, HOS_CARE)
    council.ask_exemption(audit)
    assert council.duties(audit.id)["exemption.decide"].owner == DIRECTOR
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=HOS_CARE)
    council.do("exemption.approve", audit.id, by=DIRECTOR)


def test_2_7_who_holds_two_posts_does_not_decide_their_own_with_the_other(
    council: Council,
) -> None:
    """A Team Manager who also acts as Head of the same service."""
    audit = _of(council, HOS_CARE)
    _move(council, audit.auditor, roles=["team_manager", "auditor", "head_of_service"])
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_a_post_taken_on_after_asking_does_not_decide_it_either(council: Council) -> None:
    audit = _of(council, HOS_CARE)
    council.ask_exemption(audit)
    _move(council, audit.auditor, roles=["team_manager", "auditor", "head_of_service"])
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_who_stands_in_for_an_absent_head_does_not_decide_their_own(council: Council) -> None:
    audit = _of(council, HOS_CARE)
    away = {"absent_from": date(2026, 11, 30), "absent_to": date(2026, 12, 9)}
    _move(council, HOS_CARE, delegate=audit.auditor, **away)
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_who_stands_in_for_an_absent_head_decides_anybody_elses(council: Council) -> None:
    audit = _of(council, HOS_CARE)
    away = {"absent_from": date(2026, 11, 30), "absent_to": date(2026, 12, 9)}
    _move(council, HOS_CARE, delegate=PSW, **away)
    council.ask_exemption(audit)
    council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_after_the_absence_the_delegate_decides_nothing_any_more(council: Council) -> None:
    audit = _of(council, HOS_CARE)
    _move(council, HOS_CARE, delegate=PSW, absent_from=date(2026, 11, 2),
          absent_to=date(2026, 11, 30))  # fmt: skip
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_a_directors_request_goes_to_the_named_alternate(council: Council) -> None:
    """The Divisional Director has nobody above: the profile names the PSW."""
    audit = _given_to(council, DIRECTOR)
    council.ask_exemption(audit)
    assert council.duties(audit.id)["exemption.decide"].owner == "post:psw"
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=DIRECTOR)
    council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_where_the_service_has_no_head_it_goes_one_up(council: Council) -> None:
    audit = _of(council, HOS_CARE)
    _move(council, HOS_CARE, left_on=date(2026, 11, 27))
    with council.read() as reader:
        assert exempting_authority(reader, audit.auditor or "") == DIRECTOR


def test_2_7_where_nobody_could_decide_the_request_says_so_and_is_not_lost(
    council: Council,
) -> None:
    audit = _given_to(council, DIRECTOR)
    _move(council, PSW, left_on=date(2026, 11, 27))
    with pytest.raises(Invalid, match="Nobody is left who could decide"):
        council.ask_exemption(audit)
    assert council.audit(audit.id).state == "issued"


def test_2_7_a_reason_and_a_known_category_are_needed(council: Council) -> None:
    audit = council.audits()[0]
    for given in ({"category": "leave"}, {"category": "leave", "reason": " "},
                  {"category": "holiday", "reason": "Away"}, {"reason": "Away"}):  # fmt: skip
        with pytest.raises(Invalid):
            council.do("exemption.request", audit.id, given, by=audit.auditor or "")
    assert council.audit(audit.id).state == "issued"


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
    other = _another(council, after)
    council.do("reallocation.confirm", audit.id, {"auditor": other}, by=OFFICER)
    assert council.audit(audit.id).auditor == other


def test_2_7_who_gave_an_audit_up_is_never_named_for_it_again(council: Council) -> None:
    audit, given_up = council.audits()[0], set[str | None]()
    for _ in range(4):
        given_up.add(council.audit(audit.id).auditor)
        now = council.exempt(council.audit(audit.id), by=_head(council, audit.id))
        assert now.auditor not in given_up
        council.do("reallocation.confirm", audit.id, by=OFFICER)


def test_2_7_refused_the_auditor_hears_why_and_the_due_date_stands(council: Council) -> None:
    audit = council.audits()[0]
    later = ISSUED + timedelta(days=1)
    council.ask_exemption(audit, at=later)
    council.do("exemption.refuse", audit.id, {"reason": "We need you"},
               by=council.head_of(audit.auditor), at=later)  # fmt: skip
    now = council.audit(audit.id)
    assert (now.state, now.auditor, now.due) == ("issued", audit.auditor, audit.due)
    asked = council.table("exemption")[0]
    assert (audit.auditor, asked["id"]) in council.messages("not_exempted")
    with council.read() as reader:
        assert reader.unseal(asked["refusal"]) == "We need you"
    assert council.duties(audit.id)["return.submit"].due_at == DUE


def test_2_7_a_refusal_needs_a_reason(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    with pytest.raises(Invalid):
        council.do("exemption.refuse", audit.id, {}, by=council.head_of(audit.auditor))


def test_2_7_refused_after_accepting_the_audit_stays_accepted(council: Council) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    council.ask_exemption(audit)
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=council.head_of(audit.auditor))
    assert council.audit(audit.id).state == "accepted"
    assert "allocation.accept" not in council.duties(audit.id)


def test_2_7_while_a_request_waits_the_return_is_still_owed_at_its_date(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    assert council.duties(audit.id)["return.submit"].due_at == DUE


def test_2_7_nothing_is_decided_twice(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    head = council.head_of(audit.auditor)
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=head)
    with pytest.raises(Stale):
        council.do("exemption.approve", audit.id, by=head)


def test_2_7_a_declared_conflict_goes_to_the_audit_team_and_stops_the_work(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.do("conflict.declare", audit.id, {"reason": "My cousin"}, by=audit.auditor or "")
    duty = council.duties(audit.id)["conflict.resolve"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", datetime(2026, 12, 2, 17, tzinfo=UTC))
    with pytest.raises(Stale):
        _return(council, audit)
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
        "issued", other.auditor,
    )  # fmt: skip
    assert "allocation.accept" in council.duties(other.id)


def test_2_7_an_audit_officer_does_not_resolve_the_conflict_that_they_declared(
    council: Council,
) -> None:
    """It would be an exemption of one's own making."""
    _move(council, OFFICER, trained_on=date(2026, 1, 5))
    audit = _given_to(council, OFFICER)
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
        _everybody_else_untrained(unit, keep=audit.auditor or "")
    after = council.exempt(audit)
    assert (after.state, after.auditor) == ("reallocating", None)
    with pytest.raises(Invalid, match="Nobody is free"):
        council.do("reallocation.confirm", audit.id, by=OFFICER)
    fresh = next(p.id for p in _people(council).values() if p.team and p.team != audit.team
                 and p.id != audit.auditor and "auditor" in p.roles)  # fmt: skip
    _move(council, fresh, trained_on=date(2026, 1, 5))
    council.do("reallocation.confirm", audit.id, {"auditor": fresh}, by=OFFICER)
    assert council.audit(audit.id).state == "issued"


def test_2_7_a_swapped_case_leaves_no_duty_behind_and_the_new_one_is_to_be_confirmed(
    council: Council,
) -> None:
    audit = _reallocating(council)
    council.do("list.swap", audit.id, _swap(council), by=OFFICER)
    assert council.audit(audit.id).state == "swapped"
    assert council.duties(audit.id) == {}
    fresh = next(a for a in council.audits(state="reallocating"))
    assert set(council.duties(fresh.id)) == {"reallocation.confirm"}
    council.do("reallocation.confirm", fresh.id, by=OFFICER)
    assert council.audit(fresh.id).state == "issued"
    assert council.duties(fresh.id)["return.submit"].due_at == DUE


# ---- §2.8 the return ----------------------------------------------------------------------------


def test_2_8_the_return_is_due_the_earlier_of_the_15th_working_day_and_6_before_the_last(
    council: Council,
) -> None:
    duty = council.duties(council.audits()[0].id)["return.submit"]
    assert duty.due_at == DUE
    assert duty.rule.startswith("the earlier of the 15th working day of December 2026 (Mon 21 Dec)")


def test_2_8_it_goes_to_moderator_practitioner_and_team_manager_audit_team_copied(
    council: Council,
) -> None:
    audit = council.audits()[0]
    _return(council, audit)
    assert {to for to, subject in council.messages("returned") if subject == audit.id} == {
        audit.moderator, audit.practitioner, audit.team_manager, "post:audit_team",
    }  # fmt: skip


def test_2_8_a_return_may_come_before_the_acceptance_was_pressed(council: Council) -> None:
    audit = council.audits()[0]
    _return(council, audit)
    assert set(council.duties(audit.id)) == {"moderation.decide"}


def test_2_8_the_grade_and_the_moment_of_the_first_submission_are_kept(council: Council) -> None:
    audit = council.audits()[0]
    _return(council, audit, grade="RI")
    now = council.audit(audit.id)
    assert (now.first, now.returned_at, now.state) == ("RI", _WHEN, "returned")
    assert (now.moderated, now.third_lock, now.disputed) == (None, None, None)


def test_2_8_actions_are_open_from_the_return_each_with_its_owner(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI")
    action = given["actions"][0]
    given["actions"] = [action | {"who": who} for who in
                        ("practitioner", "team_manager", "head_of_service")]  # fmt: skip
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=_WHEN)
    assert [(a["owner"], a["state"]) for a in council.table("action")] == [
        (audit.practitioner, "open"), (audit.team_manager, "open"),
        ("post:head_of_service:Frontdoor", "open"),
    ]  # fmt: skip


_WHEN = datetime(2026, 12, 8, 14, tzinfo=UTC)
_DOMAIN = {"grade": "Good", "evidence": "e", "strengths": "s", "areas": "a"}
_ACTION = a_return(grade="RI")["actions"][0]
FAULTS: Mapping[str, tuple[dict[str, Any], str]] = {
    "no grade": ({"grade": None}, "grade"),
    "a grade off the scale": ({"grade": "Splendid"}, "grade"),
    "no evidence": ({"evidence": ""}, "evidence"),
    "no rationale": ({"rationale": "  "}, "rationale"),
    "a rationale of invisible characters": ({"rationale": "\u200b\u200d"}, "rationale"),
    "text beyond its length": ({"rationale": "x" * 4001}, "rationale"),
    "a domain left out": (
        {"domains": {k: _DOMAIN for k in DOMAINS if k != "c4"}}, "domains.c4",
    ),
    "a domain of another tool": (
        {"domains": dict.fromkeys((*DOMAINS, "c7"), _DOMAIN)}, "domains.c7",
    ),
    "a domain with grade and not applicable": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {"not_applicable": "x"}}},
        "domains.c1",
    ),
    "a domain with neither": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": {"evidence": "e"}}}, "domains.c1",
    ),
    "a domain's grade off the scale": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {"grade": "A"}}},
        "domains.c1.grade",
    ),
    **{
        f"a graded domain without {part}": (
            {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {part: " "}}},
            "domains.c1",
        )
        for part in ("evidence", "strengths", "areas")
    },
    "nobody took part": ({"practitioner_involved": "nobody"}, "practitioner_involved"),
    "somebody else took part and nobody says who": (
        {"practitioner_involved": "someone_else"}, "fields",
    ),
    "discussed tomorrow": ({"discussed_on": "2026-12-09"}, "discussed_on"),
    "discussed on no date": ({"discussed_on": "next week"}, "discussed_on"),
    "no feedback and no word why": ({"family_feedback": ""}, "family_feedback"),
    "feedback and a word why there is none": (
        {"no_family_feedback": "Moved"}, "family_feedback",
    ),
    "a line of enquiry left out": ({"kloes": {}}, "kloes.k1"),
    "a line of enquiry that the cycle has not": (
        {"kloes": {"k1": "x", "k9": "y"}}, "kloes.k9",
    ),
    "below good without a plan": ({"grade": "RI", "actions": []}, "actions"),
    "an action that is due in the past": (
        {"actions": [_ACTION | {"by": "2026-12-07"}]}, "actions.1.by",
    ),
    **{
        f"an action without {part}": (
            {"actions": [{k: v for k, v in _ACTION.items() if k != part}]}, f"actions.0.{part}",
        )
        for part in ("what", "who", "by", "different")
    },
    "an action for a stranger": ({"actions": [_ACTION | {"who": "x"}]}, "actions.0.who"),
    "thirteen actions": ({"actions": [_ACTION] * 13}, "actions"),
    "an internal service that is none": ({"services_involved": ["Bakery"]}, "services_involved"),
    "no document": ({"document_link": ""}, "document_link"),
    "a link that is a script": ({"document_link": "javascript:alert(1)"}, "document_link"),
    "a link that goes nowhere": ({"document_link": "https://"}, "document_link"),
    "a link in the clear": ({"document_link": "http://council.example"}, "document_link"),
    "a field that is none": ({"auditor": "somebody.else"}, "auditor"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_2_8_every_field_of_the_return_is_checked_again_by_the_ledger(
    council: Council, fault: str
) -> None:
    changed, field = FAULTS[fault]
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(Invalid) as refused:
        council.do("return.submit", audit.id, a_return(**{"grade": "Good"} | changed),
                   by=audit.auditor or "", at=_WHEN)  # fmt: skip
    assert field in refused.value.fields
    assert council.everything() == before


def test_2_8_all_that_is_wrong_with_a_return_is_told_at_once(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI", kloes={}, actions=[], document_link="x")
    with pytest.raises(Invalid, match="3 fields need mending") as refused:
        council.do("return.submit", audit.id, given, by=audit.auditor or "", at=_WHEN)
    assert set(refused.value.fields) == {"kloes.k1", "actions", "document_link"}


def test_2_8_a_domain_that_does_not_apply_says_why_and_has_no_grade(council: Council) -> None:
    audit = council.audits()[0]
    domains = dict.fromkeys(DOMAINS, _DOMAIN) | {"c6": {"grade": "", "not_applicable": "No plan"}}
    _return(council, audit, domains=domains)
    assert '"c6":null' in council.table("audit_return")[0]["domain_grades"]


# ---- §2.10 what moderation will be due ----------------------------------------------------------


def test_2_10_moderation_is_due_the_later_of_the_months_end_and_three_working_days(
    council: Council,
) -> None:
    early, late = council.audits()[:2]
    _return(council, early)
    _return(council, late, at=datetime(2026, 12, 31, 10, tzinfo=UTC))
    due = council.duties(early.id)["moderation.decide"].due_at
    assert due == datetime(2026, 12, 31, 17, tzinfo=UTC)
    due = council.duties(late.id)["moderation.decide"].due_at
    assert due == datetime(2027, 1, 6, 17, tzinfo=UTC)


def test_2_10_an_inadequate_audit_is_to_be_moderated_within_one_working_day(
    council: Council,
) -> None:
    audit = council.audits()[0]
    _return(council, audit, grade="Inadequate")
    duty = council.duties(audit.id)["moderation.decide"]
    assert (duty.owner, duty.due_at) == (audit.moderator, datetime(2026, 12, 9, 17, tzinfo=UTC))


def test_2_10_closure_days_never_extend_an_inadequate_clock(council: Council) -> None:
    council.do("closure.add", council.programme, {"on": "2026-12-09", "name": "Council day"})
    bad, good = council.audits()[:2]
    _return(council, bad, grade="Inadequate")
    duty = council.duties(bad.id)["moderation.decide"]
    assert duty.due_at == datetime(2026, 12, 9, 17, tzinfo=UTC)
    assert not duty.closures
    council.ask_exemption(good, at=_WHEN)
    assert council.duties(good.id)["exemption.decide"].due_at == datetime(
        2026, 12, 11, 17, tzinfo=UTC
    )


def test_2_10_a_bank_holiday_does_stand_between_even_for_an_inadequate_audit(
    council: Council,
) -> None:
    audit = council.audits()[0]
    _return(council, audit, grade="Inadequate", at=datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert council.duties(audit.id)["moderation.decide"].due_at == datetime(
        2026, 12, 29, 17, tzinfo=UTC
    )


# ---- §4 slack, and deadlines that stand ---------------------------------------------------------


def test_4_a_cycle_with_too_little_slack_needs_the_audit_teams_word(empty: Council) -> None:
    # Four days to check a return, where the month leaves six between return and its end.
    profile = profile_text()
    assert "check = 1" in profile
    empty.found(profile.replace("check = 1", "check = 4"))
    empty.load_people(staff())
    empty.load_cases(caseload())
    given = {"service": "Frontdoor", "month": "2026-12-01"}
    with pytest.raises(Invalid, match="working days are left over") as refused:
        empty.do("cycle.open", empty.programme, given, at=SETUP, by=OFFICER)
    assert refused.value.fields == {"accept_slack": "is needed"}
    empty.do("cycle.open", empty.programme, given | {"accept_slack": True}, at=SETUP, by=OFFICER)


def test_4_a_closure_day_added_later_moves_only_the_open_deadlines_on_that_day(
    council: Council,
) -> None:
    before = {d["id"]: (d["kind"], d["due_at"]) for d in council.table("duty")}
    council.do("closure.add", council.programme, {"on": "2026-12-21", "name": "Council day"})
    after = {d["id"]: d["due_at"] for d in council.table("duty")}
    moved = {before[duty][0] for duty in after if after[duty] != before[duty][1]}
    assert moved == {"return.submit"}
    with council.read() as reader:
        assert {
            say_day(reader.calendar.local(a.due).date()) for a in council.audits() if a.due
        } == {"Tue 22 Dec"}
    with pytest.raises(Invalid):
        council.do("closure.add", council.programme, {"on": "2026-12-21", "name": "Again"})


def test_4_a_service_has_one_cycle_a_month_and_a_service_that_is_none_has_none(
    council: Council,
) -> None:
    with pytest.raises(Invalid, match="has a cycle for December 2026 already"):
        council.open_cycle()
    with pytest.raises(Invalid, match="No service is called"):
        council.open_cycle(service="Bakery")


def test_5_how_a_failure_was_addressed_may_be_said_again_and_the_later_word_stands(
    council: Council,
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [audit.id]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)
    line = council.table("digest_line")[0]
    for how in ("Spoke with them", "Met with them"):
        council.do(
            "digest.addressed", line["id"], {"how": how}, by=DIRECTOR, version=line["version"]
        )
        line = council.table("digest_line")[0]
    with council.read() as reader:
        assert reader.unseal(line["how"]) == "Met with them"
    assert council.duties(line["id"]) == {}


# ---- how these tests arrange things -------------------------------------------------------------


def _return(council: Council, audit: Audit, *, at: datetime = _WHEN, **given: Any) -> None:
    council.do("return.submit", audit.id, a_return(**given), by=audit.auditor or "", at=at)


def _people(council: Council) -> dict[str, Person]:
    with council.read() as reader:
        return {p.id: p for p in reader.rows(Person)}


def _move(council: Council, upn: str | None, **changed: Any) -> None:
    """Somebody's entry in the directory changes; later issues have acts for it."""
    with council.unit() as unit:
        row = unit.get(Person, upn or "")
        for name, value in changed.items():
            setattr(row, name, value)
        unit.record("person.changed", row.id, {})


def _of(council: Council, head: str) -> Audit:
    """An issued audit whose auditor is in that Head's service."""
    return next(a for a in council.audits() if council.head_of(a.auditor) == head)


def _given_to(council: Council, upn: str) -> Audit:
    """An issued audit that somebody in particular has to do."""
    _move(council, upn, trained_on=date(2026, 1, 5))
    audit = _reallocating(council)
    if council.audit(audit.id).moderator == upn:
        free = next(m for m in (ACADEMY, MANAGER, PSW) if m != upn)
        council.do("list.swap", audit.id, {"moderator": free, "auditor": upn, "reason": "x"},
                   by=OTHER_OFFICER)  # fmt: skip
    council.do("reallocation.confirm", audit.id, {"auditor": upn}, by=OTHER_OFFICER)
    return council.audit(audit.id)


def _head(council: Council, audit: str) -> str:
    """Whoever decides for that audit's auditor now, as the duty will name them."""
    with council.read() as reader:
        owner = exempting_authority(reader, reader.get(Audit, audit).auditor or "")
    return {"post:head_of_service:Care": HOS_CARE, "post:head_of_service:Frontdoor": HOS}.get(
        owner, owner
    )


def _reallocating(council: Council) -> Audit:
    return council.exempt(council.audits()[0])


def _swap(council: Council) -> dict[str, Any]:
    return {"case_ref": _undrawn(council), "reason": "The family moved away"}


def _undrawn(council: Council) -> str:
    drawn = {row["case_ref"] for row in council.table("audit") if row["kind"] == "full"}
    return next(
        c.case_ref for c in caseload() if c.service == "Frontdoor" and c.case_ref not in drawn
    )


def _another(council: Council, audit: Audit) -> str:
    """Somebody else who may lawfully audit it."""
    return next(
        p.id
        for p in _people(council).values()
        if p.trained_on and p.team not in ("", audit.team) and "auditor" in p.roles
        and p.id not in (audit.auditor, audit.moderator, *audit.barred)
    )  # fmt: skip


def _now(audit: Audit, *, involved: list[str]) -> Any:
    """The case sheet's line for that audit's case as it is today."""
    return case(audit.case_ref, team=audit.team, involved=involved)


def _everybody_else_untrained(unit: Unit, keep: str) -> None:
    for row in unit.rows(Person):
        if row.id != keep:
            row.trained_on = None
    unit.record("training.expired", unit.programme, {})


def test_the_council_of_these_tests_is_issued_on_its_first_working_day(council: Council) -> None:
    with council.read() as reader:
        assert reader.get(Cycle, CYCLE).issued_at == ISSUED
        assert reader.rows(Duty, col(Duty.kind) == "return.submit")[0].due_at == DUE
    assert build.__doc__
    assert person("x").trained_on is not None
