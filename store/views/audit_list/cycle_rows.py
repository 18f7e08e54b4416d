"""A cycle's rows for the audit team: who audits what, and the proof that each is lawful."""

from dataclasses import dataclass, field

from sqlmodel import col

from store.allocation.independence_today import broken_rules
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import CycleState


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One full audit of the list."""

    audit: str
    version: int
    case_ref: str
    team: str
    practitioner: str
    auditor: str
    moderator: str


@dataclass(frozen=True, slots=True)
class CycleRows:
    """The rows of one cycle by case reference."""

    cycle: str
    version: int
    service: str
    month: str
    state: CycleState
    rows: tuple[CycleRow, ...]


@dataclass(frozen=True, slots=True)
class RowProof:
    """One row with each hard rule for auditor and moderator, and which no longer hold today."""

    audit: str
    version: int
    cycle: str
    cycle_version: int
    case_ref: str
    team: str
    practitioner: str
    auditor: NamedPerson
    moderator: NamedPerson
    deputy: str
    seed: int | None
    pool: int
    auditor_rules: tuple[tuple[str, bool], ...] = ()
    moderator_rules: tuple[tuple[str, bool], ...] = ()
    broken_today: tuple[str, ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)


def cycle_rows(reader: Reader, cycle_id: str) -> CycleRows:
    """The rows of a cycle, without those swapped for others. Raises `NotFound`."""
    cycle = reader.get(Cycle, cycle_id)
    audits = reader.rows(
        Audit, col(Audit.state) != "swapped", cycle=cycle.id, kind=list(reader.profile.kinds)
    )
    return CycleRows(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        rows=tuple(
            CycleRow(
                audit=audit.id,
                version=audit.version,
                case_ref=ref_in_words(reader, audit),
                team=audit.team,
                practitioner=named(reader, audit.practitioner).name,
                auditor=named(reader, audit.auditor).name,
                moderator=named(reader, audit.moderator).name,
            )
            for audit in audits
        ),
    )


def row_proof(reader: Reader, audit_id: str, upn: str) -> RowProof:
    """The proof of one row. Raises `NotFound`."""
    audit = reader.get(Audit, audit_id)
    cycle = reader.get(Cycle, audit.cycle)
    proof = audit.independence or {}
    return RowProof(
        audit=audit.id,
        version=audit.version,
        cycle=cycle.id,
        cycle_version=cycle.version,
        case_ref=ref_in_words(reader, audit),
        team=audit.team,
        practitioner=named(reader, audit.practitioner).name,
        auditor=named(reader, audit.auditor),
        moderator=named(reader, audit.moderator),
        deputy="" if audit.deputy is None else named(reader, audit.deputy).name,
        seed=cycle.seed,
        pool=len(cycle.pool),
        auditor_rules=tuple(proof.get("auditor", {}).items()),
        moderator_rules=tuple(proof.get("moderator", {}).items()),
        broken_today=() if audit.auditor is None else tuple(broken_rules(reader, audit)),
        may=may_now(reader, audit, upn, ("list.swap",)),
    )
