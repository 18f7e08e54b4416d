"""The ledger as it was at one of its facts, so that a report of that day can be counted again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast, get_args

from sqlalchemy import inspect

from store.ledger import Reader
from store.ledger.facts import FactSummary, RowChange
from store.tables import Fact, Row
from store.tables.columns import instant

R = TypeVar("R", bound=Row)


class PastReader(Reader):
    """A look at the programme as of its fact number `seq`, with `at` as the moment.

    Facts record what each row was before, so the facts after `seq` are undone, the last first.
    The conditions of `rows` are applied to today's rows: use only columns that never change. The
    columns that steer deliveries are not part of the record and stay as they are today.
    """

    def __init__(self, reader: Reader, seq: int, at: datetime) -> None:
        super().__init__(reader.ledger, reader.session, reader.programme, at)
        self._now = reader
        self._seq = seq
        self._undone: dict[type[Row], dict[str, dict[str, Any]]] = {}
        self._past: dict[tuple[type[Row], str], Row] = {}

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row as it was then, or None if it did not exist yet."""
        found = self._now.find(table, row_id)
        return None if found is None else self._then(table, found)

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        limit: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The rows that existed then, as they were, in today's order."""
        asked = self._now.rows(table, *where, order=order, **columns)
        found = (self._then(table, row) for row in asked)
        return [row for row in found if row is not None][:limit]

    def last_fact(self, subject: str, *verbs: str) -> FactSummary | None:
        """The last such fact until today: facts are never undone."""
        return self._now.last_fact(subject, *verbs)

    def changes_since(self, table: type[Row], seq: int) -> Sequence[RowChange]:
        """What was changed until today."""
        return self._now.changes_since(table, seq)

    def head(self) -> tuple[int, str]:
        """The last fact of that moment."""
        found = self.session.get(Fact, (self.programme, self._seq))
        return (0, "") if found is None else (found.seq, found.hash)

    def _then(self, table: type[R], row: R) -> R | None:
        before = self._changed_since(table).get(row.id)
        if before is None:
            return row
        if before.get("version", 0) is None:
            return None
        if (table, row.id) not in self._past:
            told = {column: _value(table, column, value) for column, value in before.items()}
            self._past[table, row.id] = _with(row, told)
        return cast("R", self._past[table, row.id])

    def _changed_since(self, table: type[Row]) -> dict[str, dict[str, Any]]:
        """What each row of `table` that facts after `seq` changed was before them."""
        if table not in self._undone:
            undone: dict[str, dict[str, Any]] = {}
            for row_id, columns in self.changes_since(table, self._seq):
                was = undone.setdefault(row_id, {})
                for column, (before, _) in columns.items():
                    was.setdefault(column, before)
            self._undone[table] = undone
        return self._undone[table]


def _with(row: Row, told: dict[str, Any]) -> Row:
    """A row of no session with the values of `row` but for those told; nobody may change it."""
    mapped = inspect(type(row))
    # To make it as any other row costs several times what a whole report asks for.
    made = cast("Row", mapped.class_manager.new_instance())
    made.__dict__.update({c.key: getattr(row, c.key) for c in mapped.column_attrs} | told)
    return made


def _value(table: type[Row], column: str, plain: Any) -> Any:
    """A column's value, from the plain value in a fact."""
    kind = table.model_fields[column].annotation
    kinds = {kind, *get_args(kind)}
    if isinstance(plain, str) and datetime in kinds:
        return instant(plain)
    if isinstance(plain, str) and date in kinds:
        return date.fromisoformat(plain)
    return plain
