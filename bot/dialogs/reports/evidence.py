"""The evidence pack of a cycle as a file; `bot.dialogs.files` offers it (programme.md §5)."""

from bot.cards.parts.inputs import Typed
from bot.cards.reports.evidence import evidence_form
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.reports.cycle_report import on_cycle


def _form(reader: Reader, subject: str, _upn: str, _typed: Typed) -> Json:
    return evidence_form(on_cycle(reader, subject, "board.report"))


CONVERSATION = Conversation(forms={"evidence.issue": Form(draw=_form)})
