"""What the audit team does next for a cycle, up to its list (programme.md §2.1 to §2.4)."""

from store.ledger import Reader
from store.rules.kloe_meeting import meeting_of
from store.tables import Cycle, Programme, Row
from store.views.parts.offers import may_now

STEPS = {
    "open": ("cycle.select", "Draw the cases", False),
    "drawn": ("cycle.allocate", "Allocate the audits", False),
    "allocated": ("list.propose", "Send the list", False),
    "changes_asked": ("list.propose", "Send the list again", False),
}
"""The step from each state: its act, the words of the button, whether a dialog comes first."""

Step = tuple[Row, str, str, bool]
"""The row, the act on it, the words of the button, whether a dialog comes first."""


def step_to_the_list(reader: Reader, cycle: Cycle, upn: str) -> Step | None:
    """The next step towards the list; a planned cycle is opened first. None for who may not."""
    row: Row = cycle
    verb, title, dialog = STEPS.get(cycle.state, ("", "", False))
    if cycle.state == "planned":
        row = reader.get(Programme, reader.programme)
        verb, title, dialog = "cycle.open", "Open the cycle…", True
    return (row, verb, title, dialog) if may_now(reader, row, upn, (verb,)) else None


def step_to_the_meeting(reader: Reader, cycle: Cycle, upn: str) -> Step | None:
    """Convene it first; once it is convened, record it."""
    convened = meeting_of(reader, cycle) is not None
    verb = "kloe.held" if convened else "kloe.convene"
    title = "Record the meeting…" if convened else "Convene the meeting…"
    return (cycle, verb, title, True) if may_now(reader, cycle, upn, (verb,)) else None
