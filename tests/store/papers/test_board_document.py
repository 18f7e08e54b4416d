"""A report as a Word document: a board can file it without editing it (programme.md §5)."""

from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from store.papers.board_docx import board_docx
from store.papers.grade_chart import as_png, as_svg, contrast, readable_on, shades
from store.papers.word_styles import ACCENT, INK, MUTED, STYLES
from store.papers.word_tables import SIDES, SIZES, width_of
from store.views.reports.report_blocks import ChartBar, Cover, ReportBlock, ReportChart

TWIP = Pt(1) // 20
MADE = datetime(2027, 1, 29, 10, tzinfo=UTC)
COVER = Cover("Riverside", "Report to the board", "As of Fri", "OFFICIAL")
SCALE = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
CHART = ReportChart(SCALE, (ChartBar("June 2026", (6, 9, 8, 0)), ChartBar("July", (0, 5, 20, 9))))
HEAD = ("Month", "Kind of audit", "Returned", *SCALE, "Good or better", "Change in points")
ROW = ("December 2026", "re-audit", "24 of 25", *["not shown"] * 4, "12 (50%)", "▲ 12")
BLOCKS = (
    ReportBlock("title", "Audits: Frontdoor", cover=COVER),
    ReportBlock("heading", "Impact"),
    ReportBlock("text", "Children are seen alone."),
    ReportBlock("subheading", "Grades that stand now"),
    ReportBlock("chart", "Grades by cycle", items=("June: Good 9.",), chart=CHART),
    ReportBlock("table", "Grades", rows=(HEAD, *[ROW] * 60)),
    ReportBlock("list", items=("One", "Two")),
    ReportBlock("note", "No child is named."),
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return board_docx(BLOCKS, MADE)


@pytest.fixture(scope="module")
def paper(content: bytes) -> Any:
    return Document(BytesIO(content))


def test_each_page_but_the_cover_names_authority_classification_and_page_of_pages(
    paper: Any,
) -> None:
    (section,) = paper.sections
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Riverside\tOFFICIAL"
    foot = section.footer.paragraphs[0]
    fields = [part.text.strip() for part in section.footer.part.element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert foot.text == "Audits: Frontdoor\tPage 1 of 1"


def test_the_cover_says_whose_report_it_is_for_whom_and_as_of_when(paper: Any) -> None:
    first = [paragraph.text.strip() for paragraph in paper.paragraphs[:5]]
    assert first == [
        "Audits: Frontdoor",
        "Riverside",
        "Report to the board",
        "As of Fri",
        "OFFICIAL",
    ]


def test_the_contents_are_a_field_and_lead_to_each_heading(paper: Any) -> None:
    body = paper.element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    said = ["".join(t.text for t in link.iter(qn("w:t"))) for link in body.iter(qn("w:hyperlink"))]
    assert said == ["Impact", "Grades that stand now"]
    assert set(links) == marks
    assert any(part.text.strip().startswith("TOC") for part in body.iter(qn("w:instrText")))


def test_headings_go_down_one_level_at_a_time(paper: Any) -> None:
    levels = [int(p.style.name[-1]) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert levels == [1, 2]


def test_a_tables_head_repeats_and_no_row_is_split_over_two_pages(paper: Any) -> None:
    rows = [row.trPr for row in paper.element.body.iter(qn("w:tr"))]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 60
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_table_fits_the_page_and_breaks_no_word_of_its_head(paper: Any) -> None:
    (table,) = paper.tables
    assert sum(column.width for column in table.columns) <= Cm(21 - 4.4) + 9 * TWIP
    size = next(
        (run.font.size.pt for run in table.cell(0, 0).paragraphs[0].runs if run.font.size), SIZES[0]
    )
    for column, words in zip(table.columns, HEAD, strict=True):
        longest = max(width_of(word, size) for word in words.split())
        assert longest + SIDES <= column.width + TWIP


def test_each_table_and_figure_has_a_numbered_caption_and_each_picture_its_words(
    paper: Any,
) -> None:
    captions = [p.text for p in paper.paragraphs if p.style.name == "Caption"]
    assert captions == ["Figure 1. Grades by cycle", "Table 1. Grades"]
    (picture,) = paper.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "June: Good 9."


def test_a_chart_is_there_as_svg_with_a_png_beside_it(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name.startswith("word/media/")]
        assert sorted(name.rpartition(".")[2] for name in names) == ["png", "svg"]
        drawn = next(name for name in names if name.endswith(".svg"))
        assert parts.read(drawn) == as_svg(CHART, "June: Good 9.")
        assert b"svgBlip" in parts.read("word/document.xml")


def test_a_chart_reads_in_grey_and_each_share_stands_on_what_it_can_be_read_on() -> None:
    fills = shades(4)
    for lighter, darker in pairwise(fills):
        assert contrast(lighter, darker) >= 1.7
    assert all(contrast(fill, readable_on(fill)) >= 4.5 for fill in fills)
    picture = Image.open(BytesIO(as_png(CHART))).convert("L")
    assert len(picture.getcolors() or ()) > 4


def test_every_style_is_read_against_its_ground() -> None:
    for style in STYLES:
        ground = f"#{ACCENT}" if style.colour == "FFFFFF" else "#FFFFFF"
        assert contrast(f"#{style.colour}", ground) >= 4.5, style.name
    assert {ACCENT, INK, MUTED} <= {style.colour for style in STYLES}


def test_the_document_says_that_it_is_in_british_english(paper: Any) -> None:
    assert paper.core_properties.language == "en-GB"
    assert {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))} == {"en-GB"}


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=60))
def test_whatever_was_written_the_document_can_be_opened(words: str) -> None:
    blocks = (
        ReportBlock("title", words, cover=COVER),
        ReportBlock("heading", words),
        ReportBlock("table", words, rows=((words, "B"), ("1", words))),
        ReportBlock("list", items=(words,)),
        ReportBlock("chart", words, items=(words,),
                    chart=ReportChart((words, "B"), (ChartBar(words, (1, 2)),))),
    )  # fmt: skip
    made = Document(BytesIO(board_docx(blocks, MADE)))
    assert len(made.tables) == 1
