"""Where nobody has written, the paper says what it waits for and from whom (programme.md §5)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from tests.store.acts.looking_again import SIX_WEEKS_ON, moderated
from tests.store.acts.reports.test_board_report import WRITTEN
from tests.store.council import CYCLE, OFFICER, Council

JANUARY = datetime(2027, 1, 29, 10, tzinfo=UTC)
LONDON = "Europe/London"


def told(council: Council, audience: Any = "board") -> dict[str, Any]:
    with council.read(JANUARY) as reader:
        return board_report(reader, [CYCLE], audience)


def notes(report: dict[str, Any]) -> list[str]:
    return [block.words for block in in_blocks(report, LONDON) if block.kind == "note"]


def rows_of(report: dict[str, Any], caption: str) -> list[tuple[str, ...]]:
    tables = [block for block in in_blocks(report, LONDON) if block.kind == "table"]
    return [*next(block.rows for block in tables if block.words == caption)[1:]]


@pytest.mark.parametrize("part", ["impact", "learning", "systemic issues", "the improvement plan"])
def test_a_part_that_is_not_written_says_whom_it_waits_for_and_by_when(
    council: Council, part: str
) -> None:
    (said,) = [note for note in notes(told(council)) if note.endswith(f"written of {part} yet.")]
    assert said.startswith("This part waits for the audit team, by Fri 29 Jan 2027, 17:00: ")


def test_once_the_report_is_written_nothing_waits_for_its_writer(council: Council) -> None:
    moderated(council, "Good", "RI")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    report = told(council)
    assert not [note for note in notes(report) if "waits for" in note]
    assert "The board report is not written yet" not in {row["why"] for row in report["not_known"]}


def test_what_is_not_known_names_the_audits_that_are_not_returned_and_why(council: Council) -> None:
    planned = len(council.audits())
    moderated(council, "Good", "RI")
    found = rows_of(told(council), "What is not known, and why")
    assert (
        f"The grades of {planned - 2} of {planned} audits (audit)",
        "They are not returned",
        "their auditors",
    ) in found
    assert any(row[0] == "The counts that are not shown" for row in found)


def test_an_area_without_a_name_of_the_councils_own_is_no_strength(council: Council) -> None:
    moderated(council, "Good", "Good")
    report = told(council)
    for row in report["domains"]:
        row["placeholder"] = True
    said = [block for block in in_blocks(report, LONDON) if block.kind in {"note", "table"}]
    names = {row["domain"] for row in report["domains"]}
    assert names
    assert not names & {cell for block in said for row in block.rows for cell in row}
    assert any("not named in the profile yet" in block.words for block in said)


def test_a_line_of_enquiry_tells_how_many_audits_speak_to_it(council: Council) -> None:
    moderated(council, "Good", "RI")
    report = told(council)
    assert {line["audits"]["of"] for line in report["kloes"]} <= {2}


def test_each_grade_stands_with_the_councils_own_definition(council: Council) -> None:
    rows = rows_of(told(council), "The council's own definitions")
    with council.read() as reader:
        assert rows == [
            (name, grade.definition, "yes" if grade.below_good else "no")
            for name, grade in reader.profile.grades.items()
        ]
