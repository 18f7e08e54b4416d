"""The sentences with which forms about the timetable and the KLOE meeting close."""

from store.ledger import Reader
from store.rules.kloe_meeting import meeting_of
from store.tables import Cycle, Programme, Timetable
from store.views.nudges.duty_lines import about
from store.views.parts.due import due_by


def kloe_invited(reader: Reader, cycle: Cycle) -> str:
    """How many people were invited, and to which cycle's meeting."""
    meeting = meeting_of(reader, cycle)
    invited = 0 if meeting is None else len(meeting.invited)
    who = "1 person is" if invited == 1 else f"{invited} people are"
    return f"{who} invited to the meeting for {about(reader, cycle)}."


def kloes_agreed(reader: Reader, cycle: Cycle) -> str:
    """That the cycle has its lines of enquiry, and when its list is due."""
    due = due_by(reader, cycle.id, "list.propose")
    by = "" if due is None else f" The list is due by {due.on}."
    return f"Recorded. {about(reader, cycle)} has its lines of enquiry.{by}"


def timetable_recorded(reader: Reader, _programme: Programme) -> str:
    """Which version was recorded, and who hears of it."""
    number = len(reader.rows(Timetable))
    return f"Recorded as version {number}. The Heads of Service it changes have been notified."
