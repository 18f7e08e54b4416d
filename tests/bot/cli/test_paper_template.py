"""A paper takes the page, head and styles of a council's own template (programme.md §5)."""

import io
import json
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from PIL import Image

from tests.bot.cli.conftest import CYCLE, NOVEMBER, Shell

TYPED = ("report", "timetable", "--format", "docx", "--template", "council.docx", "--out")


def test_a_councils_template_keeps_its_head_and_styles_and_loses_its_text(council: Shell) -> None:
    template = Document()
    template.styles["Heading 1"].font.name = "Georgia"
    template.sections[0].header.paragraphs[0].add_run("Riverside Council")
    template.add_paragraph("Type the report here")
    template.save("council.docx")
    done = council.done(*TYPED, "paper.docx", *NOVEMBER)
    made = Document(str(Path("paper.docx")))
    assert made.styles["Heading 1"].font.name == "Georgia"
    first, second = made.sections[0].header.paragraphs
    assert (first.text, second.text.endswith("OFFICIAL-SENSITIVE")) == ("Riverside Council", True)
    assert "Type the report here" not in [paragraph.text for paragraph in made.paragraphs]
    assert "Sightline Table" in done["missing_styles"]


def test_a_file_that_word_cannot_open_is_no_template_and_nothing_is_written(council: Shell) -> None:
    Path("council.docx").write_text("no document", "utf-8")
    refused = council.refused(*TYPED, "paper.docx", *NOVEMBER)
    assert refused["fields"] == {"template": "is no Word document"}
    assert not Path("paper.docx").exists()


OWN = (
    'extends = "tower-hamlets"\n[papers]\ntemplate = "council.docx"\nclassification = "OFFICIAL"\n'
)


def _adopted(council: Shell) -> Path:
    """The council's profile names its template; gives the folder where that has to lie."""
    Path("own.toml").write_text(OWN, "utf-8")
    council.done("profile", "adopt", "own.toml", *NOVEMBER)
    folder = Path("templates")
    folder.mkdir()
    return folder


def _checked(council: Shell) -> dict[str, str]:
    checks = json.loads(council("doctor", "--json", *NOVEMBER).stdout)["checks"]
    return next(check for check in checks if check["name"] == "Template")


def test_the_template_that_a_profile_names_is_on_every_paper(council: Shell) -> None:
    folder = _adopted(council)
    template = Document()
    template.styles["Heading 1"].font.name = "Georgia"
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "#10263F").save(picture, "PNG")
    template.sections[0].header.paragraphs[0].add_run().add_picture(picture)
    template.save(str(folder / "council.docx"))
    papers = (("timetable",), ("learning",), ("board", CYCLE), ("board", "--for", "members"))
    for number, which in enumerate(papers):
        out = f"paper{number}.docx"
        council.done("report", *which, "--format", "docx", "--out", out, *NOVEMBER)
        made = Document(out)
        assert made.styles["Heading 1"].font.name == "Georgia"
        assert made.sections[0].header.paragraphs[-1].text.endswith("\tOFFICIAL")
    found = _checked(council)
    assert (found["state"], "a logo" in found["words"]) == ("warning", False)
    assert "Sightline Table" in found["words"]


def test_the_doctor_says_what_a_template_lacks_and_papers_come_out_without_it(
    council: Shell,
) -> None:
    folder = _adopted(council)
    assert _checked(council)["state"] == "wrong"
    assert "cannot be read" in _checked(council)["words"]
    typed = ("report", "timetable", "--format", "docx", "--out", "paper.docx", *NOVEMBER)
    assert council.done(*typed) == {"file": "paper.docx"}
    assert Document("paper.docx").styles["Heading 1"].font.name == "Arial"
    Document().save(str(folder / "council.docx"))
    found = _checked(council)
    assert (found["state"], "and a logo in its head" in found["words"]) == ("warning", True)


def test_the_name_of_a_template_leads_out_of_no_folder(shell: Shell) -> None:
    for name in ("../secret.docx", "/etc/x.docx", "a\\\\b.docx", ".docx", "council.doc"):
        Path("own.toml").write_text(OWN.replace("council.docx", name), "utf-8")
        (problem,) = json.loads(shell("profile", "check", "own.toml", "--json").stdout)["problems"]
        assert problem["key"] == "papers.template", name


def test_a_sheet_is_marked_as_the_profile_says(council: Shell) -> None:
    _adopted(council)
    typed = ("report", "scorecard", "--format", "xlsx", "--out", "card.xlsx", *NOVEMBER)
    council.done(*typed)
    for sheet in load_workbook("card.xlsx"):
        assert sheet.oddFooter.left.text == "OFFICIAL"
