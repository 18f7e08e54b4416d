"""Dip samples: every card in every state, from sample views."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards.audit_month import dip_sample as dip_cards
from bot.cards.audit_month import dip_sample_forms as dips_forms
from bot.cards.parts.inputs import Typed
from store.views.audit_month.dip_sample import Dips, Sample
from tests.bot.cards import samples as s

Cards = Mapping[str, dict[str, Any]]
NOTHING = Typed()
WORDS = "The audit does not take the second home visit into account, which the record holds. " * 5


SAMPLE = Sample(
    "M900200-dip",
    2,
    "M900200",
    "sampling",
    "Frontdoor",
    "December 2026",
    s.KLOE,
    None,
    s.DUE,
    line=1,
    may=frozenset({"dip.record", "dip.assign"}),
)
OFFERED = replace(
    SAMPLE, state="offered", sampler=s.TOM, may=frozenset({"dip.agree", "dip.decline"})
)
SAMPLED = replace(SAMPLE, state="sampled", answer="partly", finding=WORDS, may=frozenset())
SAMPLES = (
    *(replace(SAMPLED, case_ref=f"M90020{n}") for n in range(3)),
    OFFERED,
    *(replace(SAMPLE, case_ref=f"M90021{n}") for n in range(8)),
)
DIPS = Dips(
    "frontdoor-2026-12.k1",
    1,
    "Frontdoor",
    "December 2026",
    s.KLOE,
    "open",
    SAMPLES,
    (("shown", 2), ("partly", 1), ("not_shown", 0)),
    due=s.DUE,
    viewer="officer@riverside.example",
    line=1,
)
ALL_DONE = replace(
    DIPS,
    counts=(("shown", 8), ("partly", 3), ("not_shown", 1)),
    samples=(SAMPLED,) * 12,
    may=frozenset({"dip.report"}),
)
REPORTED = replace(
    ALL_DONE,
    state="reported",
    reported_by=s.OMAR,
    reported_on="Mon 21 Dec, 10:00",
    may_read=True,
    sign_by=s.SOON,
    signs_next="Priya Shah, Principal Social Worker",
    signed=("Gurdeep Bhatt",),
    may=frozenset({"dip.sign_off"}),
)
SHARED = replace(REPORTED, state="shared", signed=("Gurdeep Bhatt", "Priya Shah"), may=frozenset())


def dip_sample_gallery() -> Cards:
    """Each card by its kind and state."""
    return {**_dips(), **_forms()}


def _dips() -> Cards:
    none_mine = replace(DIPS, samples=(OFFERED, SAMPLED))
    return {
        "dips": dip_cards.dips_card(DIPS),
        "dips, all done": dip_cards.dips_card(ALL_DONE),
        "dips, one waits": dip_cards.dips_card(none_mine),
        "dips, none drawn": dip_cards.dips_card(replace(ALL_DONE, samples=())),
        "dips, reported": dip_cards.dips_card(REPORTED),
        "dips, shared": dip_cards.dips_card(SHARED),
        "dips dialog": dip_cards.dips_dialog(DIPS),
        "dips dialog, last page": dip_cards.dips_dialog(DIPS, 9),
        "dips dialog, findings": dip_cards.findings_dialog(SHARED, WORDS),
        "dip agree": dip_cards.dip_agree_card(OFFERED),
        "dip agree, agreed": dip_cards.dip_agree_card(replace(OFFERED, state="sampling")),
        "dip agree, taken back": dip_cards.dip_agree_card(SAMPLE),
        "dip given": dip_cards.dip_given_card(replace(SAMPLE, sampler=s.TOM)),
        "dip given, recorded": dip_cards.dip_given_card(SAMPLED),
        "dip given, taken back": dip_cards.dip_given_card(replace(SAMPLE, may=frozenset())),
        "dip sign": dip_cards.dip_sign_card(REPORTED),
        "dip sign, signed": dip_cards.dip_sign_card(replace(REPORTED, may=frozenset())),
        "dip sign, shared": dip_cards.dip_sign_card(SHARED),
        "dip report": dip_cards.dip_report_card(SHARED),
    }


def _forms() -> Cards:
    lawful = [(f"iro{n}@riverside.example", f"Iro Number {n}, IRO") for n in range(120)]
    return {
        "form, dip sample": dips_forms.dip_record_form(SAMPLE, NOTHING),
        "form, dip given": dips_forms.dip_assign_form(SAMPLE, lawful, NOTHING),
        "form, dip given, nobody": dips_forms.dip_assign_form(SAMPLE, [], NOTHING),
        "form, dip declined": dips_forms.dip_decline_form(OFFERED, NOTHING),
        "form, dip report": dips_forms.dip_report_form(ALL_DONE, NOTHING),
    }
