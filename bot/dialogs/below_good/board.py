"""The board's dates, and its sign-off of actions of a service or a report (programme.md §3)."""

from bot.cards.below_good.board import (
    board_asked_form,
    board_dates_form,
    board_deferred_form,
    board_signoff_form,
    board_undated_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.below_good.action import of_action
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.views.below_good.board import board_waits


def _dates(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return board_dates_form(board_waits(reader, subject, upn), typed)


CONVERSATION = Conversation(
    forms={
        "board.dates": Form(draw=_dates),
        "board.deferred": Form(draw=of_action(board_deferred_form)),
        "board.asked_again": Form(draw=of_action(board_asked_form)),
        # It needs no field, but the action is read before its sign-off is recorded.
        "board.signed_off": Form(draw=of_action(board_signoff_form), asks_first=True),
    },
    messages={"board_undated": Shown(board_waits, board_undated_card)},
)
