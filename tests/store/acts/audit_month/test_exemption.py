"""Accepting, asking for exemption, and who decides it (programme.md §2.7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store.people.posts import acting, exempting_authority
from store.rules.doers import doers
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import audit_under, change_person, given_to
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    DUE,
    GM,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
)


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
    audit = audit_under(council, HOS_CARE)
    council.ask_exemption(audit)
    duty = council.duties(audit.id)["exemption.decide"]
    assert duty.owner == "post:head_of_service:Care"
    assert duty.due_at == datetime(2026, 12, 3, 17, tzinfo=UTC)
    for upn in (HOS, GM, MANAGER, OFFICER, ACADEMY, PSW, DIRECTOR, audit.moderator, audit.auditor):
        with pytest.raises(NotAllowed):
            council.do("exemption.approve", audit.id, by=upn or "")
    council.do("exemption.approve", audit.id, by=HOS_CARE)


def test_2_7_a_head_of_service_who_audits_asks_one_up(council: Council) -> None:
    audit = given_to(council, HOS_CARE)
    council.ask_exemption(audit)
    assert council.duties(audit.id)["exemption.decide"].owner == DIRECTOR
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=HOS_CARE)
    council.do("exemption.approve", audit.id, by=DIRECTOR)


def test_2_7_who_holds_two_posts_does_not_decide_their_own_with_the_other(council: Council) -> None:
    """A Team Manager who also acts as Head of the same service."""
    audit = audit_under(council, HOS_CARE)
    change_person(council, audit.auditor, roles=["team_manager", "auditor", "head_of_service"])
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_a_post_taken_on_after_asking_does_not_decide_it_either(council: Council) -> None:
    audit = audit_under(council, HOS_CARE)
    council.ask_exemption(audit)
    change_person(council, audit.auditor, roles=["team_manager", "auditor", "head_of_service"])
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_who_stands_in_for_an_absent_head_does_not_decide_their_own(council: Council) -> None:
    audit = audit_under(council, HOS_CARE)
    away = {"absent_from": date(2026, 11, 30), "absent_to": date(2026, 12, 9)}
    change_person(council, HOS_CARE, delegate=audit.auditor, **away)
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=audit.auditor or "")


def test_2_7_who_stands_in_for_an_absent_head_decides_anybody_elses(council: Council) -> None:
    audit = audit_under(council, HOS_CARE)
    away = {"absent_from": date(2026, 11, 30), "absent_to": date(2026, 12, 9)}
    change_person(council, HOS_CARE, delegate=PSW, **away)
    council.ask_exemption(audit)
    council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_after_the_absence_the_delegate_decides_nothing_any_more(council: Council) -> None:
    audit = audit_under(council, HOS_CARE)
    change_person(
        council, HOS_CARE, delegate=PSW, absent_from=date(2026, 11, 2), absent_to=date(2026, 11, 30)
    )
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_a_directors_request_goes_to_the_named_alternate(council: Council) -> None:
    """The Divisional Director has nobody above: the profile names the PSW."""
    audit = given_to(council, DIRECTOR)
    council.ask_exemption(audit)
    assert council.duties(audit.id)["exemption.decide"].owner == "post:psw"
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=DIRECTOR)
    council.do("exemption.approve", audit.id, by=PSW)


def test_2_7_where_the_service_has_no_head_it_goes_one_up(council: Council) -> None:
    audit = audit_under(council, HOS_CARE)
    change_person(council, HOS_CARE, left_on=date(2026, 11, 27))
    with council.read() as reader:
        assert acting(reader, exempting_authority(reader, audit.auditor or "")) == {DIRECTOR}


def test_2_7_where_nobody_could_decide_it_stays_open_and_the_audit_team_is_asked(
    council: Council,
) -> None:
    audit = given_to(council, DIRECTOR)
    change_person(council, PSW, left_on=date(2026, 11, 27))
    council.ask_exemption(audit)
    assert council.audit(audit.id).state == "exemption_asked"
    with council.read() as reader:
        people = doers(reader, council.duties(audit.id)["exemption.decide"])
    assert (people.able, people.asked) == ((), (MANAGER, OFFICER, OTHER_OFFICER))


def test_2_7_a_reason_and_a_known_category_are_needed(council: Council) -> None:
    audit = council.audits()[0]
    for given in ({"category": "leave"}, {"category": "leave", "reason": " "},
                  {"category": "holiday", "reason": "Away"}, {"reason": "Away"}):  # fmt: skip
        with pytest.raises(Invalid):
            council.do("exemption.request", audit.id, given, by=audit.auditor or "")
    assert council.audit(audit.id).state == "issued"


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


def test_2_7_who_was_exempted_is_proposed_for_no_other_audit_while_others_are_free(
    council: Council,
) -> None:
    for audit in council.audits()[:4]:
        if council.audit(audit.id).auditor not in exempted(council):
            council.exempt(audit)
        current = council.audit(audit.id)
        assert current.auditor not in exempted(council), current.id


def exempted(council: Council) -> set[str]:
    return {row["asked_by"] for row in council.table("exemption") if row["state"] == "approved"}
