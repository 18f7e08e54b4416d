"""Somebody is named for a post for which nobody is here (programme.md §4)."""

from bot.cards.parts.inputs import Typed
from bot.cards.people.naming import naming_form
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.people import naming as views


def _name(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return naming_form(views.naming_form(reader, subject), typed)


CONVERSATION = Conversation(forms={"post.name": Form(draw=_name)})
