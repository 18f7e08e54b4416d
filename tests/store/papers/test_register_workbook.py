"""The register as a workbook: nothing in it is ever a formula (trust.md §4)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from store.papers.register_xlsx import MOST, is_risky, legible, register_xlsx
from store.views.reports.register import Register

AS_OF = datetime(2026, 12, 29, 9, tzinfo=UTC)
REGISTER = Register(
    programme="Understanding our Practice",
    as_of=AS_OF,
    head_seq=1412,
    head="9f2c41d07ab3",
    asked_by="officer@riverside.example",
    identifiable=True,
    cycles=({"cycle": "frontdoor-2026-12", "service": "Frontdoor", "seed_of_the_draw": 7},),
    audits=(),
    findings=(),
    actions=(),
    steps=(),
    meetings=(),
    dips=(),
)
RISKY = [
    "=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\0=1+1", "＝1+1", "＋1", "－1", "＠x",  # noqa: RUF001
    " =1+1", "\n=cmd|' /C calc'!A0", "\u00a0=1", "\ufeff=1", '=HYPERLINK("https://evil.example")',
]  # fmt: skip


def book(**row: Any) -> Any:
    """A workbook with one row of these columns, read back."""
    content = register_xlsx(replace(REGISTER, audits=(row,)))
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("words", RISKY)
def test_what_looks_like_a_formula_is_written_as_text_for_good(words: str) -> None:
    cell = book(audit="A1", what=words)["Audits"]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.hyperlink is None


@given(st.text(max_size=200))
def test_no_text_at_all_becomes_anything_but_text(words: str) -> None:
    cell = book(audit="A1", what=words)["Audits"]["B2"]
    assert cell.data_type in {"s", "n"}
    if cell.data_type == "n":
        assert cell.value is None
        return
    assert is_risky(words) == bool(cell.quotePrefix)


@pytest.mark.parametrize("words", ["https://evil.example", "mailto:x", "007", "1e5", "TRUE"])
def test_addresses_and_numbers_that_were_typed_stay_words(words: str) -> None:
    cell = book(audit="A1", what=words)["Audits"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)


def test_characters_that_no_workbook_may_hold_are_replaced() -> None:
    assert legible("a\0b\x1bc\ud800d\uffff\r\ne\tf") == "a\ufffdb\ufffdc\ufffdd\ufffd\ne\tf"


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    cut = legible("x" * 40_000)
    assert len(cut) == MOST
    assert cut.endswith("the ledger has the whole text)")


def test_the_first_sheet_says_as_of_when_from_which_head_with_which_seed_and_for_whom() -> None:
    about = book(audit="A1")["About"]
    said = [str(cell.value) for row in about.iter_rows() for cell in row if cell.value is not None]
    assert "Tue 29 Dec 2026, 09:00" in said
    assert "fact 1412, 9f2c41d07ab3" in said
    assert "officer@riverside.example" in said
    assert "7" in said
    assert any(line.startswith("Yes: it names children") for line in said)


def test_tables_keep_their_heading_in_sight_and_their_kinds_of_value() -> None:
    moment = datetime(2026, 12, 8, 14, tzinfo=UTC)
    row = {"audit": "A1", "case_ref": "M1", "returned": moment, "due": date(2026, 12, 21),
           "in_time": True, "actions": 3, "grade": None}  # fmt: skip
    sheet = book(**row)["Audits"]
    assert sheet.freeze_panes == "C2"
    assert [cell.value for cell in sheet[1]][:3] == ["Audit", "Case ref", "Returned"]
    values = [cell.value for cell in sheet[2]]
    assert values[2] == moment.replace(tzinfo=None)
    assert values[3] == datetime(2026, 12, 21)  # noqa: DTZ001 - Excel has no zones
    assert values[4:] == ["yes", 3, None]


def test_a_table_with_nothing_in_it_says_so() -> None:
    assert book(audit="A1")["Steps"]["A1"].value == "Nothing to list."
