"""What comes after a step of the audit team: what it brought out, and the next; or why not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.cards.audit_list.cycle_rows import clash_card, swapped_card
from bot.cards.parts.kit import buttons, card, text
from bot.cards.parts.surface import Surface
from bot.cards.programme.programme import back_to_programme
from bot.dialogs.officer.views import is_of_the_team, look
from store.acts.audit_list.cycle import cycle_id
from store.allocation.infeasible import Infeasible
from store.ledger import Reader
from store.registry import ACTS
from store.tables import Audit, Cycle
from store.views.audit_list.clash import clashing
from store.views.audit_list.cycle_rows import row_proof
from store.views.parts.people_in_words import named
from store.vocabulary.errors import LedgerError, Stale

Json = dict[str, Any]

CYCLE_STEPS = ("cycle.select", "cycle.allocate", "list.propose")


def after(
    reader: Reader, verb: str, subject: str, upn: str, *, given: Mapping[str, Any], place: Surface
) -> Json | None:
    """The card that answers `verb`, done from one of the audit team's own cards; else nothing."""
    if not is_of_the_team(reader, upn):
        return None
    if verb == "cycle.open":
        month = date.fromisoformat(str(given.get("month")))
        opened = cycle_id(str(given.get("service")), month)
        return look(reader, "cycle.view", opened, upn, sent={}, place=place)
    if verb == "timetable.record":
        return look(reader, "timetable.view", subject, upn, sent={}, place=place)
    if verb in (*CYCLE_STEPS, "kloe.convene", "kloe.held"):
        return look(reader, "cycle.view", subject, upn, sent={}, place=place)
    if verb == "list.swap":
        return _swapped(reader, subject, upn, given, place)
    if verb == "person.back":
        return _back(reader, subject, place)
    if place.dialog and verb in ACTS and ACTS[verb].on is Audit:
        return look(reader, "audit.view", subject, upn, sent={}, place=place)
    return None


def refused(
    reader: Reader, verb: str, subject: str, upn: str, *, error: LedgerError, place: Surface
) -> Json | None:
    """The card that says why a step of a cycle could not be made, and what would help."""
    if verb not in CYCLE_STEPS or not is_of_the_team(reader, upn):
        return None
    if reader.find(Cycle, subject) is None:
        return None
    if isinstance(error, Infeasible):
        return clash_card(clashing(reader, subject, error), place)
    if isinstance(error, Stale):
        return look(reader, "cycle.view", subject, upn, sent={}, place=place)
    return card(
        "That step could not be made",
        text(error.message),
        *(text(f"{how[:1].upper()}{how[1:]}.") for how in _how(error)),
        *buttons(
            place.act("cycle.view", "To the cycle", subject, 0, primary=True),
            back_to_programme(place, reader.programme),
        ),
    )


def _back(reader: Reader, subject: str, place: Surface) -> Json:
    name = named(reader, subject).name
    return card(
        f"{name} is back",
        text("What is asked of them comes to them again."),
        *buttons(back_to_programme(place, reader.programme)),
    )


def _swapped(
    reader: Reader, subject: str, upn: str, given: Mapping[str, Any], place: Surface
) -> Json:
    """That it was swapped, and the row as it is now: of the new case, where that changed."""
    audit, row = reader.get(Audit, subject), subject
    if given.get("case_ref"):
        cycle = reader.get(Cycle, audit.cycle)
        new = f"{given['case_ref']}-{cycle.month:%Y-%m}"
        row = subject if reader.find(Audit, new) is None else new
    return swapped_card(audit.case_ref, row_proof(reader, row, upn), place)


def _how(error: LedgerError) -> list[str]:
    """How to mend it, where a sentence says so; counts for programs are left out."""
    return [how for how in error.fields.values() if " " in how]
