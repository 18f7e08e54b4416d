"""A concern about how an audit was done, in confidence (programme.md §2.12)."""

from bot.cards.moderation.concern import (
    VIEW,
    concern_answer_form,
    concern_card,
    concern_closed_card,
    concern_dialog,
    concern_raise_form,
    concern_raised_card,
    concern_told_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.moderation.concern import (
    concern_held,
    concern_raised,
    concern_read,
    concern_to_raise,
    concern_told,
)
from store.vocabulary.errors import Stale


def _raise(reader: Reader, _subject: str, upn: str, typed: Typed) -> Json:
    return concern_raise_form(concern_to_raise(reader, upn), typed)


def _answer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    held = concern_held(reader, subject, upn)
    if held is None:
        raise Stale("Somebody else hears this concern now, so there is nothing for you to do.")
    return concern_answer_form(held, concern_read(reader, subject, upn), typed)


def _what_was_written(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = concern_read(reader, subject, upn)
    return None if read is None else concern_dialog(read)


CONVERSATION = Conversation(
    forms={"concern.raise": Form(draw=_raise), "concern.answer": Form(draw=_answer)},
    pages={VIEW: Page("A concern, in confidence", _what_was_written)},
    messages={
        "concern": Shown(concern_held, concern_card),
        "concern_raised": Shown(concern_raised, concern_raised_card),
        "concern_told": Shown(concern_told, concern_told_card),
        "concern_closed": Shown(concern_held, concern_closed_card),
    },
)
