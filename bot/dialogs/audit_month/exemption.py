"""A request to be exempt from an audit: asked, agreed to or refused (programme.md §2.7)."""

from bot.cards.audit_month.exemption import (
    exempted_card,
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
from store.views.audit_month.exemption import asked
from store.views.parts.brief import brief
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Stale


def _request(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    short = brief(reader, reader.get(Audit, subject))
    decider = owner_in_words(reader, exempting_authority(reader, upn))
    categories = reader.profile.exemption.categories
    return exemption_request_form(short, categories, decider[:1].upper() + decider[1:], typed)


def _refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = open_exemption(reader, reader.get(Audit, subject))
    if waiting is None:
        raise Stale("No request about this audit waits for a decision any more.")
    return exemption_refuse_form(asked(reader, waiting.id, upn), typed)


CONVERSATION = Conversation(
    forms={"exemption.request": Form(draw=_request), "exemption.refuse": Form(draw=_refuse)},
    messages={
        "exemption": Shown(asked, exemption_card),
        "exempted": Shown(asked, exempted_card),
        "not_exempted": Shown(asked, not_exempted_card),
    },
)
