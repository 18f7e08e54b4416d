"""The sufficiency check: a return passes or is sent back to its auditor (programme.md §2.9)."""

from bot.cards.audit_month.sent_back import (
    check_send_back_form,
    sent_back_card,
    sent_back_copy_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.rules.timescale import sets_timescale
from store.tables import Audit
from store.views.audit_month.sent_back import sent_back
from store.views.parts.brief import brief
from store.views.parts.people_in_words import named


def _send_back(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    audit = reader.get(Audit, subject)
    rule = reader.profile.duty.get("return.rectify")
    within = "the time agreed" if rule is None else rule.due["otherwise"].text
    may_set, auditor = sets_timescale(reader), named(reader, audit.auditor)
    return check_send_back_form(brief(reader, audit), auditor, within, typed, may_set=may_set)


CONVERSATION = Conversation(
    forms={"check.send_back": Form(draw=_send_back)},
    messages={
        "sent_back": Shown(sent_back, sent_back_card),
        "sent_back_copy": Shown(sent_back, sent_back_copy_card),
    },
)
