"""Urgent issues of an Inadequate: what was done, and that those who need to know read it (§3)."""

from bot.cards.below_good.urgent import VIEW, urgent_addressed_card, urgent_dialog, urgent_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.below_good.uopp_form import uopp_form
from store.views.below_good.urgent import urgent_addressed
from store.views.parts.due import due_by


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    due = due_by(reader, subject, "urgent.address")
    by = "" if due is None else due.words
    return urgent_form(uopp_form(reader, subject, upn), by, typed)


def _what_was_done(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = urgent_addressed(reader, subject, upn)
    return None if read is None else urgent_dialog(read)


CONVERSATION = Conversation(
    forms={"urgent.addressed": Form(draw=_form)},
    pages={VIEW: Page("What was done", _what_was_done)},
    messages={"urgent_addressed": Shown(urgent_addressed, urgent_addressed_card)},
)
