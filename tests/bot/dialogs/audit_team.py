"""What the audit team opens and sends in: dialogs, looks and forms, linted."""

from datetime import datetime
from typing import Any

from bot.cards.parts.surface import CHAT
from bot.dialogs.faces import faced
from bot.dialogs.fields import fields_of
from bot.dialogs.forms import form
from bot.dialogs.receipts import receipt
from bot.dialogs.steps import look
from tests.bot.cards.linter import elements, problems
from tests.store.council import ISSUED, OFFICER, Council

Json = dict[str, Any]


def opened(
    council: Council,
    verb: str,
    subject: str,
    *,
    upn: str = OFFICER,
    at: datetime = ISSUED,
    **more: Any,
) -> Json:
    """The card of the dialog that `verb` opens."""
    with council.read(at) as reader:
        _, card = form(reader, verb, subject, upn, **more)
    assert problems(faced(card)) == []
    return card


def looked(council: Council, verb: str, subject: str, *, at: datetime = ISSUED) -> Json:
    """The card that a look shows in the chat."""
    with council.read(at) as reader:
        card = look(reader, verb, subject, OFFICER, sent={}, place=CHAT)
    assert problems(faced(card)) == []
    return card


def inputs(card: Json) -> dict[str, Json]:
    """A form's inputs by their id."""
    return {e["id"]: e for e in elements(card) if str(e.get("type", "")).startswith("Input.")}


def sent(
    council: Council,
    verb: str,
    subject: str,
    typed: Json,
    *,
    upn: str = OFFICER,
    at: datetime = ISSUED,
) -> str:
    """Send the form in; gives the sentence with which its dialog closes."""
    council.do(verb, subject, fields_of(verb, typed), by=upn, at=at)
    with council.read(at) as reader:
        return receipt(reader, verb, subject)
