"""A grade raised on progress: proposed, confirmed or refused (programme.md §3)."""

from bot.cards.below_good.progression import (
    VIEW,
    progression_card,
    progression_decided_card,
    progression_dialog,
    propose_form,
    refuse_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.below_good.uopp import of_meeting
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.below_good.progression import raised, raised_read, raised_to_decide, waiting
from store.vocabulary.errors import Stale


def _refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    row = waiting(reader, subject)
    read = None if row is None else raised_read(reader, row.id, upn)
    if read is None:
        raise Stale("No higher grade is waiting for a decision. Open your latest card about it.")
    return refuse_form(read, typed)


def _what_shows_it(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = raised_read(reader, subject, upn)
    return None if read is None else progression_dialog(read)


CONVERSATION = Conversation(
    forms={
        "progression.propose": Form(draw=of_meeting(propose_form)),
        "progression.refuse": Form(draw=_refuse),
    },
    pages={VIEW: Page("What shows it", _what_shows_it)},
    messages={
        "progression": Shown(raised_to_decide, progression_card),
        "progression_decided": Shown(raised, progression_decided_card),
    },
)
