"""The list goes to the Head of Service, who confirms it or asks for changes (§2.4, §2.5)."""

from bot.cards.audit_list.confirmation import (
    VIEW,
    list_card,
    list_change_card,
    list_change_form,
    list_dialog,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.audit_list.confirmation import audit_list, change_asked, may_see_list


def _change(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return list_change_form(audit_list(reader, subject, upn), typed)


def _list(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    seen = may_see_list(reader, subject, upn)
    return list_dialog(audit_list(reader, subject, upn), page) if seen else None


CONVERSATION = Conversation(
    forms={"list.change": Form(draw=_change)},
    pages={VIEW: Page("The list", _list)},
    messages={
        "list": Shown(audit_list, list_card),
        "list_copy": Shown(audit_list, list_card),
        "list_confirmed": Shown(audit_list, list_card),
        "list_change": Shown(change_asked, list_change_card),
    },
)
