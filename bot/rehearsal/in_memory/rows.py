"""The rows and facts of a rehearsal in memory, found through indexes instead of SQL.

Only one thread uses a rehearsal's database and one session holds every row, so the rows in memory
equal those in the database. An index shows rows as they were at the last flush; rows changed since
then are compared one by one, so that no row is found by an old value.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar, cast

from sqlmodel import Session

from store.ledger.chain import FactEntry
from store.ledger.facts import FactSummary, RowChange, changes_in
from store.ledger.queries import Comparison, Shape, matches_query, shape_of, sort_rows
from store.tables import ROWS, Row

R = TypeVar("R", bound=Row)

Names = tuple[tuple[str, bool], ...]
"""The columns of an index; with each, whether the index keeps only if it has a value."""
Found = dict[str, Row]

ALONE = frozenset({Comparison.is_null, Comparison.equals})
EXACT = ALONE | {Comparison.any_of}


class RowCache:
    """All rows of one session by table and id, with an index for each queried set of columns."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Row], Found] = {table: {} for table in ROWS.values()}
        self._indexes: dict[type[Row], dict[Names, _Index]] = {t: {} for t in ROWS.values()}
        self._unflushed: dict[type[Row], Found] = {}
        self.facts = FactCache()

    def add(self, row: Row) -> None:
        """Add a new row, which may not be flushed yet."""
        self._rows[type(row)][row.id] = row
        self._unflushed.setdefault(type(row), {})[row.id] = row

    def flushed(self, rows: Iterable[Any]) -> None:
        """Index rows that were just written to the database."""
        for row in rows:
            if isinstance(row, Row):
                self._rows[type(row)][row.id] = row
                for index in self._indexes[type(row)].values():
                    index.place(row)
        self._unflushed.clear()

    def place_transient(self, row: Row, columns: Collection[str]) -> None:
        """Index a row whose `columns` were set without a flush."""
        for names, index in self._indexes[type(row)].items():
            if any(name in columns for name, _ in names):
                index.place(row)

    def find(self, table: type[R], row_id: str) -> R | None:
        """The row with this id, or None."""
        return cast("R | None", self._rows[table].get(row_id))

    def rows(
        self, table: type[R], columns: Mapping[str, Any], order: str | None, limit: int | None
    ) -> Sequence[R]:
        """The rows that meet every condition, in the order that SQL would give."""
        by_id = self._meeting(table, shape_of(columns), columns)
        found = [by_id[row_id] for row_id in sorted(by_id)]
        return cast("list[R]", sort_rows(found, order) if order else found)[:limit]

    def _meeting(self, table: type[Row], shape: Shape, columns: Mapping[str, Any]) -> Found:
        if not shape:
            return self._rows[table]
        names = tuple((name, kind not in EXACT) for name, kind in shape)
        index = self._indexes[table].get(names)
        if index is None:
            index = self._indexes[table][names] = _Index(names, self._rows[table].values())
        found = index.found(shape, columns)
        loose = [(name, kind) for name, kind in shape if kind not in EXACT]
        if loose:
            found = {i: row for i, row in found.items() if matches_query(row, loose, columns)}
        # Rows changed since the last flush: the index may still have their old values.
        changed = [row for row in self._changed() if type(row) is table]
        changed += self._unflushed.get(table, {}).values()
        if changed:
            found = dict(found)
        for row in changed:
            if matches_query(row, shape, columns):
                found[row.id] = row
            else:
                found.pop(row.id, None)
        return found

    def _changed(self) -> Iterable[Any]:
        # To ask which rows changed costs far more than to ask whether any did.
        return self._session.dirty if self._session.identity_map.check_modified() else ()


class FactCache:
    """The facts of the programme, by subject and verb and by the tables that they changed."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], FactSummary] = {}
        self._unread: list[FactEntry] = []
        self._changes: dict[str, list[tuple[int, RowChange]]] = defaultdict(list)
        self.head = (0, "")

    def append(self, entry: FactEntry) -> None:
        """Add the newest fact."""
        happened = FactSummary(entry.seq, entry.at, entry.actor, entry.verb)
        self._last[entry.subject, entry.verb] = happened
        self._unread.append(entry)
        self.head = (entry.seq, entry.hash)

    def last(self, subject: str, verbs: Collection[str]) -> FactSummary | None:
        """The last time that any of `verbs` was done on `subject`, or None."""
        known = [self._last[subject, verb] for verb in verbs if (subject, verb) in self._last]
        return max(known, default=None)

    def changes_since(self, table: str, seq: int) -> Sequence[RowChange]:
        """The changes that facts after number `seq` made to `table`, in order."""
        for entry in self._unread:
            for changed, change in changes_in(entry.changes):
                self._changes[changed].append((entry.seq, change))
        self._unread.clear()
        known = self._changes[table]
        first = bisect_right(known, seq, key=lambda numbered: numbered[0])
        return [change for _, change in known[first:]]


class _Index:
    """Rows of one table by the values of some of its columns."""

    def __init__(self, names: Names, rows: Iterable[Row]) -> None:
        self._names = names
        self._found: dict[tuple[Any, ...], Found] = {}
        self._places: dict[str, tuple[Any, ...]] = {}
        for row in rows:
            self.place(row)

    def place(self, row: Row) -> None:
        """Put `row` under its present values."""
        place = tuple(
            getattr(row, name) is not None if loose else getattr(row, name)
            for name, loose in self._names
        )
        before = self._places.get(row.id)
        if before == place:
            self._found[place][row.id] = row
            return
        if before is not None:
            del self._found[before][row.id]
        self._places[row.id] = place
        self._found.setdefault(place, {})[row.id] = row

    def found(self, shape: Shape, columns: Mapping[str, Any]) -> Found:
        """The rows with these values at the last flush; times are compared by their presence.

        The result may be the index itself: copy it before you change it.
        """
        if all(kind in ALONE for _, kind in shape):
            only = tuple(columns[name] for name, _ in shape)
            return self._found.get(only, {})
        choices = [_choices(kind, columns[name]) for name, kind in shape]
        rows: Found = {}
        for place in product(*choices):
            rows |= self._found.get(place, {})
        return rows


def _choices(kind: Comparison, value: Any) -> Iterable[Any]:
    match kind:
        case Comparison.any_of:
            return cast("Iterable[Any]", value)
        case Comparison.not_null | Comparison.up_to | Comparison.part_of:
            return (True,)
        case Comparison.up_to_or_none:
            return (True, False)
    return (value,)
