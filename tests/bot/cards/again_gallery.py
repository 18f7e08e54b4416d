"""Dip re-audits, re-audits and reports in every state: cards and forms drawn from sample views."""

from dataclasses import replace
from typing import Any

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.below_good import dip_reaudit as looks
from bot.cards.below_good import reaudit
from bot.cards.parts.inputs import Typed
from bot.cards.reports import cycle_report as reports
from store.views.below_good.dip_reaudit import DipReauditRead, DipReauditSeen, DipReauditToDo
from store.views.below_good.reaudit import ReauditsSeen
from store.views.reports.cycle_report import OnCycle, Reported, ReportRead
from tests.bot.cards import samples as s

NOTHING = Typed()
Json = dict[str, Any]

LONG = "Visits were on time and most plans held the child's own words, but reviews came late. "
CYCLE, SERVICE, MONTH = "frontdoor-2026-12", "Frontdoor", "December 2026"

BETTER = DipReauditSeen(
    "M900123-2026-12", 9, "M900123", SERVICE, "RI", "Good", still_below=False, by=s.OMAR,
    on="Thu 21 Jan, 10:12", standings=(("done", 3), ("on_track", 1), ("delayed", 0)),
    may_read=True,
)  # fmt: skip
STILL = replace(
    BETTER, now="RI", still_below=True, standings=(("done", 1), ("on_track", 1), ("delayed", 2)),
    to_address=True, address_by=s.DUE,
)  # fmt: skip
TO_ADDRESS = replace(STILL, may=frozenset({"delay.addressed"}))
ADDRESSED = replace(
    STILL, to_address=False, address_by=None, addressed_by=s.PRIYA.name,
    addressed_on="Mon 25 Jan, 09:30",
)  # fmt: skip
ASKED = DipReauditToDo(
    "M900123-2026-12", 9, "M900123", "RI",
    (("Good", "Consistently meets the criteria for good."), ("RI", "Falls below good.")),
    tuple((f"M900123-2026-12.r70.a{n}", LONG * 2) for n in range(1, 7)),
)  # fmt: skip
READ = DipReauditRead("M900123", LONG * 3, LONG * 3, ((LONG, "done"), (LONG, "delayed")), how=LONG)

REPORTED = Reported(
    "frontdoor-2026-12.b70", CYCLE, 4, SERVICE, MONTH, "board", s.OMAR, "Fri 29 Jan, 15:00"
)
WORDS = ReportRead(f"{SERVICE}, {MONTH}", (("Impact", LONG * 12), ("Learning", LONG * 12)))
BACK = ReauditsSeen(
    CYCLE, 7, SERVICE, MONTH, 23, ("M900101", "M900102", "M900103"), into="June 2027", seed=7,
    report_by=s.DUE,
)  # fmt: skip
DONE = replace(BACK, done=3, improved=2, may=frozenset({"impact.reported", "reaudit.widen"}))
WIDENED = replace(BACK, drawn=tuple(f"M9001{n:02}" for n in range(23)))
ON = OnCycle(CYCLE, 4, SERVICE, MONTH, s.DUE)
COMPARED = (("Fell below good", "23"), ("Dip re-audits", "15 of 23 good or better"))


def again_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_looks(), **_reports(), **_forms()}


def _looks() -> dict[str, Json]:
    draw = looks.dip_reaudit_card
    return {
        "dip reaudited, improved": draw(BETTER),
        "dip reaudited, still below good": draw(STILL),
        "dip reaudited, to be addressed": draw(TO_ADDRESS),
        "dip reaudited, addressed": draw(ADDRESSED),
        "dip reaudited, still Inadequate": draw(replace(STILL, was="Inadequate", now="Inadequate")),
        "what a dip re-audit found": looks.dip_reaudit_dialog(READ),
        "allocation of a re-audit": allocation_card(
            replace(s.ISSUED, looks_back_on="December 2026")
        ),
        "reaudits": reaudit.reaudits_card(BACK),
        "reaudits, done": reaudit.reaudits_card(DONE),
        "reaudits, all of them": reaudit.reaudits_card(WIDENED),
        "reaudits, none": reaudit.reaudits_card(replace(BACK, drawn=())),
    }


def _reports() -> dict[str, Json]:
    impact = reports.impact_report_card
    return {
        "highlight report": reports.highlight_report_card(replace(REPORTED, kind="highlight")),
        "board report": reports.board_report_card(REPORTED),
        "practitioners report": reports.practitioners_report_card(REPORTED),
        "impact report": impact(replace(REPORTED, kind="impact", consistent=True)),
        "impact report, not consistent": impact(
            replace(REPORTED, kind="impact", consistent=False, may=frozenset({"reaudit.widen"}))
        ),
        "campaign": reports.campaign_card(
            replace(REPORTED, kind="campaign", workshop="Wed 10 Mar")
        ),
        "the report": reports.report_dialog(WORDS),
    }


def _forms() -> dict[str, Json]:
    wrong = Typed({"grade": "RI"}, {"delay": "name what is delayed and why"})
    return {
        "form: dip re-audit": looks.dip_reaudit_form(ASKED, NOTHING),
        "form: dip re-audit, to mend": looks.dip_reaudit_form(ASKED, wrong),
        "form: dip re-audit, no action": looks.dip_reaudit_form(
            replace(ASKED, actions=()), NOTHING
        ),
        "form: delay": looks.delay_form(TO_ADDRESS, NOTHING),
        "form: highlights": reports.highlight_form(ON, NOTHING),
        "form: board report": reports.board_form(ON, NOTHING),
        "form: impact": reports.impact_form(ON, COMPARED, NOTHING),
        "form: campaign": reports.campaign_form(ON, NOTHING),
        "form: re-audits, none": reaudit.reaudit_form(
            replace(BACK, below_good=0, drawn=()), NOTHING
        ),
        "form: re-audits, by hand": reaudit.reaudit_form(
            replace(BACK, drawn=(), choices=(("frontdoor-2027-09", "September 2027"),)), NOTHING
        ),
        "form: widen": reaudit.widen_form(DONE, NOTHING),
    }
