"""What messages about dip samples and help show: kind, view and card."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_month.dips import (
    dip_agree_card,
    dip_given_card,
    dip_report_card,
    dip_sign_card,
    dips_card,
)
from bot.cards.nudges.helping import help_answered_card, help_asked_card
from store.ledger import Reader
from store.views.audit_month.dips import dips, dips_to_sign, sample, sample_to_agree
from store.views.nudges.help_request import help_asked

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "dips": (dips, dips_card),
    "dip_agree": (sample_to_agree, dip_agree_card),
    "dip_given": (sample, dip_given_card),
    "dip_sign": (dips_to_sign, dip_sign_card),
    "dip_report": (dips, dip_report_card),
    "help_asked": (help_asked, help_asked_card),
    "help_answered": (help_asked, help_answered_card),
}
"""Each kind of message about them."""
