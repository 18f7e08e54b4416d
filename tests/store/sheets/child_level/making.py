"""Annex A workbooks of invented children, with the quirks of several producers."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

from store.programme.child_level_data import ChildLevelData
from store.sheets.child_level.annex_a import Extract
from store.sheets.child_level.children import Child
from store.sheets.given import Given, How, read_given

Value = str | int | float | date | None
Lines = Sequence[Sequence[Value]]

COMMON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age"]
DISABILITY = "Does the Child have a Disability"
WHO = ["Allocated Team", "Allocated Worker"]
ABOUT: list[Value] = ["b) Female", "a) WBRI", date(2014, 2, 19), 6.138]
AGAIN = (
    "Is this a second or subsequent period of being a Looked After Child within the last 12 months "
    "(Y/N)"
)
MISSING = (
    "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the last 12 "
    "months"
)

HEADINGS: Mapping[int, list[str]] = {
    1: [*COMMON, "Date of Contact", "Contact Source"],
    2: [*COMMON, "Assessment start date", "Organisation completing assessment"],
    3: [*COMMON, "Date of Referral", "Referral Source", *WHO],
    4: [*COMMON, DISABILITY, "Continuous Assessment Start Date",
        "Continuous Assessment Date of Authorisation", *WHO],
    5: [*COMMON, DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date", *WHO],
    6: [*COMMON, DISABILITY, "CIN Start Date", "Primary Need Code", "CIN Closure Date",
        "Reason for Closure", "Case Status", *WHO],
    7: [*COMMON, DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse",
        "Latest Category of Abuse", "Child Protection Plan End Date",
        "Number of Previous Child Protection Plans", *WHO],
    8: [*COMMON,
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        "Date Started to be Looked After", "Child\u2019s Category of Need",
        AGAIN, "Child's Legal Status", "Date Ceased to be Looked After ",
        MISSING, *WHO],
    9: [*COMMON, *WHO, "Eligibility Category", "LA in Touch"],
    10: ["Child Unique ID", "Family identifier", "Gender", "Date of Adoption Order "],
    11: ["Individual adopter identifier", "Family identifier", "Gender"],
}  # fmt: skip
"""The headings that Ofsted's workbook has, odd brackets, blanks and quotation marks included."""


def workbook_of(lists: Mapping[int | str, Lines], *, headings: bool = True) -> bytes:
    """A workbook with these lists; a name in place of a number makes a sheet without a heading."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines in lists.items():
            sheet = book.add_worksheet(f"List {name}" if isinstance(name, int) else name)
            top: Lines = [HEADINGS[name]] if headings and isinstance(name, int) else []
            for number, line in enumerate([*top, *lines]):
                for column, value in enumerate(line):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return out.getvalue()


def given(lists: Mapping[int | str, Lines], *, leave_out_hidden: bool = False) -> Given:
    """What a workbook of these lists is taken for."""
    how = How(leave_out_hidden=leave_out_hidden)
    return read_given("annex.xlsx", workbook_of(lists), ChildLevelData(), how)


def extract(lists: Mapping[int | str, Lines]) -> Extract:
    """The children of a workbook of these lists."""
    found = given(lists).extract
    assert found is not None
    return found


def children(lists: Mapping[int | str, Lines]) -> dict[str, Child]:
    """The children of a workbook of these lists, by reference."""
    return {child.case_ref: child for child in extract(lists).children}


def referral(ref: Value, team: Value = "Duty Team", worker: Value = "Ann Lee") -> list[Value]:
    """A line of list 3."""
    return [ref, *ABOUT, date(2026, 9, 1), "q) 6: Police", team, worker]


def in_need(
    ref: Value,
    status: str = "c) Child in need plan",
    *,
    closed: Value = None,
    need: Value = "N1 - Abuse or Neglect",
    team: Value = "Unit 1",
    worker: Value = "Petra Wills",
) -> list[Value]:
    """A line of list 6."""
    return [ref, *ABOUT, "b) No", date(2026, 1, 5), need, closed, None, status, team, worker]


def on_plan(
    ref: Value,
    abuse: str = "a) Neglect",
    *,
    ended: Value = None,
    earlier: Value = 0,
    team: Value = "Unit 1",
    worker: Value = "Petra Wills",
    started: Value = date(2026, 5, 4),
) -> list[Value]:
    """A line of list 7."""
    return [ref, *ABOUT, "b) No", started, abuse, abuse, ended, earlier, team, worker]


def in_care(
    ref: Value,
    *,
    legal: str = "C2: FCO",
    need: str = "N1 - Abuse or Neglect",
    missing: Value = 0,
    uasc: str = "b) No",
    ceased: Value = None,
    team: Value = "Care Team",
    worker: Value = "Eugene Swift",
) -> list[Value]:
    """A line of list 8."""
    started = date(2025, 3, 3)
    return [ref, *ABOUT, uasc, started, need, "b) No", legal, ceased, missing, team, worker]
