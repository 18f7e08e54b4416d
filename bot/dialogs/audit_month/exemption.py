"""A request to be exempt from an audit: asked, agreed to or refused (programme.md §2.7)."""

from bot.cards.audit_month.exemption import (
    exempted_card,
    exemption_agree_form,
    exemption_card,
    exemption_refuse_form,
    exemption_request_form,
    not_exempted_card,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Shown
from store.ledger import Reader
from store.people.posts import exempting_authority
from store.relations.audit_month import open_exemption
from store.tables import Audit
from store.views.audit_month.exemption import ExemptionAsked, asked
from store.views.parts.brief import brief
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Stale
from store.vocabulary.states import OPEN_TO_AUDITOR


def _request(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    short = brief(reader, reader.get(Audit, subject))
    decider = owner_in_words(reader, exempting_authority(reader, upn))
    categories = reader.profile.exemption.categories
    who = decider[:1].upper() + decider[1:]
    return exemption_request_form(short, categories, who, typed, _others(reader, subject, upn))


def _others(reader: Reader, subject: str, upn: str) -> list[tuple[str, str]]:
    """The other audits of the auditor for which the same reason may hold."""
    found = reader.rows(Audit, auditor=upn, state=OPEN_TO_AUDITOR, order="due")
    shown = [(other.id, brief(reader, other)) for other in found if other.id != subject]
    return [(id_, f"{one.case_ref}, due {one.due_words}") for id_, one in shown]


def _waiting(reader: Reader, subject: str, upn: str) -> ExemptionAsked:
    waiting = open_exemption(reader, reader.get(Audit, subject))
    if waiting is None:
        raise Stale("No request about this audit waits for a decision any more.")
    return asked(reader, waiting.id, upn)


def _agree(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return exemption_agree_form(_waiting(reader, subject, upn), typed)


def _refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return exemption_refuse_form(_waiting(reader, subject, upn), typed)


CONVERSATION = Conversation(
    forms={
        "exemption.request": Form(draw=_request),
        "exemption.approve": Form(draw=_agree, asks_first=True),
        "exemption.refuse": Form(draw=_refuse),
    },
    messages={
        "exemption": Shown(asked, exemption_card),
        "exempted": Shown(asked, exempted_card),
        "not_exempted": Shown(asked, not_exempted_card),
    },
)
