"""A declared involvement, as the audit team and the one who declared it see it."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.tables import Audit, Conflict
from store.views.brief import Brief, brief
from store.views.done import last_done
from store.views.due import Due, due_by
from store.views.offers import may_now
from store.views.people_in_words import Named, named


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict; `state` is declared, keep or reallocate."""

    audit: Brief
    state: str
    declared_by: Named
    reason: str
    resolve_by: Due | None = None
    resolved_by: Named | None = None
    resolved_on: str = ""
    still_theirs: bool = False
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def declared(reader: Reader, conflict_id: str, upn: str) -> Declared:
    """The conflict as `upn` sees it now."""
    row = reader.get(Conflict, conflict_id)
    audit = reader.get(Audit, row.audit)
    waits = row.state == "declared"
    mine = row.state == "keep" and upn == row.declared_by
    offered = ("conflict.resolve",) if waits else ("allocation.accept", "return.submit")
    resolved = None if waits else last_done(reader, "conflict.resolve", audit.id)
    return Declared(
        audit=brief(reader, audit),
        state=row.state,
        declared_by=named(reader, row.declared_by),
        reason=reader.unseal(row.reason) or "",
        resolve_by=due_by(reader, audit.id, "conflict.resolve"),
        resolved_by=None if row.resolved_by is None else named(reader, row.resolved_by),
        resolved_on="" if resolved is None else resolved.on,
        still_theirs=audit.auditor == row.declared_by and audit.state in {"issued", "accepted"},
        viewer=upn,
        may=may_now(reader, audit, upn, offered) if waits or mine else frozenset(),
    )
