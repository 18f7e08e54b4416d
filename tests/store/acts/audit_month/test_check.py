"""Drafts, recall, the sufficiency check and rework (programme.md §2.8, §2.9)."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from store.tables import Audit
from store.views.audit_month.return_read import may_read_return, return_read
from store.views.audit_month.sent_back import last_sent_back
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.council import (
    GM,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
    a_return,
)

LATER = RETURNED + timedelta(hours=1)


def returned(council: Council, **given: Any) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, **given)
    return council.audit(audit.id)


def open_actions(council: Council) -> list[str]:
    return [row["id"] for row in council.table("action") if row["state"] == "open"]


def test_2_8_what_a_field_lacks_and_what_a_rule_finds_are_told_in_one_round(
    council: Council,
) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI", kloes={}, actions=[], document_link="x", evidence="")
    given |= {"practitioner_involved": "someone_else", "discussed_on": "2027-01-01"}
    del given["domains"]["c4"], given["rationale"]
    given["domains"]["c1"] = {"grade": "Splendid", "evidence": "e"}
    with pytest.raises(Invalid, match="10 fields need correcting") as refused:
        council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    assert set(refused.value.fields) == {
        "evidence", "rationale", "kloes.k1", "actions", "document_link", "domains.c4",
        "domains.c1", "domains.c1.grade", "practitioner_stand_in", "discussed_on",
    }  # fmt: skip


def test_2_8_no_domain_at_all_is_told_domain_by_domain(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return()
    del given["domains"]
    with pytest.raises(Invalid) as refused:
        council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    assert set(refused.value.fields) == {f"domains.c{n}" for n in range(1, 7)}


@pytest.mark.parametrize(
    "odd", [7, None, [], {}, "x", [["y"]], {"c1": 3}, {"c1": {"grade": []}}, [{"by": {}}]]
)
@pytest.mark.parametrize(
    "field",
    ["domains", "actions", "kloes", "services_involved", "grade", "document_link", "discussed_on"],
)
def test_2_8_fields_of_any_shape_are_refused_in_words(
    council: Council, field: str, odd: object
) -> None:
    audit = council.audits()[0]
    # Anything but taking it or refusing it in words would be a fault of ours.
    with suppress(Invalid):
        council.do("return.submit", audit.id, a_return() | {field: odd}, by=audit.auditor or "",
                   at=RETURNED)  # fmt: skip
    assert council.audit(audit.id).state in {"issued", "returned"}


def test_2_8_the_auditor_takes_it_back_until_it_is_checked(council: Council) -> None:
    audit = returned(council, grade="RI")
    assert open_actions(council)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=LATER)
    now = council.audit(audit.id)
    assert (now.state, now.returned_at, now.first) == ("accepted", None, "RI")
    assert open_actions(council) == []
    assert set(council.duties(audit.id)) == {"return.submit", "section.complete"}
    submit_return(council, now, at=LATER)
    council.do("check.pass", audit.id, by=OFFICER, at=LATER)
    with pytest.raises(Stale, match="checked it, so it cannot be taken back"):
        council.do("return.recall", audit.id, by=audit.auditor or "", at=LATER)


def test_2_8_nobody_but_its_auditor_takes_it_back(council: Council) -> None:
    audit = returned(council)
    for upn in (audit.moderator or "", audit.practitioner, OFFICER):
        with pytest.raises(NotAllowed):
            council.do("return.recall", audit.id, by=upn, at=LATER)


def test_2_9_the_check_is_due_1_working_day_from_the_return(council: Council) -> None:
    audit = returned(council)
    duty = council.duties(audit.id)["return.check"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", datetime(2026, 12, 9, 17, tzinfo=UTC))


@pytest.mark.parametrize("verb", ["check.pass", "check.send_back"])
def test_2_12_nobody_checks_what_they_audited_or_moderate(council: Council, verb: str) -> None:
    audit = council.audits()[0]
    change_person(council, audit.auditor, roles=["audit_officer", "auditor"])
    submit_return(council, audit)
    given = {"reasons": "parts_missing"} if verb == "check.send_back" else {}
    with pytest.raises(NotAllowed):
        council.do(verb, audit.id, given, by=audit.auditor or "", at=LATER)
    if council.audit(audit.id).moderator == MANAGER:
        with pytest.raises(NotAllowed):
            council.do(verb, audit.id, given, by=MANAGER, at=LATER)
    council.do(verb, audit.id, given, by=OTHER_OFFICER, at=LATER)


def test_2_9_it_goes_back_for_a_listed_reason_with_2_working_days_and_the_head_is_copied(
    council: Council,
) -> None:
    audit = returned(council)
    council.do(
        "check.send_back", audit.id, {"reasons": "parts_missing,kloes_missed"}, by=OFFICER, at=LATER
    )
    duty = council.duties(audit.id)["return.rectify"]
    assert duty.due_at == datetime(2026, 12, 10, 17, tzinfo=UTC)
    assert [to for to, _ in council.messages("sent_back")] == [audit.auditor]
    head = council.head_of(audit.auditor)
    service = {HOS: "Frontdoor", HOS_CARE: "Care"}[head]
    assert [to for to, _ in council.messages("sent_back_copy")] in (
        [head],
        [f"post:head_of_service:{service}"],
    )


@pytest.mark.parametrize("reasons", ["", "scant", "parts_missing,scant", "because"])
def test_2_9_a_reason_off_the_list_is_none(council: Council, reasons: str) -> None:
    audit = returned(council)
    with pytest.raises(Invalid) as refused:
        council.do("check.send_back", audit.id, {"reasons": reasons}, by=OFFICER, at=LATER)
    assert {field.partition(".")[0] for field in refused.value.fields} == {"reasons"}


def test_2_8_in_time_is_judged_by_the_first_submission_and_rework_is_shown_apart(
    council: Council,
) -> None:
    audit = returned(council, grade="RI")
    council.do("check.send_back", audit.id, {"reasons": "no_analysis"}, by=OFFICER, at=LATER)
    much_later = datetime(2026, 12, 30, 10, tzinfo=UTC)
    submit_return(council, audit, at=much_later, grade="Good", today=date(2026, 12, 29))
    again = council.audit(audit.id)
    assert (again.first, again.amended, again.returned_at) == ("RI", "Good", RETURNED)
    assert "return.rectify" not in council.duties(audit.id)
    with council.read(much_later) as reader:
        back = last_sent_back(reader, again, audit.auditor or "")
    assert back is not None
    assert (back.state, back.returned_again_on) == ("returned", "Wed 30 Dec, 10:00")


def test_2_9_the_note_is_read_by_the_auditor_alone(council: Council) -> None:
    audit = returned(council)
    given = {"reasons": "no_analysis", "note": "CANARY-NOTE"}
    council.do("check.send_back", audit.id, given, by=OFFICER, at=LATER)
    assert "CANARY-NOTE" not in str(council.everything())
    with council.read(LATER) as reader:
        notes = {
            upn: getattr(last_sent_back(reader, council.audit(audit.id), upn), "note", "")
            for upn in (audit.auditor or "", audit.moderator or "", HOS, OFFICER)
        }
    assert notes.pop(audit.auditor or "") == "CANARY-NOTE"
    assert set(notes.values()) == {""}


def test_2_8_the_return_is_read_by_those_in_it_the_audit_team_the_head_and_the_psw(
    council: Council,
) -> None:
    audit = returned(council, rationale="CANARY-RATIONALE")
    readers = {
        audit.auditor, audit.moderator, audit.practitioner, audit.team_manager, OFFICER, HOS, PSW,
    }  # fmt: skip
    others = {HOS_CARE, GM, "sw.care.one", "ap.response", "tm.care.two"} - readers - {audit.deputy}
    with council.read(LATER) as reader:
        assert all(may_read_return(reader, audit.id, upn or "") for upn in readers)
        assert not any(may_read_return(reader, audit.id, upn) for upn in others)
        assert "CANARY-RATIONALE" in str(return_read(reader, audit.id))


def test_2_8_what_was_taken_back_is_read_by_its_auditor_alone(council: Council) -> None:
    audit = returned(council)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=LATER)
    with council.read(LATER) as reader:
        assert may_read_return(reader, audit.id, audit.auditor or "")
        assert not may_read_return(reader, audit.id, audit.practitioner)
        assert not may_read_return(reader, audit.id, OFFICER)
