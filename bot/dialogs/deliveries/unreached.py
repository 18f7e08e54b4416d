"""People whom Teams does not reach: the audit team tells them another way (trust.md §1)."""

from bot.cards.deliveries.unreached import told_form, unreached_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Sent, Shown
from store.ledger import Reader
from store.views.deliveries.unreached import unreached, unreached_person, unreached_told


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return told_form(unreached_person(reader, subject, upn), typed)


def _show(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return unreached_card(unreached(reader, upn), place)


CONVERSATION = Conversation(
    forms={"person.told": Form(draw=_form)},
    looks={"unreached.view": Look("Who could not be reached", _show)},
    messages={"unreached": Shown(unreached_told, unreached_card)},
)
