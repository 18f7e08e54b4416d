"""The questions about names in the council's extract, and their answers."""

import json
from collections.abc import Sequence
from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.cards.programme.matching import ASKED_AT_ONCE, matched_card, matching_form
from bot.dialogs.parts.conversation import Conversation, Form, Json, Sent, Step
from bot.dialogs.parts.form_fields import Flat
from store.ledger import Reader
from store.views.programme.matching import names_asked

PARTS = 3
"""Of an answer: the name, the team, whom they mean."""


def _form(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return matching_form(names_asked(reader, ASKED_AT_ONCE), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    """Each choice as an answer; what has no answer's shape stays, so that the act refuses it."""
    fields: dict[str, Any] = {"workers": [], "teams": []}
    for key, value in flat.items():
        parts = _parts(value)
        if parts is None:
            fields[key] = value
        elif key.startswith("worker."):
            fields["workers"].append(dict(zip(("name", "team", "upn"), parts, strict=True)))
        else:
            service, _, team = parts[2].partition("\n")
            fields["teams"].append({"name": parts[1], "service": service, "team": team})
    return fields


def _parts(value: str) -> list[str] | None:
    try:
        parts = json.loads(value)
    except ValueError:
        return None
    fits = isinstance(parts, list) and len(parts) == PARTS
    return parts if fits and all(isinstance(part, str) for part in parts) else None


def _input_of(parts: Sequence[str], flat: Flat) -> str:
    """The question that an error is about, by the place of its answer."""
    kind = {"workers": "worker.", "teams": "team."}.get(parts[0], "")
    asked = [key for key in flat if kind and key.startswith(kind)]
    place = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else len(asked)
    return asked[place] if place < len(asked) else ".".join(parts)


def _after(reader: Reader, _subject: str, _upn: str, _sent: Sent, place: Surface) -> Json:
    return matched_card(names_asked(reader, ASKED_AT_ONCE), place)


CONVERSATION = Conversation(
    forms={
        "cases.match": Form(
            draw=_form, fields=_fields, input_of=_input_of, asks_first=True, leads_on=True
        )
    },
    steps={"cases.match": Step(after=_after)},
)
