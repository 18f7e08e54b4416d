"""Forms and pages of UoPP meetings and of grades raised on progress: by verb."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good.progression import (
    URGENT,
    progression_dialog,
    propose_form,
    refuse_form,
    urgent_dialog,
)
from bot.cards.below_good.progression import VIEW as PROGRESSION
from bot.cards.below_good.uopp import VIEW as MEETING
from bot.cards.below_good.uopp import uopp_record_dialog
from bot.cards.below_good.uopp_forms import (
    addressed_form,
    case_noted_form,
    confirm_form,
    convene_form,
    fix_form,
    held_form,
    not_held_form,
    noted_form,
)
from bot.cards.parts.inputs import Typed
from store.ledger import Reader
from store.views.below_good.progression import raised_read, urgent_addressed, waiting
from store.views.below_good.uopp import uopp_record
from store.views.below_good.uopp_form import UoppForm, uopp_form
from store.views.parts.due import due_by
from store.vocabulary.errors import Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "uopp.convene": "Propose times",
    "uopp.confirm": "Can you come?",
    "uopp.fix": "Fix the time",
    "uopp.held": "Record the meeting",
    "uopp.not_held": "It was not held",
    "uopp.noted": "The note on the file",
    "case.noted": "The case note",
    "urgent.addressed": "Urgent issues",
    "progression.propose": "Propose a higher grade",
    "progression.refuse": "Do not raise it",
    MEETING: "Record of the meeting",
    PROGRESSION: "What shows it",
    URGENT: "What was done",
}
"""What stands above each dialog."""

ASKED_FIRST = frozenset({"uopp.convene"})
"""Acts that need no field by themselves, and whose button opens the form all the same."""


def _of_meeting(
    draw: Callable[[UoppForm, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    def drawn(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        return draw(uopp_form(reader, subject, upn), typed)

    return drawn


def _addressed(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    due = due_by(reader, subject, "urgent.address")
    return addressed_form(uopp_form(reader, subject, upn), "" if due is None else due.words, typed)


def _refuse(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    row = waiting(reader, subject)
    read = None if row is None else raised_read(reader, row.id, upn)
    if read is None:
        raise Stale("No higher grade waits to be decided: open your latest card about it.")
    return refuse_form(read, typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "uopp.convene": _of_meeting(convene_form),
    "uopp.confirm": _of_meeting(confirm_form),
    "uopp.fix": _of_meeting(fix_form),
    "uopp.held": _of_meeting(held_form),
    "uopp.not_held": _of_meeting(not_held_form),
    "uopp.noted": _of_meeting(noted_form),
    "case.noted": _of_meeting(case_noted_form),
    "urgent.addressed": _addressed,
    "progression.propose": _of_meeting(propose_form),
    "progression.refuse": _refuse,
}
"""The form of each act with fields."""


def _record_page(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = uopp_record(reader, subject, upn)
    return None if read is None else uopp_record_dialog(read, page)


def _progression_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = raised_read(reader, subject, upn)
    return None if read is None else progression_dialog(read)


def _urgent_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = urgent_addressed(reader, subject, upn)
    return None if read is None else urgent_dialog(read)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    MEETING: _record_page,
    PROGRESSION: _progression_page,
    URGENT: _urgent_page,
}
"""What only shows something; nothing for a person who may not see it."""
