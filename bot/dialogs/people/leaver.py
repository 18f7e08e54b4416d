"""Leavers and who returns: what happens to open work, and the question whether one left (§4)."""

from bot.cards.parts.inputs import Typed
from bot.cards.people.leaver import left_form, rejoined_form, switched_off_card
from bot.cards.people.people_found import LEAVER
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Shown
from bot.dialogs.people.found import found_for
from store.ledger import Reader
from store.views.people.people_found import found_person


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return left_form(found_person(reader, subject, upn), typed)


def _rejoined(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return rejoined_form(found_person(reader, subject, upn), typed)


CONVERSATION = Conversation(
    forms={"person.left": Form(draw=_form), "person.rejoined": Form(draw=_rejoined)},
    looks={LEAVER: Look("Somebody left", found_for(LEAVER))},
    messages={"switched_off": Shown(found_person, switched_off_card)},
)
