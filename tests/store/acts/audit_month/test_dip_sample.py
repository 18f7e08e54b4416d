"""Dip samples: who does them, the report on a line of enquiry, two people who sign (§2.15)."""

from datetime import UTC, date, datetime

import pytest

from store.tables import Audit, KloeReport
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import change_person
from tests.store.acts.arranging_disputes import dips, told
from tests.store.council import (
    CYCLE,
    DIRECTOR,
    GM,
    GM_CARE,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
    case,
)

REPORT = f"{CYCLE}.k1"
FOUND = {"answer": "partly", "finding": "The plan names the child's view once."}
FINDINGS = {"findings": "The child's voice is in most plans."}
LATER = datetime(2026, 12, 21, 10, tzinfo=UTC)


def report(council: Council) -> KloeReport:
    with council.read() as reader:
        return reader.get(KloeReport, REPORT)


def all_recorded(council: Council) -> None:
    for audit in dips(council):
        council.do("dip.record", audit.id, FOUND, by=OFFICER, at=LATER)


def reported(council: Council) -> None:
    all_recorded(council)
    council.do("dip.report", REPORT, FINDINGS, by=OFFICER, at=LATER)


def an_iro(council: Council, *, service: str = "Care") -> str:
    change_person(council, "iro", service=service)
    return "iro"


def offered(council: Council) -> Audit:
    audit = dips(council)[0]
    council.do("dip.assign", audit.id, {"to": an_iro(council)}, by=OFFICER)
    return council.audit(audit.id)


def test_2_15_the_audit_team_does_them_by_the_months_last_working_day(council: Council) -> None:
    duty = council.duties(REPORT)["dip.sample"]
    assert duty.owner == "post:audit_team"
    assert duty.due_at == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert {audit.state for audit in dips(council)} == {"sampling"}
    assert told(council, "dips") == {"post:audit_team"}


def test_2_15_nobody_but_the_audit_team_records_one_that_was_given_to_nobody(
    council: Council,
) -> None:
    audit = dips(council)[0]
    for upn in (HOS, PSW, GM, audit.practitioner, audit.team_manager, "iro"):
        with pytest.raises(NotAllowed):
            council.do("dip.record", audit.id, FOUND, by=upn)
    council.do("dip.record", audit.id, FOUND, by=OTHER_OFFICER)


def test_1_a_dip_sample_has_no_grade(council: Council) -> None:
    audit = dips(council)[0]
    with pytest.raises(Invalid):
        council.do("dip.record", audit.id, FOUND | {"grade": "Good"}, by=OFFICER)
    council.do("dip.record", audit.id, FOUND, by=OFFICER)
    sampled = council.audit(audit.id)
    assert (sampled.state, sampled.first, sampled.moderated) == ("sampled", None, None)


def test_2_15_an_iro_does_it_once_their_head_agrees(council: Council) -> None:
    audit = offered(council)
    assert audit.state == "offered"
    with pytest.raises((NotAllowed, Stale)):
        council.do("dip.record", audit.id, FOUND, by="iro")
    council.do("dip.agree", audit.id, by=HOS_CARE)
    assert council.duties(audit.id)["dip.sample"].owner == "iro"
    assert told(council, "dip_given") == {"iro"}
    with pytest.raises(NotAllowed):
        council.do("dip.record", audit.id, FOUND, by=OFFICER)
    council.do("dip.record", audit.id, FOUND, by="iro")
    assert council.duties(audit.id) == {}


@pytest.mark.parametrize("head", [HOS_CARE, GM_CARE])
def test_2_15_head_of_service_or_group_manager_of_the_iro_agrees(
    council: Council, head: str
) -> None:
    audit = offered(council)
    assert told(council, "dip_agree") == {"post:head_of_service:Care", "post:group_manager:Care"}
    for upn in ("iro", HOS, GM, OFFICER, MANAGER, PSW, DIRECTOR):
        with pytest.raises(NotAllowed):
            council.do("dip.agree", audit.id, by=upn)
    council.do("dip.agree", audit.id, by=head)


def test_2_15_an_iro_whose_service_has_no_head_is_agreed_one_up_who_is_told(
    council: Council,
) -> None:
    audit = dips(council)[0]
    council.do("dip.assign", audit.id, {"to": an_iro(council, service="")}, by=OFFICER)
    assert told(council, "dip_agree") == {"post:head_of_service:"}
    council.do("dip.agree", audit.id, by=DIRECTOR)


@pytest.mark.parametrize("by", [HOS_CARE, OFFICER])
def test_2_15_declined_or_taken_back_it_stays_with_the_audit_team(
    council: Council, by: str
) -> None:
    audit = offered(council)
    council.do("dip.decline", audit.id, {"reason": "Nobody can be spared."}, by=by)
    assert council.audit(audit.id).auditor is None
    council.do("dip.record", audit.id, FOUND, by=OFFICER)


def test_2_15_nobody_involved_in_the_case_samples_it(council: Council) -> None:
    audit = dips(council)[0]
    rows = [case(audit.case_ref, team=audit.team, involved=["iro"])]
    council.load_cases(rows)
    with pytest.raises(Invalid, match="involved"):
        council.do("dip.assign", audit.id, {"to": an_iro(council)}, by=OFFICER)


@pytest.mark.parametrize("to", [HOS, "tm.care.one", PSW, "nobody.known"])
def test_2_15_only_iros_cp_chairs_and_the_audit_team_are_asked(council: Council, to: str) -> None:
    with pytest.raises(Invalid):
        council.do("dip.assign", dips(council)[0].id, {"to": to}, by=OFFICER)


def test_2_15_one_that_is_given_to_somebody_else_leaves_the_first_nothing_to_do(
    council: Council,
) -> None:
    audit = offered(council)
    council.do("dip.agree", audit.id, by=HOS_CARE)
    council.do("dip.assign", audit.id, {"to": OTHER_OFFICER}, by=OFFICER)
    assert {duty.owner for duty in council.duties(audit.id).values()} <= {OTHER_OFFICER}
    with pytest.raises(NotAllowed):
        council.do("dip.record", audit.id, FOUND, by="iro")
    council.do("dip.record", audit.id, FOUND, by=OTHER_OFFICER)
    assert council.duties(audit.id) == {}


def test_4_one_whose_sampler_leaves_is_the_audit_teams_again(council: Council) -> None:
    audit = offered(council)
    council.do("dip.agree", audit.id, by=HOS_CARE)
    council.do("person.left", "iro", {"on": ISSUED.date().isoformat()}, by=OFFICER)
    assert council.audit(audit.id).auditor is None
    council.do("dip.record", audit.id, FOUND, by=OFFICER)
    assert council.duties(audit.id) == {}


def test_2_15_the_report_waits_for_every_sample(council: Council) -> None:
    first = dips(council)[0]
    with pytest.raises(Stale, match=first.case_ref):
        council.do("dip.report", REPORT, FINDINGS, by=OFFICER, at=LATER)
    reported(council)
    assert report(council).state == "reported"
    assert "dip.sample" not in council.duties(REPORT)


def test_2_15_audit_officer_then_psw_sign_within_three_working_days(council: Council) -> None:
    """Reported on Mon 21 Dec: Tue 22, Wed 23, Thu 24; signing does not start the days anew."""
    reported(council)
    first = council.duties(REPORT)["dip.signoff"]
    due = datetime(2026, 12, 24, 17, tzinfo=UTC)
    assert (first.owner, first.due_at) == ("post:audit_officer", due)
    with pytest.raises(NotAllowed):
        council.do("dip.sign_off", REPORT, by=PSW, at=LATER)
    council.do("dip.sign_off", REPORT, by=OFFICER, at=datetime(2026, 12, 22, 9, tzinfo=UTC))
    second = council.duties(REPORT)["dip.signoff"]
    assert (second.owner, second.due_at) == ("post:psw", due)
    assert report(council).state == "reported"
    council.do("dip.sign_off", REPORT, by=PSW, at=datetime(2026, 12, 22, 10, tzinfo=UTC))
    assert report(council).state == "shared"
    assert council.duties(REPORT) == {}


def test_2_15_two_people_sign_whatever_posts_one_of_them_holds(council: Council) -> None:
    change_person(council, OFFICER, roles=["audit_officer", "psw"])
    reported(council)
    council.do("dip.sign_off", REPORT, by=OFFICER, at=LATER)
    with pytest.raises(NotAllowed):
        council.do("dip.sign_off", REPORT, by=OFFICER, at=LATER)
    council.do("dip.sign_off", REPORT, by=PSW, at=LATER)
    assert {signature["by"] for signature in report(council).signed} == {OFFICER, PSW}


def test_2_15_a_psw_who_is_alone_and_has_signed_is_followed_one_up(council: Council) -> None:
    change_person(council, PSW, left_on=date(2026, 12, 1))
    change_person(council, OFFICER, roles=["audit_officer", "psw"])
    reported(council)
    council.do("dip.sign_off", REPORT, by=OFFICER, at=LATER)
    with pytest.raises(NotAllowed):
        council.do("dip.sign_off", REPORT, by=OFFICER, at=LATER)
    council.do("dip.sign_off", REPORT, by="academy", at=LATER)


def test_2_15_it_is_shared_with_the_head_of_service_after_the_second_and_not_before(
    council: Council,
) -> None:
    reported(council)
    council.do("dip.sign_off", REPORT, by=OFFICER, at=LATER)
    assert told(council, "dip_report") == set()
    council.do("dip.sign_off", REPORT, by=PSW, at=LATER)
    assert told(council, "dip_report") == {"post:head_of_service:Frontdoor"}


def test_7_what_a_sample_showed_stands_in_no_fact(council: Council) -> None:
    reported(council)
    facts = " ".join(f"{fact['fields']} {fact['changes']}" for fact in council.table("fact"))
    assert FOUND["finding"] not in facts
    assert FINDINGS["findings"] not in facts
