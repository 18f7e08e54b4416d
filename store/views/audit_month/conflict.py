"""A conflict as the audit team and the person who declared it see it."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.tables import Audit, Conflict
from store.views.audit_month.allocation import AllocatedAudit, allocation, is_news
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.when_done import last_done
from store.vocabulary.states import ConflictState


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict; `state` is declared, keep or reallocate.

    `still_theirs` is the allocation, where the person who declared it keeps the audit; `is_news`
    says that nothing has been done about the audit since.
    """

    audit: Brief
    state: ConflictState
    declared_by: NamedPerson
    reason: str
    resolve_by: Due | None = None
    resolved_by: NamedPerson | None = None
    resolved_on: str = ""
    still_theirs: AllocatedAudit | None = None
    is_news: bool = False
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def declared(reader: Reader, conflict_id: str, upn: str) -> Declared:
    """The conflict as `upn` sees it now."""
    row = reader.get(Conflict, conflict_id)
    audit = reader.get(Audit, row.audit)
    waits = row.state == "declared"
    mine = row.state == "keep" and upn == row.declared_by
    resolved = None if waits else last_done(reader, "conflict.resolve", audit.id)
    return Declared(
        audit=brief(reader, audit),
        state=row.state,
        declared_by=named(reader, row.declared_by),
        reason=reader.unseal(row.reason) or "",
        resolve_by=due_by(reader, audit.id, "conflict.resolve"),
        resolved_by=None if row.resolved_by is None else named(reader, row.resolved_by),
        resolved_on="" if resolved is None else resolved.on,
        still_theirs=allocation(reader, audit.id, upn) if mine else None,
        is_news=mine and is_news(reader, audit, "conflict.resolve"),
        viewer=upn,
        may=may_now(reader, audit, upn, ("conflict.resolve",)) if waits else frozenset(),
    )
