"""The hash chain of facts: how each fact is hashed, and how facts rebuild every row."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring as _quoted
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from store.ledger.witnesses import Witnessed
from store.tables import Fact
from store.tables.columns import canonical

RowKey = tuple[str, str]
"""A table's name and a row's id."""

SEALED = "sealed"
"""The table name under which a fact lists private text: digest and retention class, never words."""
FOUNDS: Final = "programme.found"
"""The first fact of every programme."""
DISPOSES: Final = "text.dispose"
"""The act that disposes of sealed text; its fields give the retention class and the number."""
_read: Final = json.JSONDecoder().decode


class FactEntry(NamedTuple):
    """One fact, column for column as it is stored."""

    programme: str
    seq: int
    at: str
    actor: str
    via: str
    verb: str
    subject: str
    key: str | None
    fields: str
    changes: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """Something wrong with a ledger; `seq` is None if no single fact is at fault."""

    seq: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying a programme's ledger."""

    facts: int
    head: str
    problems: tuple[ChainProblem, ...]
    witnesses: tuple[Witnessed, ...] = ()
    """The heads that somebody holds, as compared; one that disagrees is a problem too."""

    @property
    def ok(self) -> bool:
        """Whether no problem was found."""
        return not self.problems


def link(previous: str, fact: FactEntry) -> str:
    """The hash of `fact` after the hash `previous`, over the text exactly as it is stored.

    The input is one JSON list: `previous`, then each column in the order of `FactEntry`. A list
    can be read in one way only, so text cannot move from one column to the next unnoticed, and an
    empty key differs from no key.
    """
    return hashlib.sha256(_linked(previous, fact).encode()).hexdigest()


def _linked(previous: str, fact: FactEntry) -> str:
    """`canonical([previous, *fact[:-1]])`, spelt column by column in two thirds of the time."""
    programme, seq, at, actor, via, verb, subject, key, fields, changes, _ = fact
    try:
        whom = f"{_quoted(programme)},{seq:d},{_quoted(at)},{_quoted(actor)},{_quoted(via)}"
        what = f"{_quoted(verb)},{_quoted(subject)},{'null' if key is None else _quoted(key)}"
        return f"[{_quoted(previous)},{whom},{what},{_quoted(fields)},{_quoted(changes)}]"
    except (TypeError, ValueError):  # a column of another type, which only an edit leaves there
        return canonical([previous, *fact[:-1]])


def facts(
    connection: Connection, programme: str, subject: str | None = None, touching: str | None = None
) -> Iterator[FactEntry]:
    """The facts of `programme` in order; only those of `subject`, or that mention `touching`."""
    table = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    columns = [table.c[name] for name in FactEntry._fields]
    query = select(*columns).where(table.c.programme == programme).order_by(table.c.seq)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    if touching is not None:
        query = query.where(table.c.changes.contains(canonical(touching), autoescape=True))
    for some in connection.execute(query, execution_options={"yield_per": 1000}).partitions():
        yield from map(FactEntry._make, some)


def facts_between(
    connection: Connection, programme: str, first: int, last: int
) -> Iterator[FactEntry]:
    """The facts of `programme` from number `first` to number `last`, in order."""
    table = Fact.__table__  # type: ignore[attr-defined]  # likewise
    columns = [table.c[name] for name in FactEntry._fields]
    which = (table.c.programme == programme, table.c.seq.between(first, last))
    for found in connection.execute(select(*columns).where(*which).order_by(table.c.seq)):
        yield FactEntry(*found)


def facts_on(connection: Connection, programme: str, row_id: str) -> Iterator[FactEntry]:
    """The facts that changed a row; the subject of such a fact may be another row."""
    for fact in facts(connection, programme, touching=row_id):
        if any(changed == row_id for _, changed, _ in json.loads(fact.changes)):
            yield fact


class Fold:
    """Every row as the facts make it; it needs facts alone, without profile or calendar."""

    def __init__(self) -> None:
        self.rows: dict[RowKey, dict[str, Any]] = {}
        self.seq = 0
        self.head = ""
        self.problems: list[ChainProblem] = []
        self.disposed: Counter[str] = Counter()
        """The number of sealed texts that acts disposed of, by retention class."""

    def take(self, fact: FactEntry) -> None:
        """Add one fact, and note what does not follow from the facts before it."""
        if fact.seq != self.seq + 1:
            self._note(fact.seq, f"{fact.seq - self.seq - 1} facts before this one are missing")
        if link(self.head, fact) != fact.hash:
            self._note(fact.seq, "does not follow from the fact before it, or was edited")
        self.seq, self.head = fact.seq, fact.hash
        try:
            changes = [(table, row_id, of.items()) for table, row_id, of in _read(fact.changes)]
            if fact.verb == DISPOSES:
                given = json.loads(fact.fields)
                self.disposed[given["retention"]] += given["texts"]
        except (ValueError, TypeError, AttributeError, KeyError):
            self._note(fact.seq, "its changes cannot be read")
            return
        for table, row_id, columns in changes:
            row = self.rows.get((table, row_id))
            if row is None:
                row = self.rows[table, row_id] = {}
            for column, (before, after) in columns:
                if row.get(column) != before:
                    self._note(fact.seq, f"{table} {row_id}: {column} was not what the fact says")
                row[column] = after

    def _note(self, seq: int, what: str) -> None:
        self.problems.append(ChainProblem(seq, what))


def fold(connection: Connection, programme: str) -> Fold:
    """Fold the whole chain of `programme`."""
    folded = Fold()
    for fact in facts(connection, programme):
        folded.take(fact)
    return folded
