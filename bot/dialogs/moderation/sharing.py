"""A completed audit, shared with those who go on working with the child (programme.md §2.14)."""

from bot.cards.moderation.sharing import share_by_hand_card, shared_card
from bot.dialogs.parts.conversation import Conversation, Shown
from store.views.moderation.sharing import share_by_hand, shared

CONVERSATION = Conversation(
    messages={
        "shared": Shown(shared, shared_card),
        "share_by_hand": Shown(share_by_hand, share_by_hand_card),
    }
)
