"""Forms and pages of what comes before a cycle: its timetable and its KLOE meeting (§2.1)."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.before_cycle.kloe_meeting import VIEW, kloe_dialog
from bot.cards.before_cycle.kloe_meeting_forms import (
    kloe_confirm_form,
    kloe_convene_form,
    kloe_held_form,
)
from bot.cards.before_cycle.timetable import MINUTES, minutes_dialog, timetable_form
from bot.cards.parts.inputs import Typed
from store.ledger import Reader
from store.tables import Cycle
from store.views.before_cycle.kloe_meeting import kloe_forms, kloe_record, meeting_in_hand
from store.views.before_cycle.timetable import minutes_of, timetables
from store.vocabulary.errors import Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "timetable.record": "The timetable",
    "kloe.convene": "Convene the meeting",
    "kloe.confirm": "Do you come?",
    "kloe.held": "Record the meeting",
    MINUTES: "The timetable",
    VIEW: "The meeting on lines of enquiry",
}
"""What stands above each dialog."""


def _timetable(reader: Reader, _subject: str, upn: str, typed: Typed) -> Json:
    return timetable_form(timetables(reader, upn), typed)


def _convene(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return kloe_convene_form(kloe_forms(reader, subject, upn), typed)


def _confirm(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    meeting = meeting_in_hand(reader, reader.get(Cycle, subject), upn)
    if meeting is None:
        raise Stale("No meeting waits for an answer any more.")
    return kloe_confirm_form(meeting, typed)


def _held(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return kloe_held_form(kloe_forms(reader, subject, upn), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "timetable.record": _timetable,
    "kloe.convene": _convene,
    "kloe.confirm": _confirm,
    "kloe.held": _held,
}
"""The form of each act with fields."""


def _record(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = kloe_record(reader, subject, upn)
    return None if read is None else kloe_dialog(read)


def _minutes(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = minutes_of(reader, subject, upn)
    return None if read is None else minutes_dialog(read)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    VIEW: _record,
    MINUTES: _minutes,
}
"""What was said in a meeting; nothing for a person who may not read it."""
