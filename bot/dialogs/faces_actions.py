"""What messages about actions, progress and the board show: kind, view and card."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good.action import (
    action_confirm_card,
    action_confirmed_card,
    action_given_card,
    action_reopened_card,
)
from bot.cards.below_good.progress import (
    board_undated_card,
    closed_card,
    escalated_card,
    progress_card,
)
from store.ledger import Reader
from store.views.below_good.action import action_seen
from store.views.below_good.progress import board_waits, closed_seen, progress_seen

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "action_given": (action_seen, action_given_card),
    "action_reopened": (action_seen, action_reopened_card),
    "action_confirm": (action_seen, action_confirm_card),
    "action_confirmed": (action_seen, action_confirmed_card),
    "progress": (progress_seen, progress_card),
    "escalated": (progress_seen, escalated_card),
    "closed": (closed_seen, closed_card),
    "board_undated": (board_waits, board_undated_card),
}
"""Each kind of message about them."""
