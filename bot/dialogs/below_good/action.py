"""An action to its closure: completed, confirmed by a second person or reopened (§3)."""

from collections.abc import Callable

from bot.cards.below_good.action import (
    VIEW,
    action_confirm_card,
    action_confirm_form,
    action_dialog,
    action_done_form,
    action_given_card,
    action_receipt_card,
    action_reopen_form,
    action_reopened_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.below_good.action import ActionRead, action_read, action_seen


def of_action(
    draw: Callable[[ActionRead, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    """A form that is drawn from the whole action."""

    def drawn(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        view = action_read(reader, subject, upn)
        assert view is not None, "a person who may do it may read it"
        return draw(view, typed)

    return drawn


def _action(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = action_read(reader, subject, upn)
    return None if view is None else action_dialog(view)


CONVERSATION = Conversation(
    forms={
        "action.done": Form(draw=of_action(action_done_form)),
        # It needs no field, but what was done is read before it is confirmed.
        "action.confirm": Form(draw=of_action(action_confirm_form), asks_first=True),
        "action.reopen": Form(draw=of_action(action_reopen_form)),
    },
    pages={VIEW: Page("The action", _action)},
    messages={
        "action_given": Shown(action_seen, action_given_card),
        "action_reopened": Shown(action_seen, action_reopened_card),
        "action_confirm": Shown(action_seen, action_confirm_card),
        "action_confirmed": Shown(action_seen, action_receipt_card),
    },
)
