"""The hash chain of facts: how each fact is hashed, and how facts rebuild every row."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, select

from store.ledger.spelling import as_kept, spelt
from store.ledger.witnesses import Witness, Witnessed, compare, heads_told
from store.tables import ROWS, Fact, Head, Row, Sealed
from store.tables.columns import canonical, plain

RowKey = tuple[str, str]
"""A table's name and a row's id."""

SEALED = "sealed"
"""The table name under which a fact lists private text: digest and retention class, never words."""
FOUNDS: Final = "programme.found"
"""The first fact of every programme."""
DISPOSES: Final = "text.dispose"
"""The act that disposes of sealed text; its fields give the retention class and the number."""


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
    return hashlib.sha256(canonical([previous, *fact[:-1]]).encode()).hexdigest()


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
    for found in connection.execute(query, execution_options={"yield_per": 1000}):
        yield FactEntry(*found)


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
            changes = [(*where, columns.items()) for *where, columns in json.loads(fact.changes)]
            if fact.verb == DISPOSES:
                given = json.loads(fact.fields)
                self.disposed[given["retention"]] += given["texts"]
        except (ValueError, TypeError, AttributeError, KeyError):
            self._note(fact.seq, "its changes cannot be read")
            return
        for table, row_id, columns in changes:
            row = self.rows.setdefault((table, row_id), {})
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


def verify(connection: Connection, programme: str, witnesses: Iterable[Witness] = ()) -> Verdict:
    """Compare chain, head, rows and the digests of sealed text, and heads that went out.

    It opens no text: `proof.verify` does that as well.
    `witnesses` are heads that somebody holds outside the ledger.
    """
    folded = fold(connection, programme)
    problems = folded.problems
    head = Head.__table__  # type: ignore[attr-defined]
    at_head = connection.execute(
        select(head.c.seq, head.c.hash).where(head.c.programme == programme)
    ).one_or_none()
    if at_head is None:
        problems.append(ChainProblem(None, "the head row is missing"))
    elif tuple(at_head) != (folded.seq, folded.head):
        problems.append(ChainProblem(folded.seq, f"the tail was cut: the head says {at_head.seq}"))
    rows = {key: row for key, row in folded.rows.items() if key[0] != SEALED}
    seals = {key[1]: row for key, row in folded.rows.items() if key[0] == SEALED}
    problems.extend(_rows_that_differ(connection, programme, rows))
    problems.extend(_seals_that_differ(connection, programme, seals, folded.disposed))
    problems.extend(_told_heads_that_differ(connection, programme))
    compared = compare(connection, programme, witnesses)
    problems.extend(
        ChainProblem(one.seq, _how_it_differs(one, folded.seq)) for one in compared if not one.ok
    )
    return Verdict(folded.seq, folded.head, tuple(problems), compared)


def _how_it_differs(one: Witnessed, last: int) -> str:
    if one.at is None and one.seq > last:
        return f"the tail was cut: somebody holds this head, and the ledger ends at fact {last}"
    return f"was rewritten: somebody holds the head {one.hash[:12]}"


def _told_heads_that_differ(connection: Connection, programme: str) -> Iterable[ChainProblem]:
    told = list(heads_told(connection, programme))
    compared = compare(connection, programme, [head for _, head in told])
    for (seq, head), found in zip(told, compared, strict=True):
        if not found.ok or head.seq >= seq:
            what = f"it sent out the head {head.hash[:12]} of fact {head.seq}, which has another"
            yield ChainProblem(seq, what)


def _rows_that_differ(
    connection: Connection, programme: str, expected: dict[RowKey, dict[str, Any]]
) -> Iterable[ChainProblem]:
    for name, cls in ROWS.items():
        try:
            yield from _rows_of_one_table_that_differ(connection, programme, name, cls, expected)
        except (ValueError, TypeError):
            # SQLite keeps whatever it is given: a number in a column of dates is no date.
            yield ChainProblem(None, f"{name}: a row cannot be read")
    for name, row_id in expected:
        yield ChainProblem(None, f"{name} {row_id}: the row is missing")


def _rows_of_one_table_that_differ(
    connection: Connection,
    programme: str,
    name: str,
    cls: type[Row],
    expected: dict[RowKey, dict[str, Any]],
) -> Iterable[ChainProblem]:
    in_sqlite = connection.dialect.name == "sqlite"
    query, place_of_id, recorded, kept = _all_of(cls, in_sqlite=in_sqlite)
    asked = {"programme": programme}
    with connection.execute(query, asked, execution_options={"yield_per": 1000}) as result:
        for found in result:
            row_id = found[place_of_id]
            want = expected.pop((name, row_id), None)
            if want is None:
                yield ChainProblem(None, f"{name} {row_id}: no fact accounts for this row")
                continue
            wrong = sorted(c for place, c in recorded if want.get(c) != plain(found[place]))
            if wrong:
                yield ChainProblem(None, f"{name} {row_id}: {', '.join(wrong)} was edited")
            odd = [c for c, value, raw in kept if spelt(found[value]) != found[raw]]
            if odd:
                what = f"{', '.join(odd)} is not spelt as Sightline spells it"
                yield ChainProblem(None, f"{name} {row_id}: {what}")


@cache
def _all_of(
    cls: type[Row], *, in_sqlite: bool
) -> tuple[Any, int, Sequence[tuple[int, str]], Sequence[tuple[str, int, int]]]:
    """The query for all rows of a table, and by place its id and what belongs to the record.

    Whole rows are read, so that a column that merely steers must at least be readable. Last, for
    SQLite, each column with the places of its value and of how it is kept.
    """
    table = cls.__table__  # type: ignore[attr-defined]
    names = [column.name for column in table.c]
    left_out = {"programme", "id", *cls.transient}
    recorded = tuple((place, c) for place, c in enumerate(names) if c not in left_out)
    spellable, as_they_are = as_kept(table) if in_sqlite else ((), ())
    query = select(table, *as_they_are).where(table.c.programme == bindparam("programme"))
    kept = [(c, names.index(c), len(names) + place) for place, c in enumerate(spellable)]
    return query, names.index("id"), recorded, kept


def _seals_that_differ(
    connection: Connection,
    programme: str,
    expected: dict[str, dict[str, Any]],
    disposed: Mapping[str, int],
) -> Iterable[ChainProblem]:
    """A sealed row must match its fact, and only as many may be missing as were disposed of."""
    table = Sealed.__table__  # type: ignore[attr-defined]
    query = select(table.c.id, table.c.digest, table.c.retention)
    gone = Counter(str(row.get("retention")) for row in expected.values())
    for sealed_id, *found in connection.execute(query.where(table.c.programme == programme)):
        if sealed_id not in expected:
            yield ChainProblem(None, f"sealed {sealed_id}: no fact accounts for this text")
            continue
        want = [expected[sealed_id].get(c) for c in ("digest", "retention")]
        gone[str(want[1])] -= 1
        if found != want:
            yield ChainProblem(None, f"sealed {sealed_id}: the text or its retention was replaced")
    for retention, number in gone.items():
        if number > disposed[retention]:
            more = number - disposed[retention]
            what = f"{more} text is" if more == 1 else f"{more} texts are"
            yield ChainProblem(None, f"sealed: {what} missing without a disposal: {retention}")
