"""`sightline report timetable`: a standing paper of the year, its versions and minutes (§5)."""

from pathlib import Path

from docx import Document

from tests.bot.cli.conftest import NOVEMBER, Shell
from tests.bot.cli.test_timetable_command import SHEET, record

FIRST = SHEET + "Frontdoor,2027-05,Thresholds\n"
SECOND = "service,month,theme\nFrontdoor,2027-02,Neglect and poverty\nFrontdoor,2027-08,\n"


def test_the_year_is_that_of_the_newest_version_and_each_version_says_what_it_changed(
    council: Shell,
) -> None:
    council.done(*record(council, FIRST))
    council.done(*record(council, SECOND))
    paper = council.done("report", "timetable", *NOVEMBER)
    assert [(row["month"], row["theme"]) for row in paper["year"]] == [
        ("2027-02", "Neglect and poverty"),
        ("2027-08", ""),
    ]
    newest, first = paper["versions"]
    assert (newest["version"], first["version"]) == (2, 1)
    assert newest["dropped"] == ["Frontdoor, May 2027: Thresholds"]
    assert newest["retitled"] == ["Frontdoor, February 2027: Neglect and poverty"]
    assert newest["added"] == first["added"] == first["dropped"] == []
    assert first["minutes"] == "Heads agreed it."


def test_the_paper_is_a_document_with_every_version_and_its_minutes(council: Shell) -> None:
    council.done(*record(council, FIRST))
    council.done(*record(council, SECOND))
    typed = ("report", "timetable", "--format", "docx", "--out", "timetable.docx", *NOVEMBER)
    assert council(*typed).exit_code == 0
    made = Document(str(Path("timetable.docx")))
    said = [paragraph.text for paragraph in made.paragraphs]
    for words in ("The year at a glance", "Dropped: Frontdoor, May 2027: Thresholds"):
        assert words in said
    assert said.count("Heads agreed it.") == 2
    assert [cell.text for cell in made.tables[0].rows[1].cells][:3] == [
        "February 2027", "Frontdoor", "Neglect and poverty",
    ]  # fmt: skip
    assert council.refused(*typed)["fields"] == {"out": "already exists"}


def test_a_year_without_a_timetable_says_so(council: Shell) -> None:
    printed = council("report", "timetable", "--format", "md", *NOVEMBER)
    assert printed.exit_code == 0
    assert "No timetable has been agreed yet." in printed.stdout
