"""Rework and recall in the return's form, and what its inputs mean to the acts (§2.8 to §2.10)."""

import pytest

from bot.dialogs.audit_month.return_ import flat_of
from bot.dialogs.fields import fields_of, input_of
from store.tables import Audit
from tests.bot.cards.linter import said
from tests.bot.dialogs.audit_month.returning import (
    AFTER,
    OVERALL,
    REST,
    TALK,
    Dialogs,
    action,
    domains,
)
from tests.store.council import OFFICER, Council, a_return


def sent_back(council: Council, *reasons: str, note: str = "") -> Audit:
    audit = council.audits()[0]
    given = a_return(grade="RI", today=AFTER.date(), evidence="Kept evidence")
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=AFTER)
    fields = {"reasons": ",".join(reasons), "note": note}
    council.do("check.send_back", audit.id, fields, by=OFFICER, at=AFTER)
    return council.audit(audit.id)


def test_on_rework_the_form_holds_the_last_return_and_why_it_came_back_on_top(
    council: Council,
) -> None:
    audit = sent_back(council, "parts_missing", note="Add what the school said.")
    dialog = Dialogs(council, audit, at=AFTER)
    words = said(dialog.open())
    assert dialog.title.startswith(f"Return {audit.case_ref}, due Thu 10 Dec")
    assert "sent it back on Tue 8 Dec, 14:00: parts are missing." in words
    assert "“Add what the school said.”" in words
    assert "Kept evidence" in words
    dialog.press("return.submit", {"evidence": "Mended evidence"})
    again = council.audit(audit.id)
    assert (again.state, again.first, again.returned_at) == ("returned", "RI", AFTER)


@pytest.mark.parametrize(
    ("reason", "page"),
    [("kloes_missed", 4), ("actions_miss_issues", 6), ("inconsistent_grading", 5)],
)
def test_rework_opens_at_what_it_came_back_for(council: Council, reason: str, page: int) -> None:
    dialog = Dialogs(council, sent_back(council, reason), at=AFTER)
    dialog.open()
    assert dialog.title.endswith(f"page {page} of 6")


def test_what_is_saved_on_rework_is_found_again(council: Council) -> None:
    dialog = Dialogs(council, sent_back(council, "no_analysis"), at=AFTER)
    dialog.open()
    dialog.press("return.close", {"evidence": "Analysed now"})
    assert "Analysed now" in said(dialog.open())
    assert dialog.kept()["domains"]["c1"]["evidence"] == "Seen."


def test_a_return_taken_back_is_filled_in_as_it_was(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(today=AFTER.date(), evidence="As it was")
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=AFTER)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=AFTER)
    dialog = Dialogs(council, council.audit(audit.id), at=AFTER)
    dialog.open()
    assert dialog.title.endswith("page 6 of 6"), "nothing is missing: it may be returned"
    dialog.press("return.submit")
    assert council.audit(audit.id).state == "returned"


def test_what_is_kept_comes_back_as_the_inputs_that_were_typed() -> None:
    typed = OVERALL | TALK | domains(1, 2) | action(1) | action(2) | REST
    typed |= {"domains.c6.grade": "not_applicable", "domains.c6.not_applicable": "A new case."}
    assert flat_of(fields_of("return.save", typed)) == typed


def test_the_last_return_comes_back_with_what_does_not_apply_chosen() -> None:
    domain = {"grade": None, "evidence": None, "not_applicable": "A new case."}
    assert flat_of({"domains": {"c6": domain}, "kloes": {}, "grade": "Good"}) == {
        "domains.c6.grade": "not_applicable",
        "domains.c6.not_applicable": "A new case.",
        "grade": "Good",
    }


@pytest.mark.parametrize("verb", ["moderation.agree", "moderation.change"])
def test_actions_of_a_moderation_are_a_list_as_those_of_a_return_are(verb: str) -> None:
    fields = fields_of(verb, {"note": "Well done", **action(2)})
    assert fields["actions"][0]["what"] == "Visit 2"
    assert input_of(verb, "actions.0.by", action(2)) == "actions.2.by"


def test_listed_reasons_are_a_list_and_a_complaint_is_about_the_one_input() -> None:
    assert fields_of("check.send_back", {"reasons": "a,b"}) == {"reasons": ["a", "b"]}
    assert input_of("check.send_back", "reasons.1", {}) == "reasons"
