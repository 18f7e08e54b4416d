"""A cycle's list on its way to being confirmed, and the changes asked for (§2.4)."""

from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import col

from store.ledger import Reader
from store.rules.issuing import issue_day_in_words
from store.tables import Audit, Cycle, ListChange, Message
from store.views.audit_list.list_changes import is_swapped_since, swapped_since_last_sent
from store.views.parts.due import Due, due_by
from store.views.parts.offers import is_of_the_team, may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.prefetch import prefetch_people
from store.views.parts.ref_in_words import ref_in_words
from store.views.parts.when_done import last_done
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import CycleState, ListChangeState

LISTED = ("list", "list_copy")
"""Kinds of message whose readers may see a list's rows."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One audit of the list."""

    audit: str
    case_ref: str
    team: str
    practitioner: str
    auditor: str
    moderator: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class AuditList:
    """A list, how it was drawn, and its state: proposed, changes_asked or issued.

    If it was `sent_again`, `swapped` says what has changed since it was last sent.
    """

    cycle: str
    version: int
    service: str
    month: str
    state: CycleState
    rows: tuple[ListRow, ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    dips: int = 0
    pool: int = 0
    seed: int | None = None
    kloes: tuple[str, ...] = ()
    confirm_by: Due | None = None
    changes: int = 0
    confirmed_by: NamedPerson | None = None
    confirmed_on: str = ""
    viewer: str = ""
    swapped: tuple[str, ...] = ()
    sent_again: bool = False
    issues_on: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A change to one row that the Head of Service asked for; `swapped` once it is swapped."""

    cycle: str
    version: int
    service: str
    month: str
    row: ListRow
    asked_by: NamedPerson
    reason: str
    state: ListChangeState
    answer_by: Due | None = None
    open_changes: int = 0
    swapped: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


def audit_list(reader: Reader, cycle_id: str, upn: str) -> AuditList:
    """The list of a cycle as `upn` sees it now."""
    cycle = reader.get(Cycle, cycle_id)
    audits = reader.rows(Audit, col(Audit.state) != "swapped", cycle=cycle.id)
    full = [audit for audit in audits if audit.kind in reader.profile.kinds]
    prefetch_people(reader, full)
    quotas = Counter(audit.quota for audit in full if audit.quota is not None)
    confirmed = last_done(reader, "list.confirm", cycle.id)
    return AuditList(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        rows=tuple(list_row(reader, audit) for audit in full),
        quotas=tuple((reader.profile.title(role), n) for role, n in sorted(quotas.items())),
        dips=sum(audit.kind == "dip" for audit in audits),
        pool=len(cycle.pool),
        seed=cycle.seed,
        kloes=tuple(kloe["text"] for kloe in cycle.kloes),
        confirm_by=due_by(reader, cycle.id, "list.confirm"),
        changes=len(_open_changes(reader, cycle.id)),
        confirmed_by=None if cycle.confirmed_by is None else named(reader, cycle.confirmed_by),
        confirmed_on="" if confirmed is None else confirmed.on,
        viewer=upn,
        swapped=swapped_since_last_sent(reader, cycle.id),
        issues_on=issue_day_in_words(reader, cycle),
        sent_again=bool(reader.rows(ListChange, cycle=cycle.id, state="answered", limit=1)),
        may=may_now(reader, cycle, upn, ("list.confirm", "list.change")),
    )


def change_asked(reader: Reader, change_id: str, upn: str) -> ChangeAsked:
    """The change as a member of the audit team sees it now."""
    row = reader.get(ListChange, change_id)
    cycle, audit = reader.get(Cycle, row.cycle), reader.get(Audit, row.audit)
    may = may_now(reader, cycle, upn, ("list.propose",)) | may_now(
        reader, audit, upn, ("list.swap",)
    )
    return ChangeAsked(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        row=list_row(reader, audit),
        asked_by=named(reader, row.asked_by),
        reason=reader.unseal(row.reason) or "",
        state=row.state,
        answer_by=due_by(reader, cycle.id, "list.propose"),
        open_changes=len(_open_changes(reader, cycle.id)),
        swapped=is_swapped_since(reader, row.audit, int(row.id.rpartition(".l")[2])),
        may=may if row.state == "asked" else frozenset(),
    )


def list_row(reader: Reader, audit: Audit) -> ListRow:
    """One audit of the list, with people by name."""
    return ListRow(
        audit=audit.id,
        case_ref=ref_in_words(reader, audit),
        team=audit.team,
        practitioner=named(reader, audit.practitioner).name,
        auditor=named(reader, audit.auditor).name,
        moderator=named(reader, audit.moderator).name,
        version=audit.version,
    )


def may_see_list(reader: Reader, cycle_id: str, upn: str) -> bool:
    """Whether `upn` was sent this list or is of the audit team."""
    sent = reader.rows(Message, to=upn, subject=cycle_id, kind=LISTED, limit=1)
    return bool(sent) or is_of_the_team(reader, upn)


def _open_changes(reader: Reader, cycle_id: str) -> list[ListChange]:
    return list(reader.rows(ListChange, cycle=cycle_id, state="asked"))
