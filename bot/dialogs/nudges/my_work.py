"""A person's own work and who owes what, as lists that open from cards (programme.md §4)."""

from bot.cards.nudges.my_requests import my_requests_dialog
from bot.cards.nudges.my_work import EVERY, my_work_dialog, who_owes_dialog
from bot.dialogs.parts.conversation import Conversation, Json, Page
from bot.dialogs.parts.form_fields import page_in
from store.ledger import Reader
from store.tables import Person
from store.views.nudges.my_requests import my_requests
from store.views.nudges.my_work import my_work
from store.views.nudges.who_owes import who_owes


def _work(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    """One's own work; the kind and the page of the list follow the UPN."""
    whose, kind, page = (*subject.split(" "), EVERY, "1")[:3]
    if whose != upn:
        return None
    kind = "" if kind == EVERY else kind
    return my_work_dialog(my_work(reader, upn), kind, page_in({"page": page}))


def _owing(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    whose, page = (*subject.split(" "), "1")[:2]
    return who_owes_dialog(who_owes(reader, upn), page_in({"page": page})) if whose == upn else None


def _requests(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    whose, page = (*subject.split(" "), "1")[:2]
    if whose != upn:
        return None
    version = reader.get(Person, upn).version
    return my_requests_dialog(my_requests(reader, upn, version), page_in({"page": page}))


CONVERSATION = Conversation(
    pages={
        "work.view": Page("Your work", _work),
        "owing.view": Page("Who owes what", _owing),
        "requests.view": Page("My requests", _requests),
    }
)
