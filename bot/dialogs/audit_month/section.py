"""The practitioner's section: written, and read by those with a part in the audit (§2.6)."""

from bot.cards.audit_month.section import VIEW, section_form, section_read_card
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page
from store.ledger import Reader
from store.views.audit_month.section import may_read_section, section_read


def _complete(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return section_form(section_read(reader, subject, upn), typed)


def _read(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    if not may_read_section(reader, subject, upn):
        return None
    return section_read_card(section_read(reader, subject, upn), page)


CONVERSATION = Conversation(
    forms={"section.complete": Form(draw=_complete)},
    pages={VIEW: Page("The practitioner's section", _read)},
)
