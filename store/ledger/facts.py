"""Queries on facts that need no whole fact."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlmodel import Session, col

from store.ledger import chain
from store.ledger.statements import filled, length_of, rows_of, several
from store.tables import Fact, Message
from store.tables.columns import instant


class FactSummary(NamedTuple):
    """One fact in short: its number, its moment as stored text, the actor and the verb."""

    seq: int
    at: str
    actor: str
    verb: str


RowChange = tuple[str, dict[str, Any]]
"""A row's id and, for each column that a fact changed, its value before and after."""


@cache
def _last(number: int) -> Any:
    return (
        select(col(Fact.seq), col(Fact.at), col(Fact.actor), col(Fact.verb))
        .where(
            col(Fact.programme) == bindparam("programme"),
            col(Fact.subject) == bindparam("subject"),
            col(Fact.verb).in_(several("verb", col(Fact.verb), number)),
        )
        .order_by(col(Fact.seq).desc())
        .limit(1)
    )


_TWO = select(*(getattr(Fact, name) for name in chain.FactEntry._fields)).where(
    col(Fact.programme) == bindparam("programme"),
    or_(col(Fact.seq) == bindparam("before"), col(Fact.seq) == bindparam("seq")),
)
_SINCE = (
    select(col(Fact.seq), col(Fact.changes))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.seq) > bindparam("seq"),
        col(Fact.changes).contains(bindparam("table")),
    )
    .order_by(col(Fact.seq))
)
_TOUCHING = (
    select(col(Fact.seq), col(Fact.at), col(Fact.verb), col(Fact.subject), col(Fact.changes))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.changes).contains(bindparam("table")),
    )
    .order_by(col(Fact.seq))
)
_BY = (
    select(col(Fact.at), col(Fact.changes))
    .where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.subject) == bindparam("subject"),
        col(Fact.verb) == bindparam("verb"),
    )
    .order_by(col(Fact.seq).desc())
)
_NEWS = select(
    exists().where(
        col(Fact.programme) == bindparam("programme"),
        col(Fact.seq) > bindparam("seq"),
        or_(
            and_(col(Fact.verb).not_like("message.%"), col(Fact.verb).not_like("chat.%")),
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
"""Each query is built once, because building it costs more than running it."""


def last_fact(
    session: Session, programme: str, subject: str, verbs: Collection[str]
) -> FactSummary | None:
    """The last fact with one of `verbs` on `subject`, or None."""
    if not verbs:
        return None
    asked = {"programme": programme, "subject": subject, **filled("verb", sorted(verbs))}
    found = rows_of(session.connection(), _last(length_of(len(verbs))), asked)
    return FactSummary(*found[0]) if found else None


def changes_since(
    session: Session, programme: str, table: str, seq: int
) -> list[tuple[int, RowChange]]:
    """The changes that facts after number `seq` made in `table`, each with its fact's number."""
    asked = {"programme": programme, "seq": seq, "table": f'["{table}",'}
    found = session.connection().execute(_SINCE, asked)
    return [(n, change) for n, text in found for name, change in changes_in(text) if name == table]


class FactBehind(NamedTuple):
    """A fact as somebody is shown it who asks what a figure rests on."""

    seq: int
    at: datetime
    verb: str
    subject: str


def facts_on(
    session: Session, programme: str, table: str
) -> Iterator[tuple[FactBehind, list[RowChange]]]:
    """Each fact that changed rows of `table`, the oldest first, with what it changed there."""
    asked = {"programme": programme, "table": f'["{table}",'}
    for seq, at, verb, subject, text in session.connection().execute(_TOUCHING, asked):
        own = [change for name, change in changes_in(text) if name == table]
        yield FactBehind(seq, instant(at), verb, subject), own


def changes_by(
    session: Session, programme: str, verb: str, table: str
) -> Iterator[tuple[datetime, list[RowChange]]]:
    """What each act `verb` on the programme changed in `table`, with its moment, newest first."""
    asked = {"programme": programme, "subject": programme, "verb": verb}
    for at, text in session.connection().execute(_BY, asked):
        yield instant(at), [change for name, change in changes_in(text) if name == table]


def proved_fact(session: Session, programme: str, seq: int) -> chain.FactEntry | None:
    """The fact with that number; None if it does not follow from the one before it."""
    asked = {"programme": programme, "before": seq - 1, "seq": seq}
    two = [chain.FactEntry(*found) for found in rows_of(session.connection(), _TWO, asked)]
    found = {fact.seq: fact for fact in two}
    fact, before = found.get(seq), found.get(seq - 1)
    if fact is None or (before is None and seq > 1):
        return None
    previous = "" if before is None else before.hash
    return fact if chain.link(previous, fact) == fact.hash else None


def may_change_message(
    session: Session, programme: str, seq: int, *, message: str, to: str
) -> bool:
    """Whether a fact after number `seq` may change the content of `message` to the person `to`.

    Facts about chats and about other people's messages cannot change it.
    """
    asked = {"programme": programme, "seq": seq, "message": message, "to": to}
    [(news,)] = rows_of(session.connection(), _NEWS, asked)
    return bool(news)


def changes_in(text: str) -> Iterable[tuple[str, RowChange]]:
    """Each change in the `changes` column of a fact, with its table."""
    for table, row_id, columns in json.loads(text):
        yield table, (row_id, columns)
