"""What messages about UoPP meetings and what comes of them show: kind, view and card."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good.progression import (
    progression_card,
    progression_decided_card,
    urgent_addressed_card,
)
from bot.cards.below_good.uopp import (
    uopp_chair_card,
    uopp_invite_card,
    uopp_record_card,
    uopp_second_card,
)
from store.ledger import Reader
from store.views.below_good.progression import raised, raised_to_decide, urgent_addressed
from store.views.below_good.uopp import uopp_afterwards, uopp_meeting, uopp_shared, uopp_updated

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "uopp_chair": (uopp_meeting, uopp_chair_card),
    "uopp_after": (uopp_afterwards, uopp_chair_card),
    "uopp_invite": (uopp_meeting, uopp_invite_card),
    "uopp_record": (uopp_shared, uopp_record_card),
    "uopp_second": (uopp_updated, uopp_second_card),
    "progression": (raised_to_decide, progression_card),
    "progression_decided": (raised, progression_decided_card),
    "urgent_addressed": (urgent_addressed, urgent_addressed_card),
}
"""Each kind of message about them."""
