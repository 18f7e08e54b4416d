"""Progress on work below good: supervision, weekly reports, closure, escalation (§3)."""

from collections.abc import Callable

from bot.cards.below_good.progress import (
    VIEW,
    closed_card,
    closure_form,
    escalated_card,
    escalation_form,
    progress_card,
    progress_dialog,
    supervision_form,
    weekly_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.below_good.progress import (
    WorkProgress,
    closed_seen,
    progress_read,
    progress_seen,
    work_progress,
)
from store.vocabulary.duty_kinds import DutyKind


def _form(kind: DutyKind, draw: Callable[[WorkProgress, Typed], Json]) -> Form:
    """The form of the act that meets duties of that kind."""
    return Form(
        draw=lambda reader, subject, upn, typed: draw(
            work_progress(reader, subject, upn, kind), typed
        )
    )


def _what_was_recorded(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    found = progress_read(reader, subject, upn)
    return None if found is None else progress_dialog(*found)


CONVERSATION = Conversation(
    forms={
        "supervision.recorded": _form("supervision.record", supervision_form),
        "progress.reported": _form("progress.report", weekly_form),
        "closure.recorded": _form("closure.record", closure_form),
        "improvement.escalated": _form("improvement.escalate", escalation_form),
    },
    pages={VIEW: Page("What was recorded", _what_was_recorded)},
    messages={
        "progress": Shown(progress_seen, progress_card),
        "escalated": Shown(progress_seen, escalated_card),
        "closed": Shown(closed_seen, closed_card),
    },
)
