"""What the messages of moderation show: for each kind, the view it reads and its card."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.moderation.cover import cover_card, cover_named_card
from bot.cards.moderation.handing_over import handed_over_card
from bot.cards.moderation.inadequate import inadequate_card
from bot.cards.moderation.moderated import moderated_card
from bot.cards.moderation.referral import referred_card, void_decided_card
from bot.cards.moderation.sharing import share_by_hand_card, shared_card
from bot.cards.moderation.third_lock import grade_changed_card, lock_card
from store.ledger import Reader
from store.views.moderation.cover import cover, cover_named
from store.views.moderation.handing_over import handed_over
from store.views.moderation.inadequate import inadequate
from store.views.moderation.moderated import moderated
from store.views.moderation.referral import referred
from store.views.moderation.sharing import share_by_hand, shared
from store.views.moderation.third_lock import grade_changed, lock

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "inadequate": (inadequate, inadequate_card),
    "cover": (cover, cover_card),
    "cover_named": (cover_named, cover_named_card),
    "moderated": (moderated, moderated_card),
    "referred": (referred, referred_card),
    "void_decided": (referred, void_decided_card),
    "handed_over": (handed_over, handed_over_card),
    "lock": (lock, lock_card),
    "grade_changed": (grade_changed, grade_changed_card),
    "shared": (shared, shared_card),
    "share_by_hand": (share_by_hand, share_by_hand_card),
}
"""Kinds of messages about what becomes of a returned audit and of its grade."""
