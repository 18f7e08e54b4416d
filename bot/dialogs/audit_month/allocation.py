"""An audit is allocated: its auditor, moderator, practitioner and Team Manager see it (§2.5)."""

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.selected import moderating_card, selected_card, selected_team_card
from bot.dialogs.parts.conversation import Conversation, Shown
from store.views.audit_month.allocation import allocation
from store.views.audit_month.selected import moderating, selected, selected_team

CONVERSATION = Conversation(
    messages={
        "allocation": Shown(allocation, allocation_card),
        "moderating": Shown(moderating, moderating_card),
        "selected": Shown(selected, selected_card),
        "selected_team": Shown(selected_team, selected_team_card),
    }
)
