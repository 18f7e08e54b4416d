"""Dialogs: which form a verb opens, what its inputs mean to the act, and the word at the end."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import col

import store.acts  # noqa: F401 - declares the acts
from bot.cards.asking import (
    conflict_declare_form,
    conflict_resolve_form,
    digest_addressed_form,
    exemption_refuse_form,
    exemption_request_form,
    list_change_form,
    reallocation_form,
)
from bot.cards.digest import digest_dialog
from bot.cards.inputs import REQUIRED, Typed, troubles
from bot.cards.kit import quiet
from bot.cards.lists import list_dialog
from bot.cards.return_form import return_form_card
from bot.cards.words import my_work_dialog
from bot.dialogs.form_fields import fields_of, input_of, typed_of
from bot.dialogs.receipts import receipt
from store.allocating import lawful_auditors
from store.errors import NotAllowed, NotFound, Stale, UnknownVerb
from store.ledger import Reader
from store.people import exempting_authority
from store.registry import ACTS, not_open
from store.relations import open_exemption
from store.tables import Audit, Conflict
from store.views.brief import brief
from store.views.conflict import declared
from store.views.digest_read import digest_read, line_read, may_read_digest
from store.views.exemption import asked
from store.views.lists import audit_list, may_see_list
from store.views.my_work import my_work
from store.views.people_in_words import owner_in_words
from store.views.reallocation import reallocation
from store.views.return_form import return_form

__all__ = ("DIALOG_VERBS", "READ_ONLY", "TITLES", "fields_of", "form", "receipt")

TITLES: Mapping[str, str] = {
    "exemption.request": "Ask to be exempt",
    "exemption.refuse": "Refuse the request",
    "conflict.declare": "Declare a conflict",
    "conflict.resolve": "Resolve the conflict",
    "list.change": "Ask for a change",
    "reallocation.confirm": "Choose the auditor",
    "return.submit": "Return the audit",
    "digest.addressed": "Record what was done",
    "list.view": "The list",
    "digest.view": "Not in",
    "work.view": "Your work",
}
"""What stands above each dialog."""

READ_ONLY = frozenset({"list.view", "digest.view", "work.view"})
"""Dialogs that only show something."""

DIALOG_VERBS = frozenset(TITLES)
"""Verbs whose button opens a dialog."""

MOST_CHOICES = 200
"""People that one choice offers; more would make the form too large to be drawn."""

NOTHING_TYPED = f"Please fill in what is marked {REQUIRED}."

Json = dict[str, Any]


def form(
    reader: Reader,
    verb: str,
    subject: str,
    upn: str,
    *,
    given: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[str, Json]:
    """The title and card of the dialog that `verb` opens on `subject` for `upn`.

    `given` is what was sent in, kept as typed; `errors` what the ledger found to mend, which
    stands at the top and beside each input. Raises `NotAllowed`, `NotFound`, `Stale` as the act
    itself would, so that nobody is asked for what would be refused; `UnknownVerb` for no dialog.
    """
    sent = dict(given or {})
    if verb in READ_ONLY:
        return TITLES[verb], _shown(reader, verb, subject, upn, str(sent.get("page", "1")))
    if verb not in FORMS:
        message = "Nothing opens here any more: ask for your work again."
        raise UnknownVerb(message)
    _refuse_early(reader, verb, subject, upn)
    values = typed_of(sent)
    typed = Typed(values, _beside(verb, errors or {}, values) if values else {})
    drawn = FORMS[verb](reader, subject, upn, typed)
    if errors and not values:
        drawn["body"].insert(1, quiet(NOTHING_TYPED))
    drawn["body"][1:1] = troubles(typed, _labels(drawn))
    return TITLES[verb], drawn


def _beside(verb: str, errors: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {input_of(verb, key, values): how.rstrip(".") for key, how in errors.items()}


def _refuse_early(reader: Reader, verb: str, subject: str, upn: str) -> None:
    act = ACTS[verb]
    row = reader.find(act.on, subject)
    if row is None:
        message = "There is nothing here by that reference: ask for your work again."
        raise NotFound(message)
    # Who asks comes first, as in `perform`: a guessed id tells a stranger nothing of its state.
    if not any(upn in set(who.upns(reader, row)) for who in act.by):
        message = f"This can be done by {' or '.join(who.words for who in act.by)} only."
        raise NotAllowed(message)
    if why := not_open(reader, verb, row):
        raise Stale(why)


def _shown(reader: Reader, verb: str, subject: str, upn: str, page: str) -> Json:
    number = int(page) if page.isdecimal() and len(page) < len("10000") else 1
    if verb == "list.view" and may_see_list(reader, subject, upn):
        return list_dialog(audit_list(reader, subject, upn), number)
    if verb == "digest.view" and may_read_digest(reader, subject, upn):
        return digest_dialog(digest_read(reader, subject, upn), number)
    if verb == "work.view" and subject == upn:
        return my_work_dialog(my_work(reader, upn))
    message = "This was not sent to you, so there is nothing here to open."
    raise NotAllowed(message)


def _labels(node: Any) -> dict[str, str]:
    """What each input of a drawn card is called."""
    if isinstance(node, list):
        return {key: label for part in node for key, label in _labels(part).items()}
    if not isinstance(node, dict):
        return {}
    own = {node["id"]: node["label"].removesuffix(f" {REQUIRED}")} if "label" in node else {}
    return own | _labels([value for value in node.values() if isinstance(value, list | dict)])


def _exemption_request(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    short = brief(reader, reader.get(Audit, subject))
    decider = owner_in_words(reader, exempting_authority(reader, upn))
    categories = reader.profile.exemption.categories
    return exemption_request_form(short, categories, decider[:1].upper() + decider[1:], typed)


def _exemption_refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = open_exemption(reader, reader.get(Audit, subject))
    if waiting is None:
        message = "No request waits for a decision any more."
        raise Stale(message)
    return exemption_refuse_form(asked(reader, waiting.id, upn), typed)


def _conflict_declare(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return conflict_declare_form(brief(reader, reader.get(Audit, subject)), typed)


def _conflict_resolve(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = reader.rows(
        Conflict, col(Conflict.audit) == subject, col(Conflict.state) == "declared"
    )
    if not waiting:
        message = "No conflict waits to be resolved any more."
        raise Stale(message)
    return conflict_resolve_form(declared(reader, waiting[0].id, upn), typed)


def _list_change(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return list_change_form(audit_list(reader, subject, upn), typed)


def _reallocation(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    lawful = lawful_auditors(reader, reader.get(Audit, subject))[:MOST_CHOICES]
    return reallocation_form(reallocation(reader, subject, upn), lawful, typed)


def _return(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return return_form_card(return_form(reader, subject), typed)


def _digest_addressed(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return digest_addressed_form(line_read(reader, subject, upn), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "exemption.request": _exemption_request,
    "exemption.refuse": _exemption_refuse,
    "conflict.declare": _conflict_declare,
    "conflict.resolve": _conflict_resolve,
    "list.change": _list_change,
    "reallocation.confirm": _reallocation,
    "return.submit": _return,
    "digest.addressed": _digest_addressed,
}
"""The form of each act with fields."""
