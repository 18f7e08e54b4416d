"""Moderation handed over: the moderator has a conflict, or the audit team names another (§2.3)."""

from bot.cards.moderation.handing_over import hand_over_form, handed_over_card
from bot.cards.moderation.moderation import conflict_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.moderation.moderation import of_moderation
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.views.moderation import handing_over as views
from store.vocabulary import terms
from store.vocabulary.errors import NotAllowed


def _hand_over(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    view = views.hand_over_form(reader, subject, upn)
    if view is None:
        raise NotAllowed(f"Only the {terms.AUDIT_TEAM} names another moderator: please ask them.")
    return hand_over_form(view, typed)


CONVERSATION = Conversation(
    forms={
        "moderation.conflict": Form(draw=of_moderation(conflict_form)),
        "moderation.hand_over": Form(draw=_hand_over, asks_first=True),
    },
    messages={"handed_over": Shown(views.handed_over, handed_over_card)},
)
