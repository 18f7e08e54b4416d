"""The reports that somebody may ask for by name, of some cycles, as a file (programme.md §5)."""

from collections.abc import Mapping
from typing import Literal, get_args

Report = Literal["grades", "scorecard", "loop", "learning", "highlights", "timetable", "members"]

REPORTS: tuple[Report, ...] = get_args(Report)

TITLES: Mapping[Report, str] = {
    "grades": "Grades",
    "scorecard": "Scorecard",
    "loop": "Closing the loop",
    "learning": "Learning report",
    "highlights": "Highlight report",
    "timetable": "Timetable",
    "members": "Member briefing",
}
