"""The facts behind the figures of a report: which act made each thing that a figure counts (§5).

Facts about grades of children are the audit team's: the list of audits with one grade, or the verbs
by which they got it, would tell what a paper leaves out. Other readers get those of counts of work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.allocation.drawing import REAUDIT
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader
from store.ledger.facts import FactBehind, facts_on
from store.tables import Action, Audit, Row

Step = str | int
Thing = tuple[Row, tuple[str, ...]]
"""A row that a figure counts, and the columns for which it is counted: none if for being there."""

NAMES = ("cycle", "service", "kind", "scope", "domain", "number")
"""What names an item of a list in a report."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report by its place in the document, and the things that it counts.

    `of_work` are counts of what people did, whose facts every reader of the report may have.
    """

    path: tuple[Step, ...]
    things: tuple[Thing, ...]
    of_work: bool = False


def figure(
    path: Sequence[Step], rows: Iterable[Row], *columns: str, of_work: bool = False
) -> Figure:
    """A figure whose things are all counted for the same columns."""
    return Figure(tuple(path), tuple((row, columns) for row in rows), of_work)


def explained(
    reader: Reader, document: Mapping[str, Any], figures: Iterable[Figure], *, full: bool = False
) -> list[dict[str, Any]]:
    """`[{"figure", "what", "value", "facts": [{"seq", "verb", "subject", "at"}]}]`, in order.

    `figure` is the place in the document, such as `rows.0.first.Good.n`. Unless `full`, which is
    for the audit team, `facts` is None with `"withheld": true` for a count of children by grade,
    and for each that is not shown; the subject of a fact is None where it would tell of a grade.
    """
    behind = _Behind(reader)
    return [_told(behind, document, one, full=full) for one in figures]


def _told(
    behind: "_Behind", document: Mapping[str, Any], one: Figure, *, full: bool
) -> dict[str, Any]:
    value, what = _found(document, one.path)
    head = {"figure": ".".join(map(str, one.path)), "what": what}
    if full:
        counted = len({(type(row), row.id) for row, _ in one.things})
        facts = behind.of(one.things)
        return {**head, "value": counted if value is None else value, "facts": facts}
    if value is None or not one.of_work:
        return {**head, "value": value, "facts": None, "withheld": True}
    return {**head, "value": value, "facts": behind.of(one.things, hidden=True)}


def _found(document: Mapping[str, Any], path: Sequence[Step]) -> tuple[Any, str]:
    """The figure at that place, and what it is in words."""
    value: Any = document
    words: list[str] = []
    for step in path:
        value = value[step]
        if isinstance(step, int):
            words = [*words[:-1], *(str(value[name]) for name in NAMES if name in value)]
        elif step != "n":
            words.append(step)
    return value, ", ".join(words).replace("_", " ")


class _Behind:
    """Which fact made a row, and which set each of its columns last; each table is read once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, dict[tuple[str, str], FactBehind]] = {}

    def of(self, things: Sequence[Thing], *, hidden: bool = False) -> list[dict[str, Any]]:
        """The facts behind these things by number; `hidden` leaves out telling subjects."""
        found = {
            fact.seq: fact
            for row, columns in things
            for column in columns or ("",)
            if (fact := self._of(row, column)) is not None
        }
        return [
            {
                **fact._asdict(),
                "subject": None if hidden and self._tells(fact.subject) else fact.subject,
            }
            for _, fact in sorted(found.items())
        ]

    def _of(self, row: Row, column: str) -> FactBehind | None:
        table = str(row.__tablename__)
        if table not in self._known:
            self._known[table] = self._read(table)
        return self._known[table].get((row.id, column))

    def _read(self, table: str) -> dict[tuple[str, str], FactBehind]:
        known: dict[tuple[str, str], FactBehind] = {}
        for fact, changes in facts_on(self._reader.session, self._reader.programme, table):
            for row_id, columns in changes:
                known.setdefault((row_id, ""), fact)
                known |= dict.fromkeys(((row_id, column) for column in columns), fact)
        return known

    def _tells(self, subject: str) -> bool:
        """Whether the subject itself says that a child's work fell below good."""
        audit = self._reader.find(Audit, subject)
        again = audit is not None and audit.kind in {REAUDIT, DIP_REAUDIT}
        return again or self._reader.find(Action, subject) is not None
