"""Reports asked for by name, in every state: cards and forms drawn from sample views."""

from dataclasses import replace
from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.reports import reports_asked as asked
from store.views.parts.paper_lines import PaperLine
from store.views.reports.report_summary import Reports
from store.views.reports.report_trend import Trend
from tests.bot.cards import samples as s

NOTHING = Typed()
Json = dict[str, Any]

REPORTS = Reports(
    programme="riverside", version=4, upn=s.PRIYA.upn, own_version=2,
    title="Grades: Frontdoor, since April 2026",
    lines=(("Frontdoor, June 2026", "44 of 59 returned: Outstanding 5, Good 25, RI 14"),
           ("Frontdoor, December 2026", "52 of 59 returned: Outstanding 6, Good 33, RI 13")),
    chosen={"report": "grades", "service": "Frontdoor", "since": "2026-04"},
    kinds=(("grades", "Grades"), ("loop", "Closing the loop"), ("learning", "Learning report")),
    services=(("Frontdoor", "Frontdoor"),),
    months=(("2026-12", "December 2026"), ("2026-06", "June 2026"), ("2026-04", "April 2026")),
)  # fmt: skip
TREND = Trend(
    "Good or better, per cent by month",
    (("Good or better", (("2026-06-01", "June 2026", 68), ("2026-12-01", "December 2026", 75))),),
)
PAPER = PaperLine("frontdoor-2026-12", 3, "Board report: Frontdoor, December 2026")


def reports_asked_gallery() -> dict[str, Json]:
    """Each card by its state."""
    team = "audit team"
    return {
        "a report by name": asked.reports_card(REPORTS, team),
        "a report by name, and papers": asked.reports_card(
            replace(REPORTS, more=4, papers=(PAPER,)), team
        ),
        "a report by name, month by month": asked.reports_card(replace(REPORTS, trend=TREND), team),
        "reports, none named": asked.reports_card(replace(REPORTS, title="", chosen={}), team),
        "reports, papers alone": asked.reports_card(
            replace(REPORTS, title="", chosen={}, kinds=(), papers=(PAPER,)), team
        ),
        "reports, none": asked.reports_card(replace(REPORTS, title="", chosen={}, kinds=()), team),
        "report, of somebody else": asked.reports_card(
            replace(REPORTS, refused="Grades of Care are for those who run it."), team
        ),
        "form: report by name": asked.report_form(REPORTS, NOTHING),
    }
