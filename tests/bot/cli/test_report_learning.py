"""`sightline report learning` as an operator types it: JSON, Markdown or a document."""

from pathlib import Path

from docx import Document

from tests.bot.cli.conftest import ISSUED, Shell


def test_the_report_prints_each_theme_and_says_where_there_is_none(issued: Shell) -> None:
    assert issued.done("report", "learning", *ISSUED)["rows"] == []
    printed = issued("report", "learning", "--format", "md", *ISSUED)
    assert "No learning has been planned yet." in printed.stdout


def test_the_document_goes_to_a_new_file_and_overwrites_nothing(issued: Shell) -> None:
    typed = ("report", "learning", "--format", "docx", "--out", "learning.docx", *ISSUED)
    assert issued(*typed).exit_code == 0
    assert "learning from audits" in Document(str(Path("learning.docx"))).paragraphs[0].text
    assert issued.refused(*typed)["fields"] == {"out": "already exists"}
    assert issued("report", "learning", "--format", "docx", *ISSUED).exit_code == 2
    assert issued.refused("report", "learning", "nowhere", *ISSUED)["error"] == "not_found"
