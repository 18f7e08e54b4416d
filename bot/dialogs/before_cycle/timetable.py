"""The year's timetable: looked at, recorded, announced to Heads of Service (programme.md §5)."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from bot.cards.before_cycle.timetable import (
    MINUTES,
    SERVICES,
    SEVERAL,
    THEME,
    minutes_dialog,
    timetable_card,
    timetable_form,
    timetable_told_card,
)
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Page, Sent, Shown, Step
from bot.dialogs.parts.form_fields import Flat, input_named
from store.ledger import Reader
from store.views.before_cycle.timetable import minutes_of, timetable_told, timetables

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def _form(reader: Reader, _subject: str, upn: str, typed: Typed) -> Json:
    return timetable_form(timetables(reader, upn), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    """The services chosen for each month become entries; so does each line of `entries`."""
    lines = [line for line in flat.get("entries", "").splitlines() if line.strip()]
    chosen = [entry for entry, _ in _chosen(flat)]
    said = {key: value for key, value in flat.items() if not key.startswith((SERVICES, THEME))}
    return {**said, "entries": [*chosen, *(entry_in(line) for line in lines)]}


def _chosen(flat: Flat) -> list[tuple[dict[str, str], str]]:
    """Each entry that was chosen, with the input that it was chosen in."""
    return [
        ({"service": unquote(service), "month": at.rpartition(".")[0]} | _theme(flat, at), name)
        for name in sorted(flat)
        if name.startswith(SERVICES)
        for at in (name.removeprefix(SERVICES),)
        for service in flat[name].split(SEVERAL)
    ]


def _theme(flat: Flat, at: str) -> dict[str, str]:
    said = flat.get(f"{THEME}{at}", "")
    return {"theme": said} if said else {}


def entry_in(line: str) -> dict[str, str]:
    """`Frontdoor, 2027-01, Neglect` by field; a service's own name may contain a comma."""
    before, month, theme = line, "", ""
    for part in line.split(","):
        if _MONTH.fullmatch(part.strip()):
            before, _, theme = line.partition(f",{part}")
            month = part.strip()
            break
    theme = theme.strip().removeprefix(",").strip()
    return {"service": before.strip(), "month": month} | ({"theme": theme} if theme else {})


def _input_of(parts: Sequence[str], flat: Flat) -> str:
    """An error about one entry belongs beside its month, or the box that has all lines."""
    if parts[0] != "entries":
        return input_named(parts, flat)
    chosen = [name for _, name in _chosen(flat)]
    at = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0
    return chosen[at] if at < len(chosen) else "entries"


def _show(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return timetable_card(timetables(reader, upn), place)


def _minutes(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = minutes_of(reader, subject, upn)
    return None if read is None else minutes_dialog(read)


CONVERSATION = Conversation(
    forms={"timetable.record": Form(draw=_form, fields=_fields, input_of=_input_of, leads_on=True)},
    pages={MINUTES: Page("The timetable", _minutes)},
    looks={"timetable.view": Look("The timetable", _show)},
    messages={"timetable": Shown(timetable_told, timetable_told_card)},
    steps={"timetable.record": Step(after=_show)},
)
