"""The UoPP meeting after work below good: arranged, held or not, recorded and shared (§3)."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.cards.below_good.uopp import (
    VIEW,
    uopp_chair_card,
    uopp_invite_card,
    uopp_record_card,
    uopp_record_dialog,
    uopp_second_card,
)
from bot.cards.below_good.uopp_forms import (
    case_noted_form,
    confirm_form,
    convene_form,
    fix_form,
    held_form,
    not_held_form,
    noted_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from bot.dialogs.parts.form_fields import Flat, input_named, input_nested, listed, nested
from store.ledger import Reader
from store.views.below_good.uopp import (
    uopp_afterwards,
    uopp_meeting,
    uopp_record,
    uopp_shared,
    uopp_updated,
)
from store.views.below_good.uopp_form import UoppForm, uopp_form

USUAL = "09:30"
"""When a meeting starts if only its day was chosen."""


def of_meeting(
    draw: Callable[[UoppForm, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    """A form that is drawn from what the meeting's view knows."""

    def drawn(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        return draw(uopp_form(reader, subject, upn), typed)

    return drawn


def _times(flat: Flat) -> dict[str, Any]:
    """`day1` and `time1` become one of `times`."""
    fields: dict[str, Any] = {
        key: value for key, value in flat.items() if not key.startswith(("day", "time"))
    }
    if "times" in flat:
        fields["times"] = flat["times"]
    days = sorted(key for key in flat if key.startswith("day") and key[3:].isdecimal())
    if days:
        fields["times"] = [f"{flat[day]}T{flat.get(f'time{day[3:]}', USUAL)}" for day in days]
    return listed(fields)


def _day_of(parts: Sequence[str], flat: Flat) -> str:
    """An error about a time belongs beside the first day."""
    return "day1" if parts[0] == "times" else input_named(parts, flat)


def _record(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = uopp_record(reader, subject, upn)
    return None if read is None else uopp_record_dialog(read, page)


CONVERSATION = Conversation(
    forms={
        "uopp.convene": Form(
            draw=of_meeting(convene_form), fields=_times, input_of=_day_of, asks_first=True
        ),
        "uopp.confirm": Form(draw=of_meeting(confirm_form)),
        "uopp.fix": Form(draw=of_meeting(fix_form)),
        "uopp.held": Form(draw=of_meeting(held_form), fields=nested, input_of=input_nested),
        "uopp.not_held": Form(draw=of_meeting(not_held_form)),
        "uopp.noted": Form(draw=of_meeting(noted_form)),
        "case.noted": Form(draw=of_meeting(case_noted_form)),
    },
    pages={VIEW: Page("Record of the meeting", _record)},
    messages={
        "uopp_chair": Shown(uopp_meeting, uopp_chair_card),
        "uopp_after": Shown(uopp_afterwards, uopp_chair_card),
        "uopp_invite": Shown(uopp_meeting, uopp_invite_card),
        "uopp_record": Shown(uopp_shared, uopp_record_card),
        "uopp_second": Shown(uopp_updated, uopp_second_card),
    },
)
