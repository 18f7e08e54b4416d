"""Leavers: who has left, and what happens to their open work (programme.md §4)."""

from bot.cards.parts.inputs import Typed
from bot.cards.people.leaver import left_form
from bot.cards.people.people_found import LEAVER
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look
from bot.dialogs.people.found import found_for
from store.ledger import Reader
from store.views.people.people_found import found_person


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return left_form(found_person(reader, subject, upn), typed)


CONVERSATION = Conversation(
    forms={"person.left": Form(draw=_form)},
    looks={LEAVER: Look("Somebody left", found_for(LEAVER))},
)
