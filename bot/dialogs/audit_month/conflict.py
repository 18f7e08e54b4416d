"""A conflict, declared by the auditor or found, and resolved by the audit team (§2.7)."""

from bot.cards.audit_month.conflict import (
    conflict_card,
    conflict_declare_form,
    conflict_resolve_form,
    conflict_resolved_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.tables import Audit, Conflict
from store.views.audit_month.conflict import declared
from store.views.parts.brief import brief
from store.vocabulary.errors import Stale


def _declare(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return conflict_declare_form(brief(reader, reader.get(Audit, subject)), typed)


def _resolve(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = reader.rows(Conflict, audit=subject, state="declared")
    if not waiting:
        raise Stale("No conflict about this audit waits to be resolved any more.")
    return conflict_resolve_form(declared(reader, waiting[0].id, upn), typed)


CONVERSATION = Conversation(
    forms={"conflict.declare": Form(draw=_declare), "conflict.resolve": Form(draw=_resolve)},
    messages={
        "conflict": Shown(declared, conflict_card),
        "conflict_resolved": Shown(declared, conflict_resolved_card),
    },
)
