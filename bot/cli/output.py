"""How a command prints: one JSON document for programs, sentences and tables for people."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from store.vocabulary.errors import LedgerError

WIDE = 200
"""The width in characters of a table that goes to a file or a pipe."""


_INSTEAD: dict[str, str] = {}
"""By a UPN that is out of use, the one that is printed for it."""


def say_instead(names: Mapping[str, str]) -> None:
    """Print each of `names` as its value from now on, where it stands alone in a cell or value."""
    _INSTEAD.clear()
    _INSTEAD.update(names)


def jsonable(value: Any) -> Any:
    """`value` in JSON's own types: dates and times in ISO 8601, dataclasses as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return jsonable(asdict(value))
    if isinstance(value, Mapping):
        return {_INSTEAD.get(str(key), str(key)): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(jsonable(item) for item in value)
    if isinstance(value, str):
        return _INSTEAD.get(value, value)
    return value.isoformat() if isinstance(value, date) else value


def say_json(document: Any, *, to: TextIO | None = None) -> None:
    """Print one JSON document."""
    print(json.dumps(jsonable(document), ensure_ascii=False, indent=2), file=to or sys.stdout)


def say(words: str) -> None:
    """Print a line for people."""
    print(words)


def note(words: str) -> None:
    """Print a line on standard error."""
    print(words, file=sys.stderr)


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Print a table for people. Text in a cell is never interpreted as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", box=None)
    for column in columns:
        table.add_column(Text(column), overflow="fold", header_style="bold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(jsonable(cell))) for cell in row))
    width = None if sys.stdout.isatty() else WIDE
    Console(file=sys.stdout, highlight=False, width=width).print(table)


def refusal_document(error: "LedgerError") -> dict[str, Any]:
    """A refusal for programs: `{"error", "message", "fields"}` and its further details."""
    more = {
        name: jsonable(getattr(error, name))
        for name in ("clashes", "swaps", "problems", "positions")
        if hasattr(error, name)
    }
    return {"error": error.code, "message": error.message, "fields": error.fields} | more


def say_refusal(error: "LedgerError", *, as_json: bool) -> None:
    """Print a refusal on standard error."""
    if as_json:
        say_json(refusal_document(error), to=sys.stderr)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stderr, highlight=False)
    problems, swaps = getattr(error, "problems", ()), getattr(error, "swaps", ())
    console.print(Text(error.message.splitlines()[0] if problems else error.message))
    table = Table(box=None)
    if problems:
        for column in ("Line", "Column", "Reason"):
            table.add_column(column, overflow="fold")
        for problem in problems:
            line = str(problem.line) if problem.line else "file"
            table.add_row(line, Text(problem.column), Text(problem.reason))
    elif error.fields:
        for column in ("Field", "What to do"):
            table.add_column(column, overflow="fold")
        for field, reason in error.fields.items():
            table.add_row(Text(field), Text(reason))
    if table.row_count:
        console.print(table)
    for swap in swaps:
        console.print(Text(f"A possible remedy: {swap.proposal}"))
