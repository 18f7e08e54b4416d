"""An audit added to a cycle beside those drawn (programme.md §6)."""

from bot.cards.audit_list.adding import add_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.audit_list.adding import adding

MOST_PEOPLE = 60


def _form(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return add_form(adding(reader, subject, most=MOST_PEOPLE), typed)


CONVERSATION = Conversation(forms={"audit.add": Form(draw=_form)})
