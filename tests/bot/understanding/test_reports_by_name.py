"""A report is asked for in the words of an office: its name, a service, and months."""

from datetime import date

import pytest

from bot.understanding.months import months_in
from bot.understanding.reading import read
from bot.understanding.reports import report_asked_in

TODAY = date(2026, 12, 1)
SERVICES = ("CLA & TCS", "Frontdoor", "FSP & CWD")

ASKED = (
    ("grades for Frontdoor since April", "grades", "Frontdoor", "2026-04", ""),
    ("Grades front door, April to June please", "grades", "Frontdoor", "2026-04", "2026-06"),
    ("scorecard for November", "scorecard", "", "2026-11", "2026-11"),
    ("scorecard last month", "scorecard", "", "2026-11", "2026-11"),
    ("close the loop for FSP since January 2026", "loop", "FSP & CWD", "2026-01", ""),
    ("grades of cla in 2025", "grades", "CLA & TCS", "2025-01", "2025-12"),
    ("the learning report", "learning", "", "", ""),
    ("members' briefing this year", "members", "", "2026-01", ""),
    ("grades for fsp & cwd, the past six months", "grades", "FSP & CWD", "2026-06", "2026-11"),
    ("the timetable with its minutes", "timetable", "", "", ""),
    ("board papers", "", "", "", ""),
)


@pytest.mark.parametrize(("typed", "report", "service", "since", "until"), ASKED)
def test_a_report_is_read_with_its_service_and_its_months(
    typed: str, report: str, service: str, since: str, until: str
) -> None:
    told = {"report": report, "service": service, "since": since, "until": until}
    read_as = report_asked_in(typed, SERVICES, TODAY)
    assert read_as == {name: value for name, value in told.items() if value}


MONTHS = (
    ("since April", date(2026, 4, 1), None),
    ("since December", date(2026, 12, 1), None),
    ("october to february", date(2025, 10, 1), date(2026, 2, 1)),
    ("until June", None, date(2026, 6, 1)),
    ("Nov 2025 - Jan 2026", date(2025, 11, 1), date(2026, 1, 1)),
    ("this financial year", date(2026, 4, 1), None),
    ("last year", date(2025, 1, 1), date(2025, 12, 1)),
    ("since 2024", date(2024, 1, 1), None),
    ("may I have the grades", None, None),
    ("in May", date(2026, 5, 1), date(2026, 5, 1)),
)


@pytest.mark.parametrize(("typed", "since", "until"), MONTHS)
def test_a_month_without_a_year_is_the_last_that_has_begun(
    typed: str, since: date | None, until: date | None
) -> None:
    assert months_in(typed, TODAY) == (since, until)


@pytest.mark.parametrize(
    "typed",
    ["board papers", "grades for Frontdoor since April", "scorecard", "highlight report",
     "learning report", "grades for CLA since September"],
)  # fmt: skip
def test_who_names_a_report_is_surely_understood(typed: str) -> None:
    assert read(typed).intents == ("papers",)
