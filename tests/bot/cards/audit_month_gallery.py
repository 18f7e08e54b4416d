"""The audit month but for returns and dip samples: every card in every state, from sample views."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.audit_month import appraisal as appraisal_cards
from bot.cards.audit_month import practice as practice_cards
from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.conflict import (
    conflict_card,
    conflict_declare_form,
    conflict_resolve_form,
    conflict_resolved_card,
)
from bot.cards.audit_month.exemption import (
    exempted_card,
    exemption_agree_form,
    exemption_card,
    exemption_refuse_form,
    exemption_request_form,
    not_exempted_card,
)
from bot.cards.audit_month.reallocation import reallocation_card, reallocation_form
from bot.cards.audit_month.return_form import return_form_card
from bot.cards.audit_month.returned import returned_card
from bot.cards.audit_month.selected import moderating_card, selected_card, selected_team_card
from bot.cards.parts.inputs import Typed
from store.views.audit_month.appraisal import TeamAppraisal
from store.views.audit_month.practice import Practice
from store.views.parts.in_hand import InHand
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import RETURN_FORM

Cards = Mapping[str, dict[str, Any]]
SAID_NO = "Priya Shah refused your request on Wed 2 Dec, 11:40"
KEPT = "The audit team looked at the conflict you declared, and it stays with you"
NOTHING = Typed()
GONE = (("M900007", "Omar Said, Team Manager"), ("M900008", "the audit team"))
WRONG = Typed({"reason": "Because *I* say so"}, {"reason": "is too short to be understood"})


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
WORDS = "Late visits come back, and the team plans them at the start of the month now. " * 20


def audit_month_gallery() -> Cards:
    """Each card by its kind and state."""
    return {**_allocations(), **_decisions(), **_news(), **_practice(), **_forms()}


def _allocations() -> Cards:
    accepted, issued = s.ACCEPTED, s.ISSUED
    states = {
        "issued": issued,
        "issued, refused before": replace(issued, refused="Priya Shah refused on Wed 2 Dec, 11:40"),
        "issued, may no longer accept": replace(issued, may=frozenset()),
        "issued, name with markdown": replace(
            issued, audit=replace(s.AUDIT, practitioner=s.TRICKY, moderator=s.TRICKY)
        ),
        "accepted": accepted,
        "accepted, late": replace(accepted, audit=replace(s.AUDIT, due=s.LATE)),
        "accepted, past its hour": replace(accepted, audit=replace(s.AUDIT, due=s.JUST_PAST)),
        "accepted, conflict left": replace(accepted, kept=KEPT),
        "exemption asked": replace(
            accepted,
            state="exemption_asked",
            decided_by=s.PRIYA.with_role,
            decide_by=s.SOON,
            may=frozenset({"exemption.withdraw"}),
        ),
        "conflict declared": replace(
            accepted, state="conflict_declared", decide_by=s.SOON, may=frozenset()
        ),
        "returned": replace(
            accepted, state="returned", grade="Good", moderate_by=s.DUE, may=frozenset()
        ),
        "moved": replace(issued, state="moved", now_with="Tom Reed", done_on="Tue 8 Dec"),
        "exempted": replace(issued, state="exempted", decided_by="Priya Shah"),
        "waiting": replace(issued, state="waiting"),
        "swapped": replace(issued, state="swapped"),
        "a later state": replace(issued, state="voided"),
    }
    return {f"allocation, {name}": allocation_card(view) for name, view in states.items()}


def _decisions() -> Cards:
    return {
        "exemption, to decide": exemption_card(s.ASKED),
        "exemption, long reason": exemption_card(replace(s.ASKED, reason=s.LONG_REASON)),
        "exemption, may not decide": exemption_card(replace(s.ASKED, may=frozenset())),
        "exemption, nobody would take it": exemption_card(
            replace(s.ASKED, would_go_to="", with_them=(), in_hand=InHand(1), together=("M900150",))
        ),
        "exemption, agree form": exemption_agree_form(s.ASKED, Typed()),
        "exemption, agreed with a word": exemption_card(
            replace(s.APPROVED, refusal="Enjoy your leave.")
        ),
        "exempted with a word": exempted_card(replace(s.APPROVED, refusal="Enjoy your leave.")),
        "exemption, agreed": exemption_card(s.APPROVED),
        "exemption, agreed by another": exemption_card(replace(s.APPROVED, viewer=s.TOM.upn)),
        "exemption, agreed, nobody free": exemption_card(replace(s.APPROVED, goes_to="")),
        "exemption, agreed and moved": exemption_card(
            replace(s.APPROVED, goes_to="", now_with="Omar Said")
        ),
        "exemption, refused": exemption_card(s.REFUSED),
        "exemption, withdrawn": exemption_card(
            replace(s.ASKED, state="withdrawn", decided_on="Wed 2 Dec, 12:00")
        ),
        "exempted": exempted_card(s.APPROVED),
        "not exempted": not_exempted_card(s.REFUSED),
        "not exempted, long refusal": not_exempted_card(replace(s.REFUSED, refusal=s.LONG_REASON)),
        "not exempted, moved on": not_exempted_card(
            replace(s.REFUSED, still_theirs=replace(s.ACCEPTED, refused=SAID_NO), is_news=False)
        ),
        "conflict, to resolve": conflict_card(s.DECLARED),
        "conflict, long reason": conflict_card(replace(s.DECLARED, reason=s.LONG_REASON)),
        "conflict, left": conflict_card(s.RESOLVED),
        "conflict, moved": conflict_card(replace(s.RESOLVED, state="reallocate")),
        "conflict resolved, stays": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=s.ISSUED, is_news=True)
        ),
        "conflict resolved, stays as accepted": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=s.ACCEPTED, is_news=True)
        ),
        "conflict resolved, accepted then": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=replace(s.ACCEPTED, kept=KEPT))
        ),
        "conflict resolved, goes": conflict_resolved_card(replace(s.RESOLVED, state="reallocate")),
        "reallocation, proposed": reallocation_card(s.PROPOSED),
        "reallocation, nobody": reallocation_card(
            replace(s.PROPOSED, state="nobody", audit=replace(s.AUDIT, auditor=None))
        ),
        "reallocation, done": reallocation_card(
            replace(s.PROPOSED, state="done", done_by="Gurdeep Bhatt", done_on="Thu 3 Dec, 09:01")
        ),
        "reallocation, swapped": reallocation_card(replace(s.PROPOSED, state="swapped")),
    }


def _news() -> Cards:
    few, none = replace(s.NEWS, parts=s.PARTS[:1]), replace(s.NEWS, parts=())
    returns = {
        f"returned, to {reader}, {grade}": replace(
            s.RETURNED, reader=reader, grade=grade, inadequate=grade == "Inadequate"
        )
        for reader in ("moderator", "practitioner", "team_manager", "team")
        for grade in ("Good", "Inadequate")
    }
    return {
        "moderating": moderating_card(s.NEWS),
        "moderating, one": moderating_card(few),
        "moderating, none": moderating_card(none),
        "moderating, one gone": moderating_card(replace(few, elsewhere=GONE[:1])),
        "moderating, all gone": moderating_card(replace(none, elsewhere=GONE)),
        "selected": selected_card(s.NEWS),
        "selected, one": selected_card(few),
        "selected, none": selected_card(none),
        "selected team": selected_team_card(s.NEWS),
        "selected team, none": selected_team_card(none),
        **{name: returned_card(view) for name, view in returns.items()},
        "returned, late": returned_card(replace(s.RETURNED, in_time=False, late=2)),
        "returned, past its hour": returned_card(replace(s.RETURNED, in_time=False, actions=0)),
    }


def _practice() -> Cards:
    practised, appraisal = practice_cards.practised_card, appraisal_cards.appraisal_card
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
        "appraisal, on a theme": appraisal(replace(OPEN, theme="The child's voice")),
        "appraisal, written": appraisal(WRITTEN),
        "appraisal, sampled": appraisal(SAMPLED),
        "form, appraisal": appraisal_cards.write_form(OPEN, NOTHING),
        "form, appraisal sample": appraisal_cards.sample_form(WRITTEN, NOTHING),
        "appraisal dialog": appraisal_cards.appraisal_dialog(SAMPLED, WORDS, WORDS),
    }


def _forms() -> Cards:
    categories = ("leave", "sickness", "workload", "other")
    lawful = [(f"auditor{n}@riverside.example", f"Auditor Number {n}") for n in range(200)]
    mended = Typed(
        {"grade": "Good", "evidence": "Six months were read.", "domains.c1.grade": "Good"},
        {
            "rationale": "is needed",
            "domains.c1.grade": "a grade needs its evidence",
            "document_link": "is no web address that starts with https://",
        },
    )
    ungraded = replace(RETURN_FORM, grades=(), domains=())
    return {
        "form, exemption": exemption_request_form(s.AUDIT, categories, s.PRIYA.with_role, NOTHING),
        "form, exemption to mend": exemption_request_form(
            s.AUDIT, categories, s.PRIYA.with_role, WRONG
        ),
        "form, refusal": exemption_refuse_form(s.ASKED, NOTHING),
        "form, conflict": conflict_declare_form(s.AUDIT, NOTHING),
        "form, resolution": conflict_resolve_form(s.DECLARED, NOTHING),
        "form, new auditor": reallocation_form(s.PROPOSED, lawful, NOTHING),
        "form, nobody lawful": reallocation_form(s.PROPOSED, [], NOTHING),
        "form, return": return_form_card(RETURN_FORM, NOTHING),
        "form, return to mend": return_form_card(RETURN_FORM, mended),
        "form, return without a grade": return_form_card(ungraded, NOTHING),
    }
