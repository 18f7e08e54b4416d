"""Dip samples, help and reminders in every state: drawn from sample views."""

from dataclasses import replace
from typing import Any

from bot.cards.audit_month import dips as dip_cards
from bot.cards.audit_month import dips_forms
from bot.cards.nudges import helping
from bot.cards.nudges.nudge import nudge_card
from bot.cards.parts.inputs import Typed
from store.views.audit_month.dips import Dips, Sample
from store.views.nudges.duty_lines import Ask
from store.views.nudges.help_request import HelpAsked, Stuck, WhoCanHelp
from tests.bot.cards import samples as s

NOTHING = Typed()
Json = dict[str, Any]

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

STUCK = Stuck("d1", 1, "M900123", "return the audit", s.LATE, may_ask=True)
HELPERS = WhoCanHelp(
    "audit team",
    ("Gurdeep Bhatt, Audit Officer", "Mei Lau, Audit Manager"),
    s.PRIYA.with_role,
    (STUCK, replace(STUCK, may_ask=False, why_not="asked already; the answer comes to you here")),
)
HELP = HelpAsked(
    "help-90",
    1,
    "asked",
    s.LEAH,
    "Mon 21 Dec, 10:02",
    "M900123",
    "return the audit",
    s.LATE,
    closed=False,
    viewer="officer@riverside.example",
    answer_by=s.SOON,
    may=frozenset({"help.answer"}),
)
ANSWER = replace(
    HELP, state="answered", answered_by=s.OMAR, viewer=s.LEAH.upn, press=s.RETURN_IT.press,
    may=frozenset(),
)  # fmt: skip


def disputes_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_dips(), **_help(), **_reminders(), **_forms()}


def _dips() -> dict[str, Json]:
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


def _help() -> dict[str, Json]:
    return {
        "help asked": helping.help_asked_card(HELP),
        "help asked, done since": helping.help_asked_card(replace(HELP, closed=True)),
        "help asked, answered": helping.help_asked_card(
            replace(ANSWER, viewer="officer@riverside.example")
        ),
        "help answered": helping.help_answered_card(ANSWER),
        "help answered, done": helping.help_answered_card(replace(ANSWER, closed=True, press=None)),
        "help dialog": helping.help_dialog("I cannot reach the worker. " * 12, "Call me at ten."),
        "help dialog, unanswered": helping.help_dialog("I cannot reach the worker.", ""),
        "stuck dialog": helping.stuck_dialog(HELPERS),
        "stuck dialog, nothing": helping.stuck_dialog(replace(HELPERS, team=(), head="", stuck=())),
    }


def _reminders() -> dict[str, Json]:
    live = replace(s.BUNDLE, message="m90-1", message_version=2, may_later=True, stuck=("d1", 1))
    done = ("Accepted: M900123", "Agreed by Omar Said: M900055")
    lines = [
        Ask(f"d{n}", f"M90{n:04}", "return the audit", s.LATE if n < 3 else s.DUE,
            s.press("return.submit", "Return the audit", dialog=True))
        for n in range(12)
    ]  # fmt: skip
    sizes = {
        f"nudge, {n} {'line' if n == 1 else 'lines'}": nudge_card(
            replace(live, asks=tuple(lines[:n]), stuck=live.stuck if n == 1 else None)
        )
        for n in (1, 2, 5, 12)
    }
    return {
        **sizes,
        "nudge, some done": nudge_card(replace(live, asks=live.asks[:1], done=done)),
        "nudge, many done": nudge_card(replace(live, done=done * 4)),
        "nudge, put off": nudge_card(replace(live, may_later=False, later="11:05")),
        "nudge, too late to put off": nudge_card(
            replace(live, may_later=False, later_not="Messages end at 17:00 today.")
        ),
        "nudge, all done with receipts": nudge_card(replace(live, asks=(), done=done)),
        "nudge, newer below": nudge_card(replace(live, asks=(), done=done[:1], repeated=3)),
    }


def _forms() -> dict[str, Json]:
    lawful = [(f"iro{n}@riverside.example", f"Iro Number {n}, IRO") for n in range(120)]
    return {
        "form, dip sample": dips_forms.dip_record_form(SAMPLE, NOTHING),
        "form, dip given": dips_forms.dip_assign_form(SAMPLE, lawful, NOTHING),
        "form, dip given, nobody": dips_forms.dip_assign_form(SAMPLE, [], NOTHING),
        "form, dip declined": dips_forms.dip_decline_form(OFFERED, NOTHING),
        "form, dip report": dips_forms.dip_report_form(ALL_DONE, NOTHING),
        "form, stuck": helping.help_ask_form(HELPERS, NOTHING),
        "form, help": helping.help_answer_form(HELP, "I cannot reach the worker.", NOTHING),
    }
