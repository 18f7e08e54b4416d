"""The programme as its audit team sees it: every cycle with its next step."""

from bot.cards.parts.surface import Surface
from bot.cards.programme.programme import programme_card
from bot.dialogs.parts.conversation import Conversation, Json, Look, Sent
from store.ledger import Reader
from store.views.programme.programme import programme_today


def _show(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return programme_card(programme_today(reader, upn), place)


CONVERSATION = Conversation(looks={"programme.view": Look("The programme", _show)})
