"""The notice of an Inadequate, which goes out at any hour (programme.md §2.13)."""

from bot.cards.moderation.inadequate import inadequate_card
from bot.dialogs.parts.conversation import Conversation, Shown
from store.views.moderation.inadequate import inadequate

CONVERSATION = Conversation(messages={"inadequate": Shown(inadequate, inadequate_card)})
