"""Forms and pages up to the return: by verb, what is read and how it is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_month.asking import (
    conflict_declare_form,
    conflict_resolve_form,
    exemption_refuse_form,
    exemption_request_form,
    reallocation_form,
)
from bot.cards.nudges.typed_words import my_work_dialog
from bot.cards.parts.inputs import Typed
from store.allocation.allocating import lawful_auditors
from store.ledger import Reader
from store.people.posts import exempting_authority
from store.relations.basic import open_exemption
from store.tables import Audit, Conflict
from store.views.audit_month.conflict import declared
from store.views.audit_month.exemption import asked
from store.views.audit_month.reallocation import reallocation
from store.views.nudges.my_work import my_work
from store.views.parts.brief import brief
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "exemption.request": "Ask to be exempt",
    "exemption.refuse": "Refuse the request",
    "conflict.declare": "Declare a conflict",
    "conflict.resolve": "Resolve the conflict",
    "reallocation.confirm": "Choose the auditor",
    "work.view": "Your work",
}
"""What stands above each dialog."""

MOST_CHOICES = 200
"""People that one choice offers; more would make the form too large to be drawn."""


def _exemption_request(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    short = brief(reader, reader.get(Audit, subject))
    decider = owner_in_words(reader, exempting_authority(reader, upn))
    categories = reader.profile.exemption.categories
    return exemption_request_form(short, categories, decider[:1].upper() + decider[1:], typed)


def _exemption_refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = open_exemption(reader, reader.get(Audit, subject))
    if waiting is None:
        raise Stale("No request waits for a decision any more.")
    return exemption_refuse_form(asked(reader, waiting.id, upn), typed)


def _conflict_declare(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return conflict_declare_form(brief(reader, reader.get(Audit, subject)), typed)


def _conflict_resolve(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = reader.rows(Conflict, audit=subject, state="declared")
    if not waiting:
        raise Stale("No conflict waits to be resolved any more.")
    return conflict_resolve_form(declared(reader, waiting[0].id, upn), typed)


def _reallocation(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    lawful = lawful_auditors(reader, reader.get(Audit, subject))[:MOST_CHOICES]
    return reallocation_form(reallocation(reader, subject, upn), lawful, typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "exemption.request": _exemption_request,
    "exemption.refuse": _exemption_refuse,
    "conflict.declare": _conflict_declare,
    "conflict.resolve": _conflict_resolve,
    "reallocation.confirm": _reallocation,
}
"""The form of each act with fields."""


def _work(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    return my_work_dialog(my_work(reader, upn)) if subject == upn else None


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {"work.view": _work}
"""Dialogs that only show something, page by page; nothing for those who may not see it."""
