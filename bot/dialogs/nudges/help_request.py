"""Help with a duty: who can help, a question to the audit team, and its answer (§4)."""

from bot.cards.nudges.help_request import (
    STUCK,
    VIEW,
    help_answer_form,
    help_answered_card,
    help_ask_form,
    help_asked_card,
    help_dialog,
    stuck_dialog,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.tables import Duty
from store.views.nudges.help_request import help_asked, help_read, stuck_with, who_can_help


def _ask(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return help_ask_form(who_can_help(reader, (reader.get(Duty, subject),), upn), typed)


def _answer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    read = help_read(reader, subject, upn)
    what = "" if read is None else read[0]
    return help_answer_form(help_asked(reader, subject, upn), what, typed)


def _read(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = help_read(reader, subject, upn)
    return None if read is None else help_dialog(*read)


def _stuck(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = stuck_with(reader, subject, upn)
    return None if view is None else stuck_dialog(view)


CONVERSATION = Conversation(
    forms={"help.ask": Form(draw=_ask), "help.answer": Form(draw=_answer)},
    pages={VIEW: Page("Asked and answered", _read), STUCK: Page("Who can help", _stuck)},
    messages={
        "help_asked": Shown(help_asked, help_asked_card),
        "help_answered": Shown(help_asked, help_answered_card),
    },
)
