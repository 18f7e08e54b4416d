"""A report as a Word document that can be filed as it is, and edited (programme.md §5).

A cover, contents, and the report. Each page names the authority, the classification and its number.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu

from store.papers import word_styles
from store.papers.grade_chart import as_png, as_svg
from store.papers.safe_text import legible
from store.papers.word_fields import bookmark, contents, field
from store.papers.word_tables import add_table
from store.views.reports.report_blocks import Cover, ReportBlock

LEVELS = {"heading": 1, "subheading": 2}
STYLES = {"text": "Normal", "note": word_styles.NOTE}
_SVG = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{embed}"/></a:ext></a:extLst>'
)
"""Beside the PNG that every program draws, the SVG that newer ones do ([MS-ODRAWXML] 2.4.1)."""


def board_docx(
    blocks: Sequence[ReportBlock], made_at: datetime, template: bytes | None = None
) -> bytes:
    """The document's bytes; its properties hold `made_at` and name no person or machine."""
    document = word_styles.blank_paper(template)
    title = next(block for block in blocks if block.kind == "title")
    heads = list(_headings(blocks))
    if title.cover is not None:
        _cover(document, title.words, title.cover)
        _margins(document, title.words, title.cover)
        document.add_paragraph("Contents", style=word_styles.CONTENTS)
        contents(document, heads)
    _body(document, [block for block in blocks if block.kind != "title"], heads)
    about = document.core_properties
    about.author = about.last_modified_by = "Sightline"
    about.comments, about.language = "", "en-GB"
    about.title = legible(title.words)
    about.created = about.modified = made_at.replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _headings(blocks: Sequence[ReportBlock]) -> Iterator[tuple[int, str, str]]:
    number = 0
    for block in blocks:
        if block.kind in LEVELS:
            number += 1
            yield LEVELS[block.kind], legible(block.words), f"_Toc{number:06}"


def _cover(document: Any, title: str, cover: Cover) -> None:
    document.add_paragraph(legible(title), style=word_styles.TITLE)
    for words in (cover.authority, cover.readers, cover.made, cover.classification):
        document.add_paragraph(legible(words), style=word_styles.SUBTITLE)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _margins(document: Any, title: str, cover: Cover) -> None:
    """The head and foot of every page but the cover."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    width = section.page_width - section.left_margin - section.right_margin
    head, foot = _free_line(section.header), _free_line(section.footer)
    for paragraph in (head, foot):
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{legible(cover.authority)}\t{legible(cover.classification)}")
    foot.add_run(f"{legible(title)}\tPage ")
    field(foot, " PAGE ", "1")
    foot.add_run(" of ")
    field(foot, " NUMPAGES ", "1")


def _free_line(part: Any) -> Any:
    """The line of a head or foot to write in: below what a council's template has there."""
    first = part.paragraphs[0]
    return part.add_paragraph() if first.runs else first


def _body(
    document: Any, blocks: Sequence[ReportBlock], heads: Sequence[tuple[int, str, str]]
) -> None:
    marks = iter(heads)
    numbers = {"Table": 0, "Figure": 0}
    first = True
    for block in blocks:
        match block.kind:
            case "heading" | "subheading":
                level, words, mark = next(marks)
                heading = document.add_heading(words, level=level)
                heading.paragraph_format.page_break_before = first
                bookmark(heading, mark, int(mark.removeprefix("_Toc")))
                first = False
            case "list":
                for item in block.items:
                    document.add_paragraph(legible(item), style=word_styles.BULLET)
            case "table":
                _caption(document, "Table", block.words, numbers)
                section = document.sections[0]
                width = section.page_width - section.left_margin - section.right_margin
                add_table(document, [[legible(cell) for cell in row] for row in block.rows], width)
                document.add_paragraph(style=word_styles.CELL)
            case "chart":
                _caption(document, "Figure", block.words, numbers)
                _picture(document, block, numbers["Figure"])
            case _:
                document.add_paragraph(legible(block.words), style=STYLES[block.kind])


def _caption(document: Any, kind: str, words: str, numbers: dict[str, int]) -> None:
    numbers[kind] += 1
    caption = document.add_paragraph(f"{kind} ", style=word_styles.CAPTION)
    field(caption, f" SEQ {kind} ", str(numbers[kind]))
    caption.add_run(f". {legible(words)}")


def _picture(document: Any, block: ReportBlock, number: int) -> None:
    """The chart as PNG with its SVG, and what it shows in words for whoever cannot see it."""
    assert block.chart is not None
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    shape = document.add_picture(BytesIO(as_png(block.chart)), width=Emu(width))
    about = shape._inline.docPr  # noqa: SLF001 - python-docx writes no alternative text
    words = legible(block.items[0] if block.items else block.words)
    about.set("descr", words)
    about.set("title", legible(block.words))
    name = PackURI(f"/word/media/chart{number}.svg")
    drawn = Part(name, "image/svg+xml", as_svg(block.chart, words), document.part.package)
    embed = document.part.relate_to(drawn, RELATIONSHIP_TYPE.IMAGE)
    (blip,) = shape._inline.iter(qn("a:blip"))  # noqa: SLF001 - as above
    blip.append(parse_xml(_SVG.format(embed=embed)))
