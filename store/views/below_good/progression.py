"""A grade proposed on progress, for those who decide it and those it concerns (§3)."""

from dataclasses import dataclass, field

from store.audits.governing_grade import governing_grade
from store.audits.uopp_meetings import held_meetings, proposals, record_readers
from store.ledger import Reader
from store.relations.below_good import PROGRESSION_DECIDER
from store.tables import Audit, Progression
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.states import ProgressionState

VERBS = ("progression.confirm", "progression.refuse", "progression.propose")


@dataclass(frozen=True, slots=True)
class RaisedGrade:
    """A proposal without its reason. `governs` is the governing grade."""

    id: str
    version: int
    audit: Brief
    state: ProgressionState
    grade: str
    governs: str
    proposed_by: NamedPerson
    proposed_on: str
    viewer: str
    decide_by: Due | None = None
    decided_by: NamedPerson | None = None
    decided_on: str = ""
    improved: bool = False
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class RaisedRead:
    """Why it was proposed and, where it was refused, why."""

    raised: RaisedGrade
    reason: str
    decision: str = ""


def raised(reader: Reader, proposal_id: str, upn: str) -> RaisedGrade:
    """The proposal as `upn` sees it."""
    row = reader.get(Progression, proposal_id)
    audit = reader.get(Audit, row.audit)
    newest = proposals(reader, audit)[0].id == row.id
    decided = None if row.decided_at is None else row.decided_at
    return RaisedGrade(
        id=row.id,
        version=row.version,
        audit=brief(reader, audit),
        state=row.state,
        grade=row.grade,
        governs=governing_grade(audit) or "",
        proposed_by=named(reader, row.proposed_by),
        proposed_on=moment_in_words(reader, row.proposed_at),
        viewer=upn,
        decide_by=due_by(reader, audit.id, "progression.confirm") if newest else None,
        decided_by=None if row.decided_by is None else named(reader, row.decided_by),
        decided_on="" if decided is None else moment_in_words(reader, decided),
        improved=not reader.profile.grades[row.grade].below_good,
        may_read=upn in _readers(reader, audit, row),
        may=may_now(reader, audit, upn, VERBS) if newest else frozenset(),
    )


def raised_to_decide(reader: Reader, proposal_id: str, upn: str) -> RaisedGrade | None:
    """The same for those who decide or decided it; None for one who had a say before."""
    row = reader.get(Progression, proposal_id)
    audit = reader.get(Audit, row.audit)
    if upn != row.decided_by and upn not in set(PROGRESSION_DECIDER.upns(reader, audit)):
        return None
    return raised(reader, proposal_id, upn)


def raised_read(reader: Reader, proposal_id: str, upn: str) -> RaisedRead | None:
    """With its words, for those concerned; None for anybody else."""
    row = reader.find(Progression, proposal_id)
    if row is None or upn not in _readers(reader, reader.get(Audit, row.audit), row):
        return None
    words = (reader.unseal(row.reason) or "", reader.unseal(row.decision) or "")
    return RaisedRead(raised(reader, proposal_id, upn), *words)


def waiting(reader: Reader, audit_id: str) -> Progression | None:
    """The proposal that is waiting for a decision."""
    found = proposals(reader, reader.get(Audit, audit_id))
    return found[0] if found and found[0].state == "proposed" else None


def _readers(reader: Reader, audit: Audit, row: Progression) -> set[str]:
    """Who proposed, decides or decided it, and who reads the meeting's record."""
    met = held_meetings(reader, audit)
    deciding = set(PROGRESSION_DECIDER.upns(reader, audit)) if row.state == "proposed" else set()
    inside = {row.proposed_by, row.decided_by} - {None}
    return {u for u in inside if u} | deciding | (record_readers(reader, met[0]) if met else set())
