"""Dialogs of moderation as somebody opens them, and what their forms send in."""

from datetime import datetime
from typing import Any

from bot.dialogs.faces import faced
from bot.dialogs.forms import TITLES, fields_of, form
from store.tables import Audit
from tests.bot.cards.linter import elements, problems
from tests.store.acts.moderating import MODERATED
from tests.store.council import Council


def opened(
    council: Council, verb: str, subject: str, upn: str, at: datetime = MODERATED, **more: Any
) -> dict[str, Any]:
    """The dialog's card, linted."""
    with council.read(at) as reader:
        title, card = form(reader, verb, subject, upn, **more)
    assert title == TITLES[verb]
    assert problems(faced(card)) == []
    return card


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A form's inputs by their id."""
    return {e["id"]: e for e in elements(card) if str(e.get("type", "")).startswith("Input.")}


def sends(council: Council, verb: str, audit: Audit, upn: str, typed: dict[str, str]) -> None:
    """What a form sends in is what the act takes."""
    data = {"verb": verb, "id": audit.id, "version": audit.version, **typed}
    council.do(verb, audit.id, fields_of(verb, data), by=upn, at=MODERATED, version=audit.version)
