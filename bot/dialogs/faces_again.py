"""What messages about looking again and about reports show: kind, view and card."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good.dip_reaudit import looked_again_card
from bot.cards.reports.cycle_report import (
    board_report_card,
    campaign_card,
    highlight_report_card,
    impact_report_card,
    practitioners_report_card,
    reaudits_card,
)
from store.ledger import Reader
from store.views.below_good.dip_reaudit import looked_again
from store.views.reports.cycle_report import looking_back, reported

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "dip_reaudited": (looked_again, looked_again_card),
    "reaudits": (looking_back, reaudits_card),
    "highlight_report": (reported, highlight_report_card),
    "board_report": (reported, board_report_card),
    "practitioners_report": (reported, practitioners_report_card),
    "impact_report": (reported, impact_report_card),
    "campaign": (reported, campaign_card),
}
"""Each kind of message about them."""
