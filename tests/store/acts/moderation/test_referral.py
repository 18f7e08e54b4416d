"""An audit that is referred: it stands, or it is void (programme.md §2.10)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from store.tables import Action, Audit, Referral
from store.vocabulary.errors import Invalid, NotAllowed
from tests.store.acts.moderating import MODERATED, SPOKE, checker, moderate, returned, rows
from tests.store.council import MANAGER, OFFICER, Council


def referred(council: Council, **given: Any) -> Audit:
    audit = returned(council)
    moderate(council, audit, "refer", **({"reason": "The worker heard nothing."} | given))
    return council.audit(audit.id)


def decides(council: Council, audit: Audit, **given: Any) -> None:
    by = checker(audit)
    given = {"reason": "Talked through."} | given
    council.do("void.decide", audit.id, given, by=by, at=MODERATED)


def test_2_10_an_audit_without_the_practitioner_goes_to_the_audit_team(council: Council) -> None:
    audit = referred(council)
    assert audit.state == "referred"
    assert set(council.duties(audit.id)) == {"void.decide", "section.complete"}
    assert [to for to, _ in council.messages("referred")] == ["post:audit_team"]


def test_2_10_still_poor_is_after_a_conversation(council: Council) -> None:
    audit = returned(council)
    given = {"reason": "It was mended once.", "grounds": "still_poor"}
    with pytest.raises(Invalid) as wrong:
        moderate(council, audit, "refer", **given)
    assert set(wrong.value.fields) == {"spoke_on"}
    moderate(council, audit, "refer", **given, spoke_on=SPOKE)
    decides(council, audit, outcome="keep", support="coaching")
    [row] = rows(council, Referral)
    assert (row.grounds, row.support) == ("still_poor", "coaching")


def test_2_10_whoever_referred_it_does_not_decide_it(council: Council) -> None:
    audit = council.audits()[0]
    if audit.moderator != MANAGER:
        council.do("moderation.hand_over", audit.id, {"moderator": MANAGER}, by=OFFICER)
    audit = returned(council)
    moderate(council, audit, "refer", reason="Nobody asked her.")
    decision = {"outcome": "close", "reason": "x"}
    with pytest.raises(NotAllowed):
        council.do("void.decide", audit.id, decision, by=MANAGER, at=MODERATED)
    decides(council, audit, outcome="close")


def test_2_10_kept_it_is_moderated_as_it_is(council: Council) -> None:
    audit = referred(council)
    decides(council, audit, outcome="keep")
    assert council.audit(audit.id).state == "returned"
    assert council.duties(audit.id)["moderation.decide"].owner == audit.moderator
    assert {to for to, _ in council.messages("void_decided")} == {audit.moderator, audit.auditor}


def test_2_10_void_it_is_kept_outside_grades_and_its_case_is_audited_anew(council: Council) -> None:
    audit = referred(council)
    decides(council, audit, outcome="reallocate")
    void, again = council.audit(audit.id), council.audit(f"{audit.id}-again")
    assert (void.state, void.first, void.moderated) == ("voided", "Good", None)
    assert (again.state, again.replaces, again.first) == ("reallocating", audit.id, None)
    assert again.auditor not in (None, audit.auditor)
    assert council.duties(void.id) == {}
    assert "reallocation.confirm" in council.duties(again.id)


def test_2_10_void_and_closed_short_nobody_owes_anything(council: Council) -> None:
    audit = returned(council, grade="RI")
    moderate(council, audit, "refer", reason="Nobody asked her.")
    decides(council, audit, outcome="close")
    assert council.audit(audit.id).state == "voided"
    assert council.duties(audit.id) == {}
    assert {action.state for action in rows(council, Action)} == {"withdrawn"}


def test_2_10_whoever_recorded_that_the_auditor_left_may_decide_about_it(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit, "send_back", reasons=["scant"], spoke_on=SPOKE)
    by = checker(audit)
    later = datetime(2026, 12, 11, 9, 30, tzinfo=UTC)
    council.do("person.left", audit.auditor or "", {"on": "2026-12-11"}, by=by, at=later)
    assert council.audit(audit.id).state == "referred"
    decision = {"outcome": "reallocate", "reason": "Nobody can mend it."}
    council.do("void.decide", audit.id, decision, by=by, at=later)
    assert audit.auditor not in {to for to, _ in council.messages("void_decided")}
    assert council.audit(f"{audit.id}-again").auditor not in (None, audit.auditor)
