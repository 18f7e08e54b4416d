"""The dialog that a verb opens: its title, its form or page, and what is wrong with the input."""

from collections.abc import Mapping
from typing import Any, Literal

import store.acts  # noqa: F401 - declares the acts
from bot.cards.parts.inputs import REQUIRED, Typed, troubles
from bot.cards.parts.kit import quiet
from bot.cards.parts.surface import DIALOG
from bot.dialogs.conversations import FORMS, LOOKS, PAGES
from bot.dialogs.fields import fields_of, inputs_of
from bot.dialogs.parts.day_limits import limited
from bot.dialogs.parts.form_fields import ENVELOPE, FROM_FORM, typed_of
from bot.dialogs.parts.marking import marked
from bot.dialogs.parts.own_words import card_in_own_words
from bot.dialogs.receipts import receipt
from bot.dialogs.steps import look
from store.ledger import Reader
from store.registry import ACTS, CONFIDED, dialog_titles, not_open, theirs_alone
from store.vocabulary.errors import NotAllowed, NotFound, Stale, UnknownVerb
from store.vocabulary.terms import spoken

__all__ = ("DIALOG_VERBS", "READ_ONLY", "TITLES", "asks_first", "fields_of", "form", "receipt")

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    **dialog_titles(),
    **{verb: page.title for verb, page in PAGES.items()},
    **{verb: look.title for verb, look in LOOKS.items()},
}
"""What stands above each dialog."""

READ_ONLY = frozenset({*PAGES, *LOOKS})
"""Dialogs that only show something."""

DIALOG_VERBS = frozenset(TITLES)
"""Verbs whose button opens a dialog."""

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

    `given` is what was sent, kept as typed; `errors` is what the ledger found wrong, shown at the
    top and beside each input. Raises `NotAllowed`, `NotFound` and `Stale` as the act itself would,
    so that nobody fills in a form in vain, and `UnknownVerb` where the verb opens no dialog.
    """
    title, drawn = _form(reader, verb, subject, upn, given=given, errors=errors)
    words = reader.profile.own_words
    return spoken(title, words), card_in_own_words(drawn, reader.profile)


def _form(
    reader: Reader,
    verb: str,
    subject: str,
    upn: str,
    *,
    given: Mapping[str, Any] | None,
    errors: Mapping[str, str] | None,
) -> tuple[str, Json]:
    sent = dict(given or {})
    if verb in READ_ONLY:
        if verb in LOOKS:
            return TITLES[verb], look(reader, verb, subject, upn, sent=sent, place=DIALOG)
        return TITLES[verb], _shown(reader, verb, subject, upn, str(sent.get("page", "1")))
    if verb not in FORMS:
        raise UnknownVerb("Nothing opens here any more: ask for your work again.")
    _refuse_early(reader, verb, subject, upn)
    values, described = typed_of(sent), FORMS[verb]
    typed = Typed(values, inputs_of(verb, (errors or {}).items(), values) if values else {})
    drawn = limited(reader, verb, described.draw(reader, subject, upn, typed), typed.errors)
    if described.asks_first:
        _mark_own_buttons(drawn, verb)
    if described.shows_errors:
        return TITLES[verb], drawn
    drawn = marked(drawn, typed.errors, values)
    if errors and not values:
        drawn["body"].insert(1, quiet(NOTHING_TYPED))
    shown = {name: how for name, how in typed.errors.items() if name not in described.says_itself}
    drawn["body"][1:1] = troubles(Typed(values, shown), _labels(drawn))
    return TITLES[verb], drawn


def asks_first(verb: str, data: Mapping[str, Any]) -> bool:
    """Whether a dialog's button only asks for a form: its act needs fields and none came."""
    act = ACTS.get(verb)
    if act is None or verb not in FORMS or set(data) - ENVELOPE or FROM_FORM in data:
        return False
    needed = any(field.is_required() for field in act.fields.model_fields.values())
    return needed or FORMS[verb].asks_first


def size_of(verb: str) -> Literal["medium", "large"]:
    """How large the dialog of an act is."""
    return "large" if verb in FORMS and FORMS[verb].large else "medium"


def _mark_own_buttons(card: Json, verb: str) -> None:
    """Say on the buttons that send this form that they do: all its inputs may be empty, or none."""
    for action in card.get("actions", ()):
        data = action.get("data")
        if isinstance(data, dict) and data.get("verb") == verb:
            action["data"] = {**data, FROM_FORM: "yes"}


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
    drawn = PAGES[verb].draw(reader, subject, upn, number)
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
