"""The third lock: the moderated grade is confirmed or changed (programme.md §2.11)."""

from bot.cards.moderation.moderation import lock_change_form
from bot.cards.moderation.third_lock import grade_changed_card, lock_card
from bot.dialogs.moderation.moderation import of_moderation
from bot.dialogs.parts.conversation import Conversation, Form, Shown
from store.views.moderation.third_lock import grade_changed, lock

CONVERSATION = Conversation(
    forms={"lock.change": Form(draw=of_moderation(lock_change_form))},
    messages={
        "lock": Shown(lock, lock_card),
        "grade_changed": Shown(grade_changed, grade_changed_card),
    },
)
