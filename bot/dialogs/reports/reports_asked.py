"""A report that somebody asks for by name; `bot.dialogs.files` offers its file (§5)."""

from bot.cards.parts.inputs import Typed
from bot.cards.reports.reports_asked import report_form
from bot.dialogs.parts.conversation import Conversation, Form, Json
from store.ledger import Reader
from store.views.reports.report_summary import reports_of


def _form(reader: Reader, _subject: str, upn: str, typed: Typed) -> Json:
    return report_form(reports_of(reader, upn), typed)


CONVERSATION = Conversation(
    # Needs no field, but it asks which report is meant.
    forms={"report.issue": Form(draw=_form, asks_first=True)}
)
