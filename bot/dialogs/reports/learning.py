"""A month's learning on a theme: planned, read each Monday, talked through and come to (§3)."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.reports.learning import attend_form, learning_card, plan_form, reflect_form
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from bot.dialogs.parts.form_fields import Flat, input_named
from store.ledger import Reader
from store.views.reports.learning import LearningForm, learning_form, learning_piece

ANY_MINUTES = "10"


def _of_cycle(
    draw: Callable[[LearningForm, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    return lambda reader, subject, _upn, typed: draw(learning_form(reader, subject), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    """Each line of `pieces` becomes one piece."""
    lines = [line for line in flat.get("pieces", "").splitlines() if line.strip()]
    return {**flat, "pieces": [piece_in(line) for line in lines]}


def piece_in(line: str) -> dict[str, str]:
    """`Seeing the child alone, 10, https://…` by field; a title may contain a comma."""
    parts = [part.strip() for part in line.split(",")]
    link = parts.pop() if parts[-1].startswith("https://") else ""
    minutes = parts.pop() if len(parts) > 1 and parts[-1].isdigit() else ANY_MINUTES
    return {"title": ", ".join(parts), "minutes": minutes, "link": link}


def _input_of(parts: Sequence[str], flat: Flat) -> str:
    """An error about one piece belongs beside the box that has them all."""
    return "pieces" if parts[0] == "pieces" else input_named(parts, flat)


CONVERSATION = Conversation(
    forms={
        "learning.plan": Form(draw=_of_cycle(plan_form), fields=_fields, input_of=_input_of),
        "learning.reflect": Form(draw=_of_cycle(reflect_form)),
        "learning.attend": Form(draw=_of_cycle(attend_form)),
    },
    messages={"learning": Shown(learning_piece, learning_card)},
)
