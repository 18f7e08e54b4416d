"""The rows and the facts of a rehearsal in memory, found by their columns and not by SQL.

One thread alone uses a rehearsal's database, and one session holds every row, so what a row says is
what the database says. An index is right for rows as they were at the last flush; those that have
changed since are looked at one by one, so that nothing is ever found by what it was.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar, cast

from sqlmodel import Session

from store.ledger.chain import FactEntry
from store.ledger.facts import Changed, Happened, changes_in
from store.ledger.queries import AskedAs, Shape, meets, put_in_order, shape_of
from store.tables import ROWS, Row

R = TypeVar("R", bound=Row)

Names = tuple[tuple[str, bool], ...]
"""The columns of an index; with each, whether only that it has a value counts."""
Found = dict[str, Row]

EXACT = frozenset({AskedAs.nothing, AskedAs.this, AskedAs.any_of})


class Memory:
    """All rows of one session, by table and id, with an index for each set of columns asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Row], Found] = {table: {} for table in ROWS.values()}
        self._indexes: dict[type[Row], dict[Names, _Index]] = {t: {} for t in ROWS.values()}
        self._strays: dict[type[Row], Found] = {}
        self.facts = Facts()

    def add(self, row: Row) -> None:
        """Know a new row, from before its first flush on."""
        self._rows[type(row)][row.id] = row
        self._strays.setdefault(type(row), {})[row.id] = row

    def flushed(self, rows: Iterable[Any]) -> None:
        """Put rows that were just written in their places."""
        for row in rows:
            if isinstance(row, Row):
                self._rows[type(row)][row.id] = row
                for index in self._indexes[type(row)].values():
                    index.place(row)
        self._strays.clear()

    def steered(self, row: Row, columns: Collection[str]) -> None:
        """Put a row in its place whose `columns` were set without a flush."""
        for names, index in self._indexes[type(row)].items():
            if any(name in columns for name, _ in names):
                index.place(row)

    def find(self, table: type[R], row_id: str) -> R | None:
        """The row with this id, or nothing."""
        return cast("R | None", self._rows[table].get(row_id))

    def rows(
        self, table: type[R], columns: Mapping[str, Any], order: str | None, limit: int | None
    ) -> Sequence[R]:
        """The rows that meet every condition, in the order in which SQL would give them."""
        by_id = self._meeting(table, shape_of(columns), columns)
        return cast("list[R]", put_in_order(by_id.values(), order))[:limit]

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
            found = {i: row for i, row in found.items() if meets(row, loose, columns)}
        # Changed since the last flush: the index may know them by what they were.
        changed = [row for row in self._session.dirty if type(row) is table]
        for row in [*changed, *self._strays.get(table, {}).values()]:
            if meets(row, shape, columns):
                found[row.id] = row
            else:
                found.pop(row.id, None)
        return found


class Facts:
    """The facts of the one programme, by what was done on what and by the rows they changed."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], Happened] = {}
        self._unread: list[FactEntry] = []
        self._changes: dict[str, list[tuple[int, Changed]]] = defaultdict(list)
        self.head = (0, "")

    def append(self, entry: FactEntry) -> None:
        """Know one more fact."""
        happened = Happened(entry.seq, entry.at, entry.actor, entry.verb)
        self._last[entry.subject, entry.verb] = happened
        self._unread.append(entry)
        self.head = (entry.seq, entry.hash)

    def last(self, subject: str, verbs: Collection[str]) -> Happened | None:
        """The last time that any of `verbs` was done on `subject`, if ever."""
        known = [self._last[subject, verb] for verb in verbs if (subject, verb) in self._last]
        return max(known, default=None)

    def changes_since(self, table: str, seq: int) -> Sequence[Changed]:
        """What facts after number `seq` changed in `table`, the first change first."""
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
        """Have `row` stand where its values say."""
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
        """The rows that stood there at the last flush; of moments, only that there is one."""
        choices = [_choices(kind, columns[name]) for name, kind in shape]
        rows: Found = {}
        for place in product(*choices):
            rows |= self._found.get(place, {})
        return rows


def _choices(kind: AskedAs, value: Any) -> Iterable[Any]:
    match kind:
        case AskedAs.any_of:
            return cast("Iterable[Any]", value)
        case AskedAs.given | AskedAs.up_to:
            return (True,)
        case AskedAs.up_to_or_none:
            return (True, False)
    return (value,)
