"""What the shell prints of one moment."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from store.ledger import Reader
from store.tables import Cycle
from store.views.nudges.owed import owed
from store.views.reports.board_report import board_report
from store.views.reports.cycle_board import cycle_board
from store.views.reports.digest import digest
from store.views.reports.grades import grades
from store.views.reports.loop import loop
from store.views.reports.scorecard import scorecard

LONDON = ZoneInfo("Europe/London")


def documents(reader: Reader) -> dict[str, Any]:
    """`owed`, the reports and each cycle, by command."""
    return {
        "owed": owed(reader, None),
        "digest": digest(reader, ()),
        "grades": grades(reader, (), full=True),
        "scorecard": scorecard(reader, ()),
        "loop": loop(reader, (), full=True),
        "board": board_report(reader, (), "members"),
    } | {cycle.id: cycle_board(reader, cycle.id) for cycle in reader.rows(Cycle)}


def evening(day: date) -> datetime:
    """The last moment of a day in London."""
    midnight = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)
