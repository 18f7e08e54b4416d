"""A person's own work, opened from a bundle that had no room for all of it (programme.md §4)."""

from bot.cards.nudges.typed_words import my_work_dialog
from bot.dialogs.parts.conversation import Conversation, Json, Page
from store.ledger import Reader
from store.views.nudges.my_work import my_work


def _work(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    return my_work_dialog(my_work(reader, upn)) if subject == upn else None


CONVERSATION = Conversation(pages={"work.view": Page("Your work", _work)})
