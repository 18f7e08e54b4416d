"""The register as a file; `bot.dialogs.files` offers it (programme.md §5)."""

from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.reports.register import register_form
from bot.dialogs.parts.conversation import Conversation, Form, Json
from bot.dialogs.parts.form_fields import Flat
from store.ledger import Reader
from store.views.programme.choices import programme_choices


def _form(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return register_form(programme_choices(reader), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    return {**flat, "cycles": [one for one in flat.get("cycles", "").split(",") if one]}


CONVERSATION = Conversation(
    # Needs no field, but it asks which cycles are meant and whether children are named.
    forms={"register.issue": Form(draw=_form, fields=_fields, asks_first=True)}
)
