"""How people and cases are sent as files; `bot.dialogs.files` takes them in."""

from bot.cards.parts.surface import Surface
from bot.cards.programme.upload import upload_card
from bot.dialogs.parts.conversation import Conversation, Json, Look, Sent
from store.ledger import Reader
from store.views.programme.programme import programme_today


def _show(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return upload_card(programme_today(reader, upn), place)


CONVERSATION = Conversation(looks={"upload.view": Look("Upload people or cases", _show)})
