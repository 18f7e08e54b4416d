"""What the form that swaps a row offers: cases and people that keep the row lawful (§2.2)."""

from dataclasses import dataclass

from store.allocation.allocating import lawful_auditors, lawful_moderators, next_in_the_draw
from store.allocation.independence_today import needs_moderator
from store.allocation.standing import out_of_bounds
from store.ledger import Reader
from store.people.posts import covers
from store.programme.kinds import CASE, FULL, REAUDIT
from store.rules.reaudit import left_for
from store.tables import Audit, Case, Cycle
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
    """What may replace that row; people only once an auditor is allocated. Raises `NotFound`.

    A moderator is offered only where somebody moderates the audit.
    """
    audit = reader.get(Audit, audit_id)
    row = row_proof(reader, audit_id, upn)
    cases = _cases(reader, audit)[:most_cases]
    if audit.state == "drawn":
        return SwapChoices(row, audit.state, cases)
    moderators = lawful_moderators(reader, audit) if needs_moderator(reader, audit) else []
    return SwapChoices(
        row,
        audit.state,
        cases,
        tuple(pair for pair in lawful_auditors(reader, audit) if pair[0] != audit.auditor)[
            :most_people
        ],
        tuple(pair for pair in moderators if pair[0] != audit.moderator)[:most_people],
    )


def _cases(reader: Reader, audit: Audit) -> tuple[str, ...]:
    """The cases that may replace the row's: each may stand in the cycle under the row's kind."""
    cycle = reader.get(Cycle, audit.cycle)
    if audit.kind == FULL:
        return tuple(next_in_the_draw(reader, cycle))
    if audit.kind == REAUDIT:
        former = reader.get(Cycle, reader.get(Audit, audit.looks_at or "").cycle)
        return tuple(other.case_ref for other in left_for(reader, former, cycle))
    subject = reader.profile.kinds[audit.kind].subject
    if subject == CASE:
        return tuple(
            ref
            for ref in next_in_the_draw(reader, cycle)
            if not out_of_bounds(reader, cycle, reader.get(Case, ref), kind=audit.kind)
        )
    had = {other.case_ref for other in reader.rows(Audit, cycle=cycle.id)}
    return tuple(
        case.id
        for case in reader.rows(Case)
        if case.subject == subject and case.id not in had and covers(cycle, case.service)
    )
