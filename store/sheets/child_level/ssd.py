"""An SSD extract as children: persons, professionals, involvements, episodes and plans."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from store.programme.child_level_data import ChildLevelData
from store.sheets.cells import Unfit, clean
from store.sheets.child_level import codes
from store.sheets.child_level.annex_a import MOST_PROBLEMS, REPORTED, Extract, reference
from store.sheets.child_level.children import EARLIEST, Children, Involvement, Record, Spell
from store.sheets.child_level.ssd_files import Files
from store.sheets.child_level.ssd_tables import NEEDED, TABLES, TableKind
from store.sheets.days import council_date
from store.sheets.dialects import csv_lines, csv_text
from store.sheets.problems import BadSheet, SheetProblem

T = TypeVar("T")
Row = dict[str, str]

PLANS = {
    "ssd_cin_episodes": "CIN", "ssd_cp_plans": "CP", "ssd_cla_episodes": "CLA",
    "ssd_cin_assessments": "assessment", "ssd_care_leavers": "care leaver",
    "ssd_s47_enquiry": "assessment",
}  # fmt: skip
LOOSE = frozenset({"ssd_cin_assessments", "ssd_s47_enquiry"})
"""Tables whose spells end without the case's being closed."""
WORKED_ON = {
    "ssd_cin_episodes": "referral", "ssd_cin_assessments": "assessment",
    "ssd_s47_enquiry": "section 47 enquiry", "ssd_care_leavers": "personal adviser",
}  # fmt: skip
"""What somebody named in a table's row did, as a role."""
FLAGGED = {"ssd_missing": "missing", "ssd_disability": "disabled", "ssd_s47_enquiry": "section 47"}
NO_DISABILITY = frozenset({"none", "no", "n", "0"})
ALLOCATED = ("allocated", "case worker", "key worker")
"""Words by which the role of whoever holds the case is known."""


def read_ssd(
    files: Files, rules: ChildLevelData, *, progress: Callable[[int], object] = lambda _: None
) -> Extract:
    """The children of the extract. Raises `BadSheet` naming table, line and column."""
    missing = [name for name in NEEDED if name not in files]
    if missing:
        reason = "the table is missing: the extract cannot be read without it."
        raise BadSheet([SheetProblem(0, "", reason, name) for name in missing])
    reader = _Reader(rules, progress)
    for table in TABLES:
        if table.name in files:
            reader.read(table, files[table.name]())
    if reader.problems:
        raise BadSheet(reader.problems)
    reader.finish()
    known = {table.name for table in TABLES}
    return Extract(reader.children, reader.lines, tuple(sorted(files.keys() - known)))


class _Reader:
    """Reads one table after the other into `children`."""

    def __init__(self, rules: ChildLevelData, progress: Callable[[int], object]) -> None:
        self.rules, self.progress = rules, progress
        self.children = Children(rules)
        self.problems: list[SheetProblem] = []
        self.lines = 0
        self.names: dict[str, str] = {}
        self.teams: dict[str, str] = {}
        self.plans: dict[str, int] = {}
        self.latest: dict[tuple[str, str], tuple[tuple[date, date], tuple[str, ...]]] = {}
        self.abuse = {codes.words(said): flag for said, flag in rules.abuse.items()}
        self.table, self.line = "", 0

    def read(self, table: TableKind, content: bytes) -> None:
        """All rows of one table."""
        self.table = table.name
        for line, row in self._rows(table, content):
            self.line = line
            self.lines += 1
            if self.lines % REPORTED == 0:
                self.progress(self.lines)
            if len(self.problems) >= MOST_PROBLEMS:
                raise BadSheet(self.problems)
            match table.name:
                case "ssd_department":
                    self.teams[row.get("id", "").strip()] = row.get("name", "")
                case "ssd_professionals":
                    self._professional(row)
                case "ssd_person":
                    self._person(row)
                case "ssd_involvements":
                    self._involvement(row)
                case _:
                    self._about_a_child(row)

    def finish(self) -> None:
        """Of several rows about a child in one table, the youngest says the flags."""
        for (ref, _), (_, flags) in self.latest.items():
            if (record := self.children.known(ref)) is not None:
                record.flags |= set(flags)

    def _rows(self, table: TableKind, content: bytes) -> Iterator[tuple[int, Row]]:
        lines = csv_lines(csv_text(content))
        at, heading = next(lines, (0, []))
        names = [name.strip().lower() for name in heading]
        places = {
            ours: next((names.index(one) for one in theirs if one in names), None)
            for ours, theirs in table.columns.items()
        }
        lacking = [ours for ours in table.needed if places[ours] is None]
        for ours in lacking:
            reason = "the column is missing: the table cannot be read without it."
            self.problems.append(SheetProblem(at, table.columns[ours][0], reason, table.name))
        for line, cells in () if lacking else lines:
            yield line, _row(places, cells)

    def _professional(self, row: Row) -> None:
        name = self._value(row, "name", str) or ""
        for key in ("id", "staff"):
            if (known := row.get(key, "").strip()) and not codes.is_blank(known):
                self.names.setdefault(known, name)

    def _about_a_child(self, row: Row) -> None:
        ref = self._value(row, "ref", reference)
        if ref is None:
            return
        start, end = self._value(row, "start", council_date), self._value(row, "end", council_date)
        flags = list(self._flags(row, end))
        if (plan := PLANS.get(self.table)) is not None:
            record = self.children.of(ref, self.line, self.table)
            record.spells.append(Spell(plan, start, end, settles=self.table not in LOOSE))
            self._worked_on(record, row, start, end)
        elif (known := self.children.known(ref)) is None:
            return
        else:
            record = known
        key, youngest = (ref, self.table), (end or date.max, start or EARLIEST)
        if youngest >= self.latest.get(key, (youngest, ()))[0]:
            self.latest[key] = (youngest, tuple(flags))
        if self.table == "ssd_cp_plans":
            self.plans[ref] = self.plans.get(ref, 0) + 1
            if self.plans[ref] > 1 and "repeat plan" in self.rules.flags:
                record.flags.add(self.rules.flags["repeat plan"])

    def _flags(self, row: Row, end: date | None) -> Iterator[str]:
        names, said = self.rules.flags, FLAGGED.get(self.table, "")
        if said in names and codes.words(row.get("code", "")) not in NO_DISABILITY:
            yield names[said]
        if "unaccompanied" in names and "uasc" in row.get("status", "").lower() and end is None:
            yield names["unaccompanied"]
        category = self._value(row, "abuse", codes.abuse)
        need = self._value(row, "need", codes.short_code)
        legal = None if end is not None else self._value(row, "legal_status", codes.short_code)
        for table, word in (
            (self.abuse, category), (self.rules.need, need), (self.rules.legal_status, legal),
        ):  # fmt: skip
            if word and word in table:
                yield table[word]

    def _worked_on(self, record: Record, row: Row, start: date | None, end: date | None) -> None:
        role = WORKED_ON.get(self.table)
        if role and (name := self._name(row)):
            who = Involvement(name, self._team(row), role, start, end or start, allocated=False)
            record.others.append(who)

    def _person(self, row: Row) -> None:
        ref = self._value(row, "ref", reference)
        record = None if ref is None else self.children.known(ref)
        if record is not None:
            record.date_of_birth = self._value(row, "date_of_birth", council_date)
            record.ethnicity = self._value(row, "ethnicity", codes.ethnicity) or ""

    def _involvement(self, row: Row) -> None:
        ref = self._value(row, "ref", reference)
        record = None if ref is None else self.children.known(ref)
        if record is None or not (name := self._name(row)):
            return
        role = codes.words(row.get("role", ""))
        record.others.append(
            Involvement(
                name,
                self._team(row),
                role,
                self._value(row, "start", council_date),
                self._value(row, "end", council_date),
                allocated=any(word in role for word in ALLOCATED),
            )
        )

    def _name(self, row: Row) -> str:
        """The professional's name; a problem if the extract does not say who that is."""
        key = row.get("worker", "").strip()
        if codes.is_blank(key) or codes.names_nobody(key):
            return ""
        if key not in self.names:
            reason = "the professional is not in ssd_professionals: give the whole extract."
            self.problems.append(SheetProblem(self.line, "worker", reason, self.table))
            return ""
        return self.names[key]

    def _team(self, row: Row) -> str:
        said = self._value(row, "team", str) or ""
        return self.teams.get(said, said)

    def _value(self, row: Row, column: str, fit: Callable[[str], T]) -> T | None:
        """The cell converted by `fit`; None if it is blank or wrong (which is noted)."""
        raw = row.get(column, "")
        if codes.is_blank(raw):
            return None
        try:
            return fit(clean(raw))
        except Unfit as unfit:
            reason = f"the value {unfit.reason}"
            self.problems.append(SheetProblem(self.line, column, reason, self.table))
            return None


def _row(places: dict[str, int | None], cells: Sequence[str]) -> Row:
    """A line's cells by our columns; a column that is absent, or a short line's, is left out."""
    return {
        column: cells[at] for column, at in places.items() if at is not None and at < len(cells)
    }
