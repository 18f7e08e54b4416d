"""The KLOE meeting before a cycle: convened, answered, held and recorded (programme.md §2.1)."""

from collections.abc import Sequence
from typing import Any

from bot.cards.before_cycle.kloe_meeting import (
    VIEW,
    kloe_dialog,
    kloe_invite_card,
    kloe_record_card,
)
from bot.cards.before_cycle.kloe_meeting_forms import (
    kloe_confirm_form,
    kloe_convene_form,
    kloe_held_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.audit_list.cycle import show_cycle
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown, Step
from bot.dialogs.parts.form_fields import Flat, input_named, listed
from bot.dialogs.parts.kloes import input_of_kloes, with_kloes
from store.ledger import Reader
from store.tables import Cycle
from store.views.before_cycle.kloe_meeting import (
    kloe_forms,
    kloe_meeting,
    kloe_record,
    meeting_in_hand,
)
from store.vocabulary.errors import Stale


def _convene(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return kloe_convene_form(kloe_forms(reader, subject, upn), typed)


def _confirm(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    meeting = meeting_in_hand(reader, reader.get(Cycle, subject), upn)
    if meeting is None:
        raise Stale("This meeting needs no answer any more: open your latest card about it.")
    return kloe_confirm_form(meeting, typed)


def _held(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return kloe_held_form(kloe_forms(reader, subject, upn), typed)


def _convened_fields(flat: Flat) -> dict[str, Any]:
    """`times.1.on` and `times.1.at` become one time without a zone."""
    fields = listed({key: said for key, said in flat.items() if not key.startswith("times.")})
    numbers = sorted({key.split(".")[1] for key in flat if key.startswith("times.")})
    times = [
        f"{flat.get(f'times.{number}.on', '')}T{flat.get(f'times.{number}.at', '')}"
        for number in numbers
    ]
    return fields | {"times": times, "also": _several(flat, "also")}


def _several(flat: Flat, name: str) -> list[str]:
    return [one for one in flat.get(name, "").split(",") if one]


def _convened_input_of(parts: Sequence[str], flat: Flat) -> str:
    """An error about a time belongs beside the first day."""
    match parts:
        case ["starts_at" | "times", *_]:
            return "times.1.on"
        case ["also", *_]:
            return "also"
        case _:
            return input_named(parts, flat)


def _answer_fields(flat: Flat) -> dict[str, Any]:
    return {**flat, "times": _several(flat, "times")}


def _held_fields(flat: Flat) -> dict[str, Any]:
    return with_kloes(flat) | {"attended": _several(flat, "attended")}


def _held_input_of(parts: Sequence[str], flat: Flat) -> str:
    return "attended" if parts[0] == "attended" else input_of_kloes(parts, flat)


def _record(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = kloe_record(reader, subject, upn)
    return None if read is None else kloe_dialog(read)


CONVERSATION = Conversation(
    forms={
        "kloe.convene": Form(
            draw=_convene, fields=_convened_fields, input_of=_convened_input_of, leads_on=True
        ),
        "kloe.confirm": Form(draw=_confirm, fields=_answer_fields),
        "kloe.held": Form(draw=_held, fields=_held_fields, input_of=_held_input_of, leads_on=True),
    },
    pages={VIEW: Page("The KLOE meeting", _record)},
    messages={
        "kloe_invite": Shown(kloe_meeting, kloe_invite_card),
        "kloe_record": Shown(kloe_meeting, kloe_record_card),
    },
    steps={"kloe.convene": Step(after=show_cycle), "kloe.held": Step(after=show_cycle)},
)
