"""The rows of a list for the audit team: their proof, and their swap (programme.md §2.2, §2.3)."""

from bot.cards.audit_list.cycle_rows import cycle_rows_card, row_card
from bot.cards.audit_list.swap import swap_form, swapped_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Sent, Step
from bot.dialogs.parts.form_fields import page_in
from store.allocation.allocating import allocation_for
from store.allocation.infeasible import Infeasible
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.audit_list.cycle_rows import cycle_rows, row_proof
from store.views.audit_list.swap import swap_choices

MOST_CASES = 20
MOST_PEOPLE = 60


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    choices = swap_choices(reader, subject, upn, most_cases=MOST_CASES, most_people=MOST_PEOPLE)
    if choices.state == "drawn" and "case_ref" not in typed.values:
        proposed = _proposed(reader, subject)
        if proposed is not None:
            typed = Typed({**typed.values, "case_ref": proposed}, typed.errors)
    return swap_form(choices, typed)


def _proposed(reader: Reader, subject: str) -> str | None:
    """The case that would resolve this row's clash, which its form has chosen already."""
    cycle = reader.get(Cycle, reader.get(Audit, subject).cycle)
    try:
        allocation_for(reader, cycle, seed=cycle.allocation_seed or 0)
    except Infeasible as clash:
        return next((swap.with_case for swap in clash.swaps if swap.row == subject), None)
    return None


def _swapped(reader: Reader, subject: str, upn: str, sent: Sent, place: Surface) -> Json:
    """That the row was swapped, and the row as it now is: the new one, if the case changed."""
    audit, row = reader.get(Audit, subject), subject
    if sent.get("case_ref"):
        cycle = reader.get(Cycle, audit.cycle)
        new = f"{sent['case_ref']}-{cycle.month:%Y-%m}"
        row = subject if reader.find(Audit, new) is None else new
    return swapped_card(audit.case_ref, row_proof(reader, row, upn), place)


def _rows(reader: Reader, subject: str, _upn: str, sent: Sent, place: Surface) -> Json:
    return cycle_rows_card(cycle_rows(reader, subject), page_in(sent), place)


def _row(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return row_card(row_proof(reader, subject, upn), place)


CONVERSATION = Conversation(
    forms={"list.swap": Form(draw=_form, leads_on=True)},
    looks={
        "cycle.rows": Look("The list", _rows),
        "row.view": Look("Why is this row lawful?", _row),
    },
    steps={"list.swap": Step(after=_swapped)},
)
