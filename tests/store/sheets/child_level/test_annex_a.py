"""Annex A: lists by their headings, codes without their letters, one case a child."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from store.programme.child_level_data import ChildLevelData
from store.sheets.child_level.headings import LISTS, list_of
from store.sheets.given import read_given
from store.sheets.problems import BadSheet
from tests.store.sheets.child_level.making import (
    HEADINGS,
    Lines,
    Value,
    children,
    extract,
    given,
    in_care,
    in_need,
    on_plan,
    referral,
)

SAMPLE = Path(__file__).parents[5] / "shared" / "data" / "annex-a-sample.xlsx"
"""Invented children; it lies beside the project and is no part of it."""
CANARY = "Quillon Zephyrine"


def problems(lists: dict[int | str, Lines]) -> list[str]:
    with pytest.raises(BadSheet) as refused:
        given(lists)
    return [problem.sentence for problem in refused.value.problems]


@pytest.mark.parametrize("number", HEADINGS)
def test_each_list_is_known_by_its_heading(number: int) -> None:
    kind = list_of(HEADINGS[number])
    assert kind is not None
    assert kind.number == number


@pytest.mark.parametrize("number", HEADINGS)
def test_a_list_is_known_whatever_the_order_and_case_of_its_columns(number: int) -> None:
    kind = list_of([f" {name.upper()} " for name in reversed(HEADINGS[number])])
    assert kind is not None
    assert kind.number == number


def test_the_numbers_of_the_lists_are_those_of_annex_a() -> None:
    assert sorted(kind.number for kind in LISTS) == list(range(1, 12))


def test_a_workbook_is_annex_a_whatever_its_sheets_are_called() -> None:
    lists: dict[int | str, Lines] = {
        "Cover": [["Annex A of Riverside"]],
        "6. Children in Need": [HEADINGS[6], in_need(101)],
    }
    read = given(lists)
    assert read.kind == "annex-a"
    assert read.extract is not None
    assert read.extract.passed_over == ("1 other sheet",)
    assert [child.case_ref for child in read.extract.children] == ["101"]


def test_a_child_on_many_lists_is_one_case_with_the_plan_that_comes_first() -> None:
    found = extract({3: [referral(101)], 6: [in_need(101)], 7: [on_plan(101), on_plan(101)]})
    (child,) = found.children
    assert (found.lines, child.plan, child.worker, child.team) == (4, "CP", "Petra Wills", "Unit 1")
    assert child.flags == ("abuse_or_neglect", "neglect")
    assert [one.name for one in child.involved] == ["Ann Lee"]


@pytest.mark.parametrize("ref", [9212044, 9212044.0, "9212044", "9212044.0", " 9212044 "])
def test_a_childs_number_is_one_however_the_cell_holds_it(ref: Value) -> None:
    assert list(children({6: [in_need(ref)]})) == ["9212044"]


def test_a_number_with_leading_zeros_keeps_them() -> None:
    assert list(children({6: [in_need("0012345")]})) == ["0012345"]


@pytest.mark.parametrize(
    ("lists", "plan", "closed_on"),
    [
        ({6: [in_need(1, "a) Looked after child")]}, "CLA", None),
        ({6: [in_need(1, "b) Child Protection plan")]}, "CP", None),
        ({6: [in_need(1, "d) Open assessment")]}, "assessment", None),
        ({6: [in_need(1, "e) Closed episode", closed=date(2026, 8, 3))]}, "CIN", date(2026, 8, 3)),
        ({6: [in_need(1, closed="03/08/2026")]}, "CIN", date(2026, 8, 3)),
        ({7: [on_plan(1, ended=date(2026, 7, 1))]}, "CP", date(2026, 7, 1)),
        ({6: [in_need(1)], 7: [on_plan(1, ended=date(2026, 7, 1))]}, "CIN", None),
        ({8: [in_care(1)], 7: [on_plan(1)]}, "CP", None),
        ({3: [referral(1)]}, "referral", None),
        ({3: [referral(1)], 6: [in_need(1, closed=date(2026, 8, 3))]}, "referral", None),
        ({3: [referral(1)], 6: [in_need(1, closed=date(2026, 9, 3))]}, "CIN", date(2026, 9, 3)),
    ],
)
def test_what_the_case_is_now_follows_from_its_youngest_lines(
    lists: dict[int | str, Lines], plan: str, closed_on: date | None
) -> None:
    child = children(lists)["1"]
    assert (child.plan, child.closed_on) == (plan, closed_on)


def test_a_case_that_is_closed_without_a_date_says_so() -> None:
    assert children({6: [in_need(1, "e) Closed episode")]})["1"].undated


@pytest.mark.parametrize(
    ("lists", "flags"),
    [
        ({7: [on_plan(1, "Physical abuse", earlier=1)]}, ("physical_abuse", "repeat_plan")),
        ({8: [in_care(1, uasc="a) Yes", missing=3)]},
         ("abuse_or_neglect", "care_order", "missing", "uasc")),
        ({6: [in_need(1, need="PSRMEM - Support with memory and cognition")]}, ()),
        ({9: [[1, "a) Male", "r) OOTH", None, 17, "Care Team", "Ann Lee", "b) Former", "a) Yes"]]},
         ()),
    ],
)  # fmt: skip
def test_what_the_data_says_becomes_the_flags_that_filters_ask_for(
    lists: dict[int | str, Lines], flags: tuple[str, ...]
) -> None:
    assert children(lists)["1"].flags == flags


@pytest.mark.parametrize("nobody", ["#N/A", "", None, "NULL", "Unallocated"])
def test_a_worker_that_the_extract_did_not_find_is_nobody(nobody: Value) -> None:
    child = children({6: [in_need(1, team=nobody, worker=nobody)]})["1"]
    assert (child.worker, child.team) == ("", "")


def test_a_no_break_space_parts_a_name_like_any_other() -> None:
    assert children({6: [in_need(1, worker="Dustin\xa0 Hazlett")]})["1"].worker == "Dustin Hazlett"


def test_lists_that_are_not_needed_are_passed_over_and_named() -> None:
    found = extract({1: [[1]], 10: [[1, 2, "a) Male", "=H2+5"]], 11: [[5]], 6: [in_need(1)]})
    assert found.passed_over == ("list 1 (contacts)", "list 10 (adoption)", "list 11 (adopters)")


def test_what_is_wrong_is_named_by_list_and_line_and_quotes_nobody() -> None:
    said = problems({
        6: [in_need(CANARY), in_need(2, closed=CANARY), in_need(None)],
        7: [on_plan(3, started="31/02/2026")],
    })  # fmt: skip
    assert [sentence.split(":")[0] for sentence in said] == [
        "List 6, line 2, ref", "List 7, line 2, start", "List 6, line 3, end",
        "List 6, line 4, ref",
    ]  # fmt: skip
    assert CANARY not in " ".join(said)


def test_a_title_above_the_heading_is_told_once_with_the_headings_line() -> None:
    said = problems({"List 6": [["Children in need"], [None], HEADINGS[6], in_need(1), in_need(2)]})
    assert said == ["List 6, line 1: the heading is on line 3: delete the lines above it."]


def test_a_list_without_a_column_that_is_needed_names_it() -> None:
    heading = [name for name in HEADINGS[6] if name != "Allocated Worker"]
    said = problems({"List 6": [heading, in_need(1)]})
    assert said == [
        "List 6, line 1, worker: the column is missing: add Allocated Worker to the list's heading."
    ]


if SAMPLE.exists():

    def test_the_sample_workbook_is_read_whole() -> None:
        read = read_given(SAMPLE.name, SAMPLE.read_bytes(), ChildLevelData())
        assert read.kind == "annex-a"
        assert read.extract is not None
        found = {child.case_ref: child for child in read.extract.children}
        assert (read.extract.lines, len(found)) == (39, 38)
        assert found["6537810"].worker == "Reagan Mor"
        assert [one.name for one in found["6537810"].involved] == ["Dustin Hazlett"]
        assert sum(not child.worker for child in found.values()) == 5
        assert found["14953858"].flags == ("physical_abuse", "repeat_plan")
        assert len(read.extract.passed_over) == 4


@pytest.mark.parametrize(("since_1904", "serial"), [(False, 41689), (True, 41689 - 1462)])
def test_a_bare_number_is_a_day_of_the_calendar_that_the_workbook_counts_by(
    since_1904: bool, serial: int
) -> None:
    """Excel for the Mac counted from 1904; both workbooks mean 19 February 2014."""
    line = in_need(1)
    line[HEADINGS[6].index("Date of Birth")] = serial
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet("List 6")
        sheet.write_row(0, 0, HEADINGS[6])
        sheet.write_row(1, 0, [str(v) if isinstance(v, date) else v for v in line])
    read = read_given("a.xlsx", out.getvalue(), ChildLevelData()).extract
    assert read is not None
    assert [child.date_of_birth for child in read.children] == [date(2014, 2, 19)]
