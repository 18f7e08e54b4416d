"""Dialogs: which form a verb opens, what its inputs mean to the act, and the word at the end.

Each area of the work has a module of its own with its TITLES, FORMS and PAGES; here they meet.
"""

from collections.abc import Callable, Mapping
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.parts.inputs import REQUIRED, Typed, troubles
from bot.cards.parts.kit import quiet
from bot.cards.parts.surface import DIALOG
from bot.dialogs import conversations, forms_allocation, forms_dips, forms_kinds, forms_return
from bot.dialogs.fields import fields_of, inputs_of
from bot.dialogs.parts.form_fields import ENVELOPE, typed_of
from bot.dialogs.receipts import receipt
from bot.dialogs.steps import look
from store.ledger import Reader
from store.registry import ACTS, CONFIDED, dialog_titles, not_open, theirs_alone
from store.vocabulary.errors import NotAllowed, NotFound, Stale, UnknownVerb

__all__ = ("DIALOG_VERBS", "READ_ONLY", "TITLES", "asks_first", "fields_of", "form", "receipt")

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    **dialog_titles(),
    **{verb: page.title for verb, page in conversations.PAGES.items()},
    **{verb: look.title for verb, look in conversations.LOOKS.items()},
    **forms_allocation.TITLES,
    **forms_return.TITLES,
    **forms_dips.TITLES,
    **forms_kinds.TITLES,
}
"""What stands above each dialog."""

FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    **{verb: form.draw for verb, form in conversations.FORMS.items()},
    **forms_allocation.FORMS,
    **forms_return.FORMS,
    **forms_dips.FORMS,
    **forms_kinds.FORMS,
}
"""The form of each act with fields: of a subject, for one person, with what was typed."""

PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    **{verb: page.draw for verb, page in conversations.PAGES.items()},
    **forms_allocation.PAGES,
    **forms_return.PAGES,
    **forms_dips.PAGES,
    **forms_kinds.PAGES,
}
"""What only shows something, a page of it; nothing for a person who may not see it."""

READ_ONLY = frozenset({*PAGES, *conversations.LOOKS})
"""Dialogs that only show something."""

DIALOG_VERBS = frozenset(TITLES)
"""Verbs whose button opens a dialog."""

ASKED_FIRST = forms_kinds.ASKED_FIRST | {
    verb for verb, form in conversations.FORMS.items() if form.asks_first
}
"""Acts that need no field, and whose button in a dialog opens the form all the same."""

NOTHING_TYPED = f"Please fill in what is marked {REQUIRED}."


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
        if verb in conversations.LOOKS:
            return TITLES[verb], look(reader, verb, subject, upn, sent=sent, place=DIALOG)
        return TITLES[verb], _shown(reader, verb, subject, upn, str(sent.get("page", "1")))
    if verb not in FORMS:
        raise UnknownVerb("Nothing opens here any more: ask for your work again.")
    _refuse_early(reader, verb, subject, upn)
    values = typed_of(sent)
    typed = Typed(values, _beside(verb, errors or {}, values) if values else {})
    drawn = FORMS[verb](reader, subject, upn, typed)
    if verb in forms_return.TELL_THEMSELVES:
        return TITLES[verb], drawn
    if errors and not values:
        drawn["body"].insert(1, quiet(NOTHING_TYPED))
    drawn["body"][1:1] = troubles(_without(typed, _says_itself(verb)), _labels(drawn))
    return TITLES[verb], drawn


def _says_itself(verb: str) -> frozenset[str]:
    """Fields whose error the form shows in words of its own."""
    described = conversations.FORMS.get(verb)
    return frozenset() if described is None else described.says_itself


def _without(typed: Typed, said: frozenset[str]) -> Typed:
    """What is wrong, but for what the form itself has told in words of its own."""
    return Typed(typed.values, {k: how for k, how in typed.errors.items() if k not in said})


def asks_first(verb: str, data: Mapping[str, Any]) -> bool:
    """Whether a dialog's button only asks for a form: its act needs fields and none came."""
    act = ACTS.get(verb)
    if act is None or verb not in FORMS or set(data) - ENVELOPE:
        return False
    needed = any(field.is_required() for field in act.fields.model_fields.values())
    return needed or verb in ASKED_FIRST


def _beside(verb: str, errors: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return inputs_of(verb, errors.items(), values)


def _refuse_early(reader: Reader, verb: str, subject: str, upn: str) -> None:
    act = ACTS[verb]
    row = reader.find(act.on, subject)
    if row is None and act.on in CONFIDED:
        raise theirs_alone(act)
    if row is None:
        raise NotFound("There is nothing here by that reference: ask for your work again.")
    # Who asks comes first, as in `perform`: a guessed id tells a stranger nothing of its state.
    if not any(upn in set(who.upns(reader, row)) for who in act.by):
        raise theirs_alone(act)
    if why := not_open(reader, verb, row):
        raise Stale(why)


def _shown(reader: Reader, verb: str, subject: str, upn: str, page: str) -> Json:
    number = int(page) if page.isdecimal() and len(page) < len("10000") else 1
    drawn = PAGES[verb](reader, subject, upn, number)
    if drawn is None:
        raise NotAllowed("This was not sent to you, so there is nothing here to open.")
    return drawn


def _labels(node: Any) -> dict[str, str]:
    """What each input of a drawn card is called."""
    if isinstance(node, list):
        return {key: label for part in node for key, label in _labels(part).items()}
    if not isinstance(node, dict):
        return {}
    own = {node["id"]: node["label"].removesuffix(f" {REQUIRED}")} if "label" in node else {}
    return own | _labels([value for value in node.values() if isinstance(value, list | dict)])
