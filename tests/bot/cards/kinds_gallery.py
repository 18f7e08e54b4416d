"""Practice audits, appraisals, an authority's own duties, what has no grade: from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.audit_list.adding import add_form
from bot.cards.audit_month import appraisal as appraisal_cards
from bot.cards.audit_month import practice as practice_cards
from bot.cards.audit_month.return_form import return_form_card
from bot.cards.nudges.own_duty import own_duty_form
from bot.cards.parts.inputs import Typed
from store.views.audit_list.adding import Adding
from store.views.audit_month.appraisal import TeamAppraisal
from store.views.audit_month.practice import Practice
from store.views.nudges.own_duty import OwnDuty
from tests.bot.cards import samples as s

NOTHING = Typed()

PRACTICE = Practice(
    s.AUDIT, s.TOM, date(2026, 12, 17), due=s.DUE, viewer=s.LEWIS.upn,
    may=frozenset({"practice.pass", "practice.again"}),
)  # fmt: skip
PASSED = replace(
    PRACTICE, outcome="passed", by=s.LEWIS, on="Thu 17 Dec", feedback_on="Wed 16 Dec",
    viewer=s.TOM.upn, may=frozenset(),
)  # fmt: skip
AGAIN = replace(PASSED, outcome="again")

OPEN = TeamAppraisal(
    "frontdoor-2026-12.t1", 1, "MASH", "December 2026", "open", 4, s.NINA, s.PRIYA.with_role,
    due=s.DUE, viewer=s.NINA.upn, may=frozenset({"appraisal.write"}),
)  # fmt: skip
WRITTEN = replace(
    OPEN, state="written", written_on="Thu 31 Dec, 10:02", written_by=s.NINA.name,
    viewer=s.PRIYA.upn, may=frozenset({"appraisal.sample"}),
)  # fmt: skip
SAMPLED = replace(
    WRITTEN, state="sampled", sampled_on="Tue 5 Jan, 10:02", sampled_by=s.PRIYA.name, due=None,
    may=frozenset(),
)  # fmt: skip
ADDING = Adding(
    "frontdoor-2026-12",
    3,
    "Frontdoor",
    (("practice", "practice audit, of a case"), ("supervision", "supervision audit, of a record")),
    tuple((f"p{n}@riverside.example", f"Person Number {n}, not trained yet") for n in range(60)),
)
OWN_DUTY = OwnDuty("FD-10234-2026-12.duty.family_call.7", 3, "FD-10234", "call the family", s.DUE,
                   date(2026, 12, 17))  # fmt: skip
WORDS = "Late visits come back, and the team plans them at the start of the month now. " * 20


def kinds_gallery() -> dict[str, dict[str, Any]]:
    """Each card by its kind and state."""
    practised, appraisal = practice_cards.practised_card, appraisal_cards.appraisal_card
    ungraded = replace(s.RETURN_FORM, grades=(), domains=())
    return {
        "practised, waits": practised(PRACTICE),
        "practised, passed": practised(PASSED),
        "practised, passed, to the audit team": practised(replace(PASSED, viewer=s.OMAR.upn)),
        "practised, again": practised(AGAIN),
        "practised, again, to the audit team": practised(replace(AGAIN, viewer=s.OMAR.upn)),
        "form, practice passed": practice_cards.pass_form(PRACTICE, NOTHING),
        "form, practice again": practice_cards.again_form(PRACTICE, NOTHING),
        "practice dialog": practice_cards.to_learn_dialog(AGAIN, WORDS),
        "appraisal, open": appraisal(OPEN),
        "appraisal, written": appraisal(WRITTEN),
        "appraisal, sampled": appraisal(SAMPLED),
        "form, appraisal": appraisal_cards.write_form(OPEN, NOTHING),
        "form, appraisal sample": appraisal_cards.sample_form(WRITTEN, NOTHING),
        "appraisal dialog": appraisal_cards.appraisal_dialog(SAMPLED, WORDS, WORDS),
        "form, a duty of one's own": own_duty_form(OWN_DUTY, NOTHING),
        "form, audit added": add_form(ADDING, NOTHING),
        "form, return without a grade": return_form_card(ungraded, NOTHING),
    }
