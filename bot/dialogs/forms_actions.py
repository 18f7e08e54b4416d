"""Forms and pages of actions, progress and the board: by verb, what is read and how it is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good.action import (
    VIEW,
    action_confirm_form,
    action_dialog,
    action_done_form,
    action_reopen_form,
    board_signoff_form,
)
from bot.cards.below_good.progress import VIEW as PROGRESS
from bot.cards.below_good.progress import (
    board_dates_form,
    closure_form,
    escalation_form,
    progress_dialog,
    supervision_form,
    weekly_form,
)
from bot.cards.parts.inputs import Typed
from store.ledger import Reader
from store.views.below_good.action import ActionRead, action_read
from store.views.below_good.progress import WorkProgress, board_waits, progress_read, standing_of

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "action.done": "Complete the action",
    "action.confirm": "Confirm the action",
    "action.reopen": "Not yet",
    "supervision.recorded": "Record the supervision",
    "progress.reported": "This week's progress",
    "closure.recorded": "Record the closure",
    "improvement.escalated": "Escalate it",
    "board.dates": "The board's dates",
    "board.signed_off": "The board's sign-off",
    VIEW: "The action",
    PROGRESS: "What was recorded",
}
"""What stands above each dialog."""

ASKED_FIRST = frozenset({"action.confirm", "board.signed_off"})
"""Acts without fields, whose dialog shows what it is about before it is pressed."""


def _of_action(draw: Callable[[ActionRead, Typed], Json]) -> Callable[..., Json]:
    def form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        view = action_read(reader, subject, upn)
        assert view is not None, "whoever may do it may read it"
        return draw(view, typed)

    return form


def _of_audit(kind: str, draw: Callable[[WorkProgress, Typed], Json]) -> Callable[..., Json]:
    def form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        return draw(standing_of(reader, subject, upn, kind), typed)

    return form


def _board_dates(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return board_dates_form(board_waits(reader, subject, upn), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "action.done": _of_action(action_done_form),
    "action.confirm": _of_action(action_confirm_form),
    "action.reopen": _of_action(action_reopen_form),
    "board.signed_off": _of_action(board_signoff_form),
    "supervision.recorded": _of_audit("supervision.record", supervision_form),
    "progress.reported": _of_audit("progress.report", weekly_form),
    "closure.recorded": _of_audit("closure.record", closure_form),
    "improvement.escalated": _of_audit("improvement.escalate", escalation_form),
    "board.dates": _board_dates,
}
"""The form of each act with fields."""


def _action(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = action_read(reader, subject, upn)
    return None if view is None else action_dialog(view)


def _progress(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    found = progress_read(reader, subject, upn)
    return None if found is None else progress_dialog(*found)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    VIEW: _action,
    PROGRESS: _progress,
}
"""What only shows something."""
