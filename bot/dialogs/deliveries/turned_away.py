"""People who wrote to Sightline and were turned away (trust.md §4)."""

from bot.cards.deliveries.turned_away import turned_away_card
from bot.dialogs.parts.conversation import Conversation, Shown
from store.views.deliveries.turned_away import turned_away

CONVERSATION = Conversation(messages={"turned_away": Shown(turned_away, turned_away_card)})
