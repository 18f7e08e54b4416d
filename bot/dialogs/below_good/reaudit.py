"""A cycle's re-audits: drawn by hand where there is no next cycle, or widened (guide §15)."""

from collections.abc import Callable

from bot.cards.below_good.reaudit import reaudit_form, reaudits_card, widen_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.views.below_good.reaudit import ReauditsSeen, reaudits_seen


def _form(draw: Callable[[ReauditsSeen, Typed], Json]) -> Form:
    return Form(
        draw=lambda reader, subject, upn, typed: draw(reaudits_seen(reader, subject, upn), typed)
    )


CONVERSATION = Conversation(
    forms={"reaudit.allocate": _form(reaudit_form), "reaudit.widen": _form(widen_form)},
    messages={"reaudits": Shown(reaudits_seen, reaudits_card)},
)
