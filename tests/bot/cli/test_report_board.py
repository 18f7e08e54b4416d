"""`sightline report board` as an operator types it: JSON, Markdown or a document, and for whom."""

import json
from pathlib import Path

from docx import Document

from tests.bot.cli.conftest import CYCLE, ISSUED, Shell, sample


def test_the_board_report_leads_with_impact_and_names_no_child(issued: Shell) -> None:
    document = issued.done("report", "board", CYCLE, *ISSUED)
    assert (document["cycle"], document["audience"]) == (CYCLE, "board")
    printed = issued("report", "board", CYCLE, "--format", "md", *ISSUED)
    assert printed.exit_code == 0
    first, second, *_ = (line for line in printed.stdout.split("\n") if line.startswith("## "))
    assert (first, second) == ("## Impact", "## Learning")
    names = [row["child_name"] for row in sample("cases.csv")]
    said = json.dumps(document, ensure_ascii=False) + printed.stdout
    assert not any(name in said for name in names)


def test_the_document_goes_to_a_new_file_and_overwrites_nothing(issued: Shell) -> None:
    typed = ("report", "board", CYCLE, "--format", "docx", "--out", "board.docx", *ISSUED)
    assert issued(*typed).exit_code == 0
    made = Document(str(Path("board.docx")))
    assert made.paragraphs[0].text.startswith("Understanding our Practice: ")
    before = Path("board.docx").read_bytes()
    assert issued.refused(*typed)["fields"] == {"out": "already exists"}
    assert Path("board.docx").read_bytes() == before


def test_it_asks_for_one_cycle_and_a_file_for_a_document(issued: Shell) -> None:
    assert issued("report", "board", *ISSUED).exit_code == 2
    assert issued("report", "board", CYCLE, "--format", "docx", *ISSUED).exit_code == 2
    assert issued.refused("report", "board", "nowhere", *ISSUED)["error"] == "not_found"
    assert issued("report", "board", "--for", "members", *ISSUED).exit_code == 0
    short = issued.done("report", "board", CYCLE, "--for", "practitioners", *ISSUED)
    assert "grades" not in short


def test_a_draft_is_asked_for_and_says_on_its_cover_that_it_is_one(issued: Shell) -> None:
    typed = ("report", "board", CYCLE, *ISSUED)
    assert "draft" not in issued.done(*typed)
    assert issued.done(*typed, "--draft")["draft"]["impact"].startswith("DRAFT from the records")
    assert issued(*typed, "--draft").stdout.startswith("# DRAFT")
    assert issued(*typed, "--draft", "--for", "practitioners").exit_code == 2
    said = {"impact": "Seen alone", "learning": "Drift is found", "plan": "One plan a team"}
    given = [part for name, words in said.items() for part in ("--set", f"{name}={words}")]
    officer = next(row["upn"] for row in sample("people.csv") if "audit_officer" in row["roles"])
    issued.done("act", "board.reported", CYCLE, *given, "--as", officer, *ISSUED)
    assert issued.refused(*typed, "--draft")["fields"].keys() == {"draft"}
