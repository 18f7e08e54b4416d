"""An Annex A workbook as children: its lists by their headings, one case a child."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from store.programme.child_level_data import ChildLevelData
from store.sheets.cases import case_ref as fits_case_ref
from store.sheets.cells import LONGEST, Unfit, clean
from store.sheets.child_level import codes
from store.sheets.child_level.children import Children, Involvement, Spell
from store.sheets.child_level.headings import NEEDED, ListKind, columns_of, list_of
from store.sheets.days import council_date
from store.sheets.problems import BadSheet, SheetProblem
from store.sheets.reading import LEAVE_OUT
from store.sheets.sheet_rows import Line
from store.sheets.table import SEARCHED
from store.sheets.unread import Unread
from store.sheets.workbook import Sheet

T = TypeVar("T")
PLANS = {3: "referral", 4: "assessment", 5: "assessment", 7: "CP", 8: "CLA", 9: "care leaver"}
"""The plan that a line of each list says; list 6 says it in its status."""
LOOSE = frozenset({3, 4, 5})
"""Lists whose lines end without the case's being closed."""
REPORTED = 5_000
"""Progress is told after so many lines."""
MOST_PROBLEMS = 200
"""So many things to correct are listed; a column of wrong values has one cause."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """One list of the workbook: what it is, its heading, and the sheet it stands on."""

    kind: ListKind
    heading: Sequence[str]
    heading_line: int
    first_line: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Extract:
    """A council's own extract as children; `passed_over` names the lists that were not needed."""

    children: Children
    lines: int
    passed_over: tuple[str, ...]


def lists_in(sheets: Iterable[Sheet]) -> list[FoundList]:
    """The lists of Annex A among `sheets`, in their order; other sheets are none."""
    found = []
    for sheet in sheets:
        top = [line for line in islice(sheet.lines(), SEARCHED) if any(map(str.strip, line.cells))]
        for line in top:
            kind = list_of(line.cells)
            if kind is not None:
                found.append(FoundList(kind, line.cells, line.line, top[0].line, sheet))
                break
    return found


def read_annex_a(
    found: Sequence[FoundList],
    rules: ChildLevelData,
    *,
    others: int = 0,
    leave_out_hidden: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> Extract:
    """The children on those lists. Raises `BadSheet` with what is wrong, naming list and line.

    `others` counts the sheets that are no list. `progress` is told the number of lines read.
    """
    children, problems, lines = Children(rules), list[SheetProblem](), 0
    passed_over = [one.kind.title for one in found if not one.kind.columns]
    for one in found:
        if not one.kind.columns or (one.sheet.hidden and leave_out_hidden):
            continue
        if wrong := _wrong_sheet(one):
            problems.append(wrong)
            continue
        reader = _ListReader(one, children, rules, problems)
        for line in () if reader.lacking else _after(one, leave_out_hidden=leave_out_hidden):
            lines += 1
            reader.take(line)
            if lines % REPORTED == 0:
                progress(lines)
            if len(problems) >= MOST_PROBLEMS:
                raise BadSheet(problems)
    if problems:
        raise BadSheet(problems)
    if others:
        passed_over.append("1 other sheet" if others == 1 else f"{others} other sheets")
    return Extract(children, lines, tuple(passed_over))


def _wrong_sheet(one: FoundList) -> SheetProblem | None:
    """Why the whole list cannot be read as it stands."""
    if one.sheet.hidden:
        return SheetProblem(0, "", f"the sheet is hidden: {LEAVE_OUT}", _at(one))
    if one.heading_line != one.first_line:
        reason = f"the heading is on line {one.heading_line}: delete the lines above it."
        return SheetProblem(one.first_line, "", reason, _at(one))
    return None


def _at(one: FoundList) -> str:
    return f"list {one.kind.number}"


def _after(one: FoundList, *, leave_out_hidden: bool) -> Iterator[Line]:
    """The lines below the heading that hold something."""
    for line in one.sheet.lines():
        if line.line > one.heading_line and not (line.hidden and leave_out_hidden):
            yield line


class _ListReader:
    """Reads the lines of one list into `children`."""

    def __init__(
        self,
        one: FoundList,
        children: Children,
        rules: ChildLevelData,
        problems: list[SheetProblem],
    ) -> None:
        self.kind, self.sheet, self.began = one.kind, _at(one), one.sheet.began
        self.children, self.rules, self.problems = children, rules, problems
        self.columns = columns_of(one.kind, one.heading)
        self.status = {codes.words(said): plan for said, plan in rules.status.items()}
        self.abuse = {codes.words(said): flag for said, flag in rules.abuse.items()}
        self.who: dict[tuple[str, str], Involvement] = {}
        self.cells: Sequence[str] = ()
        self.line = 0
        self.lacking = [
            column for column in NEEDED if column in one.kind.columns and column not in self.columns
        ]
        for column in self.lacking:
            reason = f"the column is missing: add {NEEDED[column]} to the list's heading."
            self.problems.append(SheetProblem(one.heading_line, column, reason, self.sheet))

    def note(self, line: int, column: str, reason: str) -> None:
        """Something to correct; no reason repeats what a cell holds."""
        self.problems.append(SheetProblem(line, column, reason, self.sheet))

    def take(self, line: Line) -> None:
        """One line of the list."""
        if line.hidden:
            self.note(line.line, "", f"the line is hidden: {LEAVE_OUT}")
            return
        if not any(map(str.strip, line.cells)):
            return
        self.cells, self.line = line.cells, line.line
        ref = self._value("ref", reference)
        if ref is None:
            if codes.is_blank(self._raw("ref")):
                self.note(line.line, "ref", "the child's id is empty: it must be filled in.")
            return
        record = self.children.of(ref, line.line, self.sheet)
        record.date_of_birth = record.date_of_birth or self._day("date_of_birth")
        record.ethnicity = record.ethnicity or self._value("ethnicity", codes.ethnicity) or ""
        named = (self._name("worker"), self._name("team"))
        who = self.who.setdefault(named, Involvement(*named))
        record.spells.append(self._spell(who))
        record.flags |= set(self._flags())

    def _spell(self, who: Involvement) -> Spell:
        number, start, end = self.kind.number, self._day("start"), self._day("end")
        if number != 6:  # noqa: PLR2004 -- the list whose lines say their plan
            return Spell(PLANS[number], start, end, settles=number not in LOOSE, who=who)
        status = self._value("status", codes.words) or ""
        closed = "" if codes.CLOSED in status and end is None else "CIN"
        return Spell(self.status.get(status, closed), start, end, who=who)

    def _flags(self) -> Iterator[str]:
        names, number = self.rules.flags, self.kind.number
        for column, what in (
            ("disabled", "disabled"),
            ("unaccompanied", "unaccompanied"),
            ("repeat_care", "repeat care"),
            ("missing", "missing"),
            ("earlier_plans", "repeat plan"),
        ):
            if what in names and self._value(column, codes.says_so):
                yield names[what]
        if number == 5 and "section 47" in names:  # noqa: PLR2004 -- section 47 enquiries
            yield names["section 47"]
        category = self._value("abuse", codes.abuse) or self._value("first_abuse", codes.abuse)
        for table, word in (
            (self.abuse, category),
            (self.rules.need, self._value("need", codes.short_code)),
            (self.rules.legal_status, self._value("legal_status", codes.short_code)),
        ):
            if word and word in table:
                yield table[word]

    def _raw(self, column: str) -> str:
        at = self.columns.get(column)
        return "" if at is None or at >= len(self.cells) else self.cells[at]

    def _value(self, column: str, fit: Callable[[str], T]) -> T | None:
        """The cell converted by `fit`; None if it is blank or wrong (which is noted)."""
        raw = self._raw(column)
        if not raw or (not isinstance(raw, Unread) and codes.is_blank(raw)):
            return None
        try:
            return fit(clean(raw))
        except Unfit as unfit:
            self.note(self.line, column, f"the value {unfit.reason}")
            return None

    def _day(self, column: str) -> date | None:
        return self._value(column, lambda cell: council_date(cell, self.began))

    def _name(self, column: str) -> str:
        """A person's or team's name; empty where the extract found nobody."""
        raw = self._raw(column)
        if not isinstance(raw, Unread) and codes.names_nobody(raw):
            return ""
        return self._value(column, _short) or ""


def reference(value: str) -> str:
    """The child's id; a number that a CSV or a cell holds as 9212044.0 is 9212044."""
    whole, point, rest = value.partition(".")
    plain = whole if point and whole.isdigit() and not rest.strip("0") else value
    return fits_case_ref(plain)


def _short(value: str) -> str:
    if len(value) > LONGEST:
        raise Unfit(f"has more than {LONGEST} characters: shorten it.")
    return value
