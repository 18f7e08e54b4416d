"""The answer to "status": the cycles within a person's scope, and their own audits."""

from dataclasses import dataclass

from store.ledger import Reader
from store.tables import Audit, Cycle, Person
from store.views.moderation.concern import concern_to_raise
from store.views.moderation.dispute import may_dispute
from store.views.parts.due import Due, return_due
from store.views.parts.paper_lines import PaperLine, papers_of
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.views.parts.scope import Scope, scope_of
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import BEING_DECIDED, NOT_RETURNED, AuditState, CycleState

UNDER_WAY: frozenset[AuditState] = NOT_RETURNED | {"returned"}


@dataclass(frozen=True, slots=True)
class CycleStanding:
    """One cycle: its number of audits in each state, and of late ones."""

    service: str
    month: str
    state: CycleState
    audits: int
    accepted: int
    returned: int
    deciding: int
    late: int


@dataclass(frozen=True, slots=True)
class OwnAudit:
    """One audit on a person's own list."""

    case_ref: str
    state: AuditState
    due: Due | None


@dataclass(frozen=True, slots=True)
class ProgrammeStatus:
    """The cycles in a person's scope, and their own audits.

    `worked` are audits of the person's own work. `disputable` counts the grades that they may
    dispute now, `papers` are the reports that they may have. `has_part` says whether there is an
    audit that they may raise a concern about.
    """

    who: NamedPerson
    scope: str
    cycles: tuple[CycleStanding, ...]
    own: tuple[OwnAudit, ...]
    worked: tuple[OwnAudit, ...] = ()
    version: int = 0
    disputable: int = 0
    has_part: bool = False
    papers: tuple[PaperLine, ...] = ()


def standing(reader: Reader, upn: str) -> ProgrammeStatus:
    """The status for `upn` at the reader's moment."""
    scope = scope_of(reader, upn)
    cycles = [] if scope.only is not None else reader.rows(Cycle, order="-month")
    own = reader.rows(Audit, auditor=upn, state=UNDER_WAY)
    lines = (_cycle(reader, cycle, scope) for cycle in cycles if scope.has_service(cycle.service))
    return ProgrammeStatus(
        who=named(reader, upn),
        scope=scope.words,
        cycles=tuple(line for line in lines if line.audits),
        own=tuple(
            OwnAudit(ref_in_words(reader, audit), audit.state, return_due(reader, audit))
            for audit in own
            if audit.kind in reader.profile.kinds and audit.state != "reallocating"
        ),
        worked=tuple(
            OwnAudit(ref_in_words(reader, audit), audit.state, return_due(reader, audit))
            for audit in reader.rows(
                Audit, practitioner=upn, kind=list(reader.profile.kinds), state=UNDER_WAY
            )
        ),
        version=reader.get(Person, upn).version,
        disputable=len(may_dispute(reader, upn)),
        has_part=bool(concern_to_raise(reader, upn).audits),
        papers=papers_of(reader, upn),
    )


def _cycle(reader: Reader, cycle: Cycle, scope: Scope) -> CycleStanding:
    audits = [
        audit
        for audit in reader.rows(Audit, cycle=cycle.id, kind=list(reader.profile.kinds))
        if audit.state != "swapped" and scope.team in {None, audit.team}
    ]
    return CycleStanding(
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        audits=len(audits),
        accepted=sum(audit.state == "accepted" for audit in audits),
        returned=sum(audit.returned_at is not None for audit in audits),
        deciding=sum(audit.state in BEING_DECIDED | {"reallocating"} for audit in audits),
        late=sum(
            audit.returned_at is None
            and audit.state != "reallocating"
            and audit.due is not None
            and audit.due < reader.at
            for audit in audits
        ),
    )


def _own(reader: Reader, audit: Audit) -> OwnAudit:
    due = return_due(reader, audit)
    return OwnAudit(ref_in_words(reader, audit), audit.state, due)
