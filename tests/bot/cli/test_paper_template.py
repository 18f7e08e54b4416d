"""A paper takes the page, head and styles of a council's own template (programme.md §5)."""

from pathlib import Path

from docx import Document

from tests.bot.cli.conftest import NOVEMBER, Shell

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
