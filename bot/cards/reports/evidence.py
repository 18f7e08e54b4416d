"""The evidence pack of a cycle, asked for in the chat (programme.md §5)."""

from bot.cards.parts.kit import Json, card, lines, submits, text
from bot.cards.parts.text import RECORDED
from store.views.parts.offers import submit_of
from store.views.reports.cycle_report import OnCycle

ISSUE = "evidence.issue"
HOLDS = (
    "Board report, and its short version for practitioners",
    "The draw, the list, returns, grades and actions in figures",
    "The ledger's head, and what shows that no file was changed",
)


def evidence_form(view: OnCycle) -> Json:
    """What the pack holds and what it leaves out; its issue is recorded."""
    return card(
        f"Have the evidence pack of {view.service}, {view.month}",
        *lines(HOLDS),
        text(f"It names no child and shows no count under 5. {RECORDED}"),
        actions=[submits(ISSUE, submit_of(ISSUE), view.cycle, view.version)],
    )
