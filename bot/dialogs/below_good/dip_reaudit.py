"""The dip re-audit six weeks on, and how what is late is addressed (§3, guide §13)."""

from typing import Any

from bot.cards.below_good.dip_reaudit import (
    VIEW,
    delay_form,
    dip_reaudit_card,
    dip_reaudit_dialog,
    dip_reaudit_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from bot.dialogs.parts.form_fields import Flat
from store.ledger import Reader
from store.views.below_good.dip_reaudit import dip_reaudit_read, dip_reaudit_seen, dip_reaudit_to_do
from store.vocabulary.errors import NotFound

ACTIONS = "actions."


def _dip_reaudit(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return dip_reaudit_form(dip_reaudit_to_do(reader, subject), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    """How each action stands, by its id, which holds full stops itself."""
    actions = {k.removeprefix(ACTIONS): v for k, v in flat.items() if k.startswith(ACTIONS)}
    return {k: v for k, v in flat.items() if not k.startswith(ACTIONS)} | {"actions": actions}


def _delay(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    view = dip_reaudit_seen(reader, subject, upn)
    if view is None:
        raise NotFound("No dip re-audit has been recorded here yet.")
    return delay_form(view, typed)


def _found(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = dip_reaudit_read(reader, subject, upn)
    return None if view is None else dip_reaudit_dialog(view)


CONVERSATION = Conversation(
    forms={
        "dip.reaudited": Form(draw=_dip_reaudit, fields=_fields),
        "delay.addressed": Form(draw=_delay),
    },
    pages={VIEW: Page("What was found", _found)},
    messages={"dip_reaudited": Shown(dip_reaudit_seen, dip_reaudit_card)},
)
