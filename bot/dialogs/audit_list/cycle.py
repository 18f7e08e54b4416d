"""A cycle step by step: opened, drawn, allocated, its list sent (programme.md §2.2 to §2.4)."""

from datetime import date
from typing import Any

from bot.cards.audit_list.clash import clash_card
from bot.cards.audit_list.cycle import cycle_card, not_made_card
from bot.cards.audit_list.opening import SLACK, VOLUME, open_cycle_form
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Sent, Step
from bot.dialogs.parts.form_fields import Flat
from bot.dialogs.parts.kloes import input_of_kloes, with_kloes
from store.acts.audit_list.cycle import cycle_id
from store.allocation.infeasible import Infeasible
from store.ledger import Reader
from store.tables import Cycle
from store.views.audit_list.clash import clashing
from store.views.audit_list.cycle import cycle_in_hand
from store.views.audit_list.opening import opening
from store.vocabulary.errors import LedgerError, Stale


def show_cycle(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    """The cycle as it now stands, with its next step."""
    return cycle_card(cycle_in_hand(reader, subject, upn), place)


def _open_form(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return open_cycle_form(opening(reader, typed.values.get("service", "")), typed)


def _fields(flat: Flat) -> dict[str, Any]:
    """The act's fields: lines of enquiry as a list, and the volumes that were filled in."""
    volume = {key.removeprefix(VOLUME): flat[key] for key in flat if key.startswith(VOLUME)}
    fields = with_kloes({key: flat[key] for key in flat if not key.startswith(VOLUME)})
    said = {key: many for key, many in volume.items() if many.strip()}
    return fields | ({"volume": said} if said else {})


def _opened(reader: Reader, _subject: str, upn: str, sent: Sent, place: Surface) -> Json:
    """The cycle that the form has opened."""
    month = date.fromisoformat(str(sent.get("month")))
    return show_cycle(reader, cycle_id(str(sent.get("service")), month), upn, sent, place)


def _refused(
    reader: Reader, subject: str, upn: str, error: LedgerError, place: Surface
) -> Json | None:
    """Why a step could not be made, and what would help; none for a cycle that does not exist."""
    if reader.find(Cycle, subject) is None:
        return None
    if isinstance(error, Infeasible):
        return clash_card(clashing(reader, subject, error), place)
    if isinstance(error, Stale):
        return show_cycle(reader, subject, upn, {}, place)
    # A hint is a sentence; counts, which are for programs, have no space.
    hints = [hint for hint in error.fields.values() if " " in hint]
    return not_made_card(error.message, hints, subject, reader.programme, place)


STEP = Step(after=show_cycle, refused=_refused)

CONVERSATION = Conversation(
    forms={
        "cycle.open": Form(
            draw=_open_form,
            fields=_fields,
            input_of=input_of_kloes,
            says_itself=frozenset({SLACK}),
            leads_on=True,
        )
    },
    looks={"cycle.view": Look("The cycle", show_cycle)},
    steps={
        "cycle.open": Step(after=_opened),
        "cycle.select": STEP,
        "cycle.allocate": STEP,
        "list.propose": STEP,
    },
)
