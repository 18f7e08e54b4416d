"""Why no lawful allocation exists, in plain words, and what would help (programme.md §2.3).

Sightline only proposes: people swap a case by an act of its own, with a reason.
"""

from dataclasses import dataclass

from store.allocation.infeasible import Infeasible
from store.allocation.swaps import ProposedSwap
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.parts.people_in_words import named
from store.vocabulary.dates_in_words import say_month


@dataclass(frozen=True, slots=True)
class ClashLine:
    """Rules that cannot all hold for these cases."""

    rules: tuple[str, ...]
    case_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseSwap:
    """A row whose case could be swapped for the next in the draw that resolves the clash."""

    audit: str
    version: int
    case_ref: str
    with_case: str


@dataclass(frozen=True, slots=True)
class Clashing:
    """A cycle that cannot be allocated as it stands; `others` are changes to the people file."""

    cycle: str
    version: int
    service: str
    month: str
    lines: tuple[ClashLine, ...]
    swaps: tuple[CaseSwap, ...] = ()
    others: tuple[str, ...] = ()


def clashing(reader: Reader, cycle_id: str, refused: Infeasible) -> Clashing:
    """What the solver found, with names and case references."""
    cycle = reader.get(Cycle, cycle_id)
    return Clashing(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        lines=tuple(
            ClashLine(
                tuple(clash.rule.split("; ")),
                tuple(reader.get(Audit, row).case_ref for row in clash.rows),
            )
            for clash in refused.clashes
        ),
        swaps=tuple(_case_swap(reader, swap) for swap in refused.swaps if swap.row is not None),
        others=tuple(
            dict.fromkeys(_in_words(reader, swap) for swap in refused.swaps if swap.row is None)
        ),
    )


def _case_swap(reader: Reader, swap: ProposedSwap) -> CaseSwap:
    audit = reader.get(Audit, swap.row or "")
    return CaseSwap(audit.id, audit.version, audit.case_ref, swap.with_case or "")


def _in_words(reader: Reader, swap: ProposedSwap) -> str:
    who = named(reader, swap.person).name
    match swap.kind:
        case "train":
            return f"Train {who} as an auditor (trained_on in the people file)"
        case "raise_max_audits":
            return f"Let {who} take one more audit (max_audits in the people file)"
        case _:
            return f"Name {who} as a moderator (roles in the people file)"
