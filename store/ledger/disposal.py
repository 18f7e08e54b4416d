"""Which private text may be disposed of: old enough, and no longer needed by open work."""

from datetime import date, datetime, time
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlmodel import col

from store.ledger import Reader
from store.ledger.chain import SEALED
from store.ledger.facts import changes_in
from store.tables import Audit, Case, Duty, Fact, Sealed
from store.tables.columns import plain

Retention = Literal["audit", "child", "staff"]
"""What audits say about work and families; a child's identity; what is said about staff."""
RETENTION_CLASSES: tuple[Retention, ...] = get_args(Retention)
CHILD: Retention = "child"


class Disposable(NamedTuple):
    """The ids of the sealed texts that may go, and how many as old stay because work is open."""

    texts: tuple[str, ...]
    kept: int


_SEALING = (
    select(col(Fact.subject), col(Fact.changes))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.at) < bindparam("before"),
        col(Fact.changes).contains(bindparam("table")),
    )
    .order_by(col(Fact.seq))
)


def disposable(reader: Reader, retention: str, before: date) -> Disposable:
    """The texts of a retention class, sealed before the day `before`, that may be disposed of.

    Text about an audit, a meeting or a concern stays while one of its duties is open: of the
    fact's subject, or of a row that the fact wrote (a concern is raised on the person who raises
    it). A child's identity stays until the case is closed and none of its audits has an open duty.
    """
    under_way = {_whole(duty.subject) for duty in reader.rows(Duty, closed_at=None)}
    midnight = datetime.combine(before, time(), tzinfo=ZoneInfo(reader.calendar.zone))
    asked = {"programme": reader.programme, "before": plain(midnight), "table": f'["{SEALED}",'}
    old: dict[str, set[str]] = {}
    for subject, changes in reader.session.connection().execute(_SEALING, asked):
        rows = [(table, row_id) for table, (row_id, _) in changes_in(changes)]
        about = {_whole(subject), *(_whole(row_id) for table, row_id in rows if table != SEALED)}
        old |= {row_id: about for table, row_id in rows if table == SEALED}
    there = reader.session.scalars(
        select(col(Sealed.id))
        .where(col(Sealed.programme) == reader.programme, col(Sealed.retention) == retention)
        .order_by(col(Sealed.id))
    )
    found = [text for text in there if text in old]
    if retention == CHILD:
        needed = _identities(reader, before, under_way)
    else:
        needed = {text for text in found if not under_way.isdisjoint(old[text])}
    gone = tuple(text for text in found if text not in needed)
    return Disposable(gone, len(found) - len(gone))


def _identities(reader: Reader, before: date, under_way: set[str]) -> set[str]:
    """The identities of children whose case is open, was closed too recently or has open duties."""
    audited = {audit.case_ref for audit in reader.rows(Audit) if audit.id in under_way}
    return {
        case.identity
        for case in reader.rows(Case)
        if case.closed_on is None or case.closed_on >= before or case.id in audited
    }


def _whole(subject: str) -> str:
    """The id of the row that a part belongs to: `M900123-2026-12.x70` is part of an audit.

    A person's UPN is whole, whatever points it has.
    """
    return subject if "@" in subject else subject.partition(".")[0]
