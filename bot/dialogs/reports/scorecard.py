"""The month's scorecard, for the Performance Team to read (programme.md §5)."""

from bot.cards.reports.scorecard import scorecard_card
from bot.dialogs.parts.conversation import Conversation, Shown
from store.views.reports.scorecard import scorecard_read

CONVERSATION = Conversation(messages={"scorecard": Shown(scorecard_read, scorecard_card)})
