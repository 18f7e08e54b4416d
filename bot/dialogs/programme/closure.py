"""A day without work that is added to the calendar (programme.md §4)."""

from bot.cards.parts.inputs import Typed
from bot.cards.programme.closure import closure_form
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.programme.choices import programme_choices


def _form(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return closure_form(programme_choices(reader), typed)


CONVERSATION = Conversation(forms={"closure.add": Form(draw=_form)})
