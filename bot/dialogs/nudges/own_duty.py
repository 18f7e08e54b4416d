"""A duty that the authority set for itself: recorded as done (programme.md §4)."""

from bot.cards.nudges.own_duty import own_duty_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.nudges.own_duty import own_duty


def _done(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return own_duty_form(own_duty(reader, subject), typed)


CONVERSATION = Conversation(forms={"duty.done": Form(draw=_done)})
