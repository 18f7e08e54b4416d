"""An audit that lost its auditor: the audit team confirms another (programme.md §2.7)."""

from bot.cards.audit_month.reallocation import reallocation_card, reallocation_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.allocation.allocating import lawful_auditors
from store.ledger import Reader
from store.tables import Audit
from store.views.audit_month.reallocation import reallocation

MOST_CHOICES = 200
"""Most people in one choice; with more the form would be too large to be drawn."""


def _confirm(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    lawful = lawful_auditors(reader, reader.get(Audit, subject))[:MOST_CHOICES]
    return reallocation_form(reallocation(reader, subject, upn), lawful, typed)


CONVERSATION = Conversation(
    forms={"reallocation.confirm": Form(draw=_confirm)},
    messages={"reallocation": Shown(reallocation, reallocation_card)},
)
