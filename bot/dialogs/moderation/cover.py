"""The duty owner of an Inadequate whose deadline spans a long holiday (programme.md §4)."""

from bot.cards.moderation.cover import cover_card, cover_form, cover_named_card
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.views.moderation import cover as views


def _name(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return cover_form(views.cover_form(reader, subject), typed)


CONVERSATION = Conversation(
    forms={"cover.name": Form(draw=_name)},
    messages={
        "cover": Shown(views.cover, cover_card),
        "cover_named": Shown(views.cover_named, cover_named_card),
    },
)
