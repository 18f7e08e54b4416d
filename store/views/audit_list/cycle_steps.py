"""What the audit team does next for a cycle, up to its list (programme.md §2.1 to §2.4)."""

from collections.abc import Mapping

from store.ledger import Reader
from store.rules.kloe_meeting import meeting_of
from store.tables import Cycle, Programme, Row
from store.views.parts.offers import button_of, may_now
from store.vocabulary.states import CycleState
from store.vocabulary.verbs import Verb

STEPS: Mapping[CycleState, Verb] = {
    "open": "cycle.select",
    "drawn": "cycle.allocate",
    "allocated": "list.propose",
    "changes_asked": "list.propose",
}
"""The act that takes a cycle on from each state."""

SEND_AGAIN = "Send the list again"
"""The button of `list.propose` once changes were asked for."""

Step = tuple[Row, str, str, bool]
"""The row, the act on it, its button, and whether a form comes first."""


def step_to_the_list(reader: Reader, cycle: Cycle, upn: str) -> Step | None:
    """The next step towards the list, which opens a planned cycle; none if `upn` may not do it."""
    if cycle.state == "planned":
        programme = reader.get(Programme, reader.programme)
        step: Step = (programme, "cycle.open", "Open the cycle…", True)
    elif cycle.state in STEPS:
        verb = STEPS[cycle.state]
        title = SEND_AGAIN if cycle.state == "changes_asked" else button_of(verb)
        step = (cycle, verb, title, False)
    else:
        return None
    return step if may_now(reader, step[0], upn, (step[1],)) else None


def step_to_the_meeting(reader: Reader, cycle: Cycle, upn: str) -> Step | None:
    """Convene the meeting; once it is convened, record it. None if `upn` may not do it."""
    verb: Verb = "kloe.convene" if meeting_of(reader, cycle) is None else "kloe.held"
    return (cycle, verb, button_of(verb), True) if may_now(reader, cycle, upn, (verb,)) else None
