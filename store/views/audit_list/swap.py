"""What the form that swaps a row offers: cases and people that keep the row lawful (§2.2)."""

from dataclasses import dataclass

from store.allocation.allocating import lawful_auditors, lawful_moderators, next_in_the_draw
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.audit_list.cycle_rows import RowProof, row_proof
from store.vocabulary.states import AuditState


@dataclass(frozen=True, slots=True)
class SwapChoices:
    """What may replace a row: cases in the order of the draw, and lawful people as (UPN, name)."""

    row: RowProof
    state: AuditState
    cases: tuple[str, ...] = ()
    auditors: tuple[tuple[str, str], ...] = ()
    moderators: tuple[tuple[str, str], ...] = ()


def swap_choices(
    reader: Reader, audit_id: str, upn: str, *, most_cases: int, most_people: int
) -> SwapChoices:
    """What may replace that row; people only once an auditor is allocated. Raises `NotFound`."""
    audit = reader.get(Audit, audit_id)
    row = row_proof(reader, audit_id, upn)
    cases = tuple(next_in_the_draw(reader, reader.get(Cycle, audit.cycle)))[:most_cases]
    if audit.state == "drawn":
        return SwapChoices(row, audit.state, cases)
    return SwapChoices(
        row,
        audit.state,
        cases,
        tuple(pair for pair in lawful_auditors(reader, audit) if pair[0] != audit.auditor)[
            :most_people
        ],
        tuple(pair for pair in lawful_moderators(reader, audit) if pair[0] != audit.moderator)[
            :most_people
        ],
    )
