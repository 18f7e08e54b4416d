"""The year's timetable as a sheet: service, month, theme (programme.md §5)."""

from store.sheets.problems import BadSheet, SheetProblem
from store.sheets.rows import Columns, RowReader
from store.sheets.table import Table

COLUMNS = ("service", "month", "theme")


def read_timetable(table: Table) -> list[dict[str, str]]:
    """Each row as an entry for the act `timetable.record`, which checks whether it can be planned.

    Raises `BadSheet` if a column is missing or a cell holds a forbidden character.
    """
    columns = Columns.of(table, wanted=COLUMNS, required=COLUMNS[:2])
    problems: list[SheetProblem] = []
    entries = []
    for row in table.rows:
        reader = RowReader(row, columns, problems)
        said = {name: reader.take(name, str, required=name != "theme") for name in COLUMNS}
        entries.append({name: value for name, value in said.items() if value})
    if problems:
        raise BadSheet(problems)
    return entries
