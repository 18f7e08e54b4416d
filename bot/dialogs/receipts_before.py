"""The sentence with which a dialog about the timetable or a KLOE meeting closes."""

from store.ledger import Reader
from store.rules.kloe_meeting import meeting_of
from store.tables import Cycle, Timetable
from store.views.nudges.duty_lines import about
from store.views.parts.due import due_by


def before_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    if verb == "timetable.record":
        return f"Recorded as version {len(reader.rows(Timetable))}. The Heads it concerns are told."
    cycle = reader.find(Cycle, subject) if verb.startswith("kloe.") else None
    if cycle is None:
        return None
    meeting = meeting_of(reader, cycle)
    match verb:
        case "kloe.convene":
            invited = 0 if meeting is None else len(meeting.invited)
            return f"{invited} people are invited to the meeting for {about(reader, cycle)}."
        case "kloe.confirm":
            return "Answered. The audit team sees it, and you may change it until the meeting."
        case _:
            due = due_by(reader, cycle.id, "list.propose")
            by = "" if due is None else f" The list is due by {due.on}."
            return f"Recorded. {about(reader, cycle)} has its lines of enquiry.{by}"
