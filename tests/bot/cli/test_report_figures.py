"""Grades, scorecard and loop as workbooks, and the facts behind any figure, at the shell (§5)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.cli.conftest import CYCLE, ISSUED, Shell

SHEETS = {
    "grades": ["About", "Grades", "Compared", "Domains"],
    "scorecard": ["About", "By cycle", "By kind of audit", "Chart of returns"],
    "loop": ["About", "Actions", "Improved", "Concerns"],
}


@pytest.mark.parametrize("report", SHEETS)
def test_a_report_of_figures_is_a_workbook_of_tables_that_print(issued: Shell, report: str) -> None:
    typed = ("report", report, "--format", "xlsx", "--out", f"{report}.xlsx", *ISSUED)
    assert issued.done(*typed) == {"file": f"{report}.xlsx"}
    book = load_workbook(f"{report}.xlsx")
    assert book.sheetnames == SHEETS[report]
    sheet = book[SHEETS[report][1]]
    (table,) = sheet.tables.values()
    assert (table.autoFilter.ref, sheet.freeze_panes) == (table.ref, "C2")
    assert sheet.print_area.partition("!")[2].replace("$", "") == table.ref
    assert sheet.page_setup.orientation == "landscape"
    assert issued.refused(*typed)["fields"] == {"out": "already exists"}
    assert issued("report", report, "--format", "xlsx", *ISSUED).exit_code == 2


def test_what_was_returned_of_a_month_is_drawn_beside_its_numbers(issued: Shell) -> None:
    issued.done("report", "scorecard", "--format", "xlsx", "--out", "card.xlsx", *ISSUED)
    sheet = load_workbook("card.xlsx")["Chart of returns"]
    heads = [cell.value for cell in sheet[1]]
    parts = ("Returned in time", "Returned late", "Not returned")
    assert heads == ["Cycle", *(f"{part}, audits" for part in parts)]
    assert len(sheet._charts) == 1  # noqa: SLF001 - openpyxl has no other name for them


@pytest.mark.parametrize("report", ["grades", "scorecard", "loop"])
def test_explain_lists_the_fact_act_subject_and_date_behind_each_figure(
    issued: Shell, report: str
) -> None:
    plain = issued.done("report", report, *ISSUED)
    document = issued.done("report", report, "--explain", *ISSUED)
    told = document.pop("explained")
    assert document == plain
    facts = {row["seq"]: row for one in told for row in one["facts"] or ()}
    known = issued.done("report", "grades", "--full", "--explain", *ISSUED)["explained"]
    planned = next(one for one in known if one["figure"] == "rows.0.planned")
    assert (planned["what"], planned["value"]) == (f"{CYCLE}, Frontdoor, full, planned", 60)
    assert {row["verb"] for row in planned["facts"]} == {"cycle.select"}
    assert all(row.keys() == {"seq", "at", "verb", "subject"} for row in facts.values())
    printed = issued("report", report, "--explain", "--format", "md", *ISSUED)
    assert "## Facts behind the figures" in printed.stdout
    typed = ("--explain", "--format", "xlsx", "--out", "facts.xlsx", *ISSUED)
    assert issued("report", report, *typed).exit_code == 0
    sheet = load_workbook("facts.xlsx")["Facts behind the figures"]
    heads = ["Figure", "Value", "Fact", "Verb", "Subject", "Date"]
    assert [cell.value for cell in sheet[1]] == heads
    lines = [1 if one["facts"] is None else len(one["facts"]) for one in told]
    assert sheet.max_row == 1 + sum(lines)


def test_a_digest_lists_the_facts_behind_its_numbers_by_service(issued: Shell) -> None:
    told = issued.done("report", "digest", "--explain", *ISSUED)["explained"]
    allocated = next(one for one in told if one["figure"] == "services.0.allocated")
    assert (allocated["value"], len(allocated["facts"])) == (60, 1)
    printed = issued("report", "digest", "--explain", "--format", "md", *ISSUED).stdout
    assert "## Facts behind the figures" in printed


def test_the_board_report_lists_its_facts_and_those_of_grades_for_the_audit_team(
    issued: Shell,
) -> None:
    typed = ("report", "board", CYCLE, "--explain", *ISSUED)
    told = {one["figure"]: one for one in issued.done(*typed)["explained"]}
    assert len(told["grades.0.planned"]["facts"]) == 1
    hidden = [one for one in told.values() if one.get("withheld")]
    assert {one["facts"] for one in hidden} == {None}
    whole = issued.done(*typed, "--full")["explained"]
    assert not any(one.get("withheld") for one in whole)
    assert issued("report", "board", CYCLE, "--full", *ISSUED).exit_code == 2
    out = ("--format", "docx", "--out", "board.docx")
    assert issued(*typed, *out).exit_code == 0
    assert Path("board.docx").exists()
