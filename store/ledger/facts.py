"""What the facts say happened, asked without reading whole facts."""

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlmodel import Session, col

from store.tables import Fact, Message


class Happened(NamedTuple):
    """One fact in short: its number, its moment as it is written, and who did what."""

    seq: int
    at: str
    actor: str
    verb: str


Changed = tuple[str, dict[str, Any]]
"""A row by id and, for each of its columns that a fact changed, what it was and became."""

_LAST = (
    select(col(Fact.seq), col(Fact.at), col(Fact.actor), col(Fact.verb))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.subject) == bindparam("subject"),
        col(Fact.verb).in_(bindparam("verbs", expanding=True)),
    )
    .order_by(col(Fact.seq).desc())
    .limit(1)
)
_SINCE = (
    select(col(Fact.changes))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.seq) > bindparam("seq"),
        col(Fact.changes).contains(bindparam("table")),
    )
    .order_by(col(Fact.seq))
)
_NEWS = select(
    exists().where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.seq) > bindparam("seq"),
        or_(
            col(Fact.verb).not_like("message.%"),
            and_(
                col(Fact.subject) != bindparam("message"),
                col(Fact.subject).in_(
                    select(col(Message.id)).where(
                        col(Message.programme) == bindparam("programme"),
                        col(Message.to) == bindparam("to"),
                    )
                ),
            ),
        ),
    )
)
"""Put together once: to build a query costs more than to run it."""


def last_fact(
    session: Session, programme: str, subject: str, verbs: Collection[str]
) -> Happened | None:
    """The last time that any of `verbs` was done on `subject`, if ever."""
    asked = {"programme": programme, "subject": subject, "verbs": sorted(verbs)}
    found = session.connection().execute(_LAST, asked).one_or_none()
    return None if found is None else Happened(*found)


def changes_since(session: Session, programme: str, table: str, seq: int) -> list[Changed]:
    """What facts after number `seq` changed in `table`, the first change first."""
    asked = {"programme": programme, "seq": seq, "table": f'["{table}",'}
    found = session.connection().execute(_SINCE, asked).scalars()
    return [change for text in found for name, change in changes_in(text) if name == table]


def is_news(session: Session, programme: str, seq: int, *, message: str, to: str) -> bool:
    """Whether a fact after number `seq` may have changed what a message to that person says.

    What became of other people's messages changes nothing on it.
    """
    asked = {"programme": programme, "seq": seq, "message": message, "to": to}
    return bool(session.connection().execute(_NEWS, asked).scalar_one())


def changes_in(text: str) -> Iterable[tuple[str, Changed]]:
    """Each change that a fact's `changes` tell of, with its table."""
    for table, row_id, columns in json.loads(text):
        yield table, (row_id, columns)
