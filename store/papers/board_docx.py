"""The board report as a Word document that the board's clerk can edit (programme.md §5)."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from store.views.reports.board_words import ReportBlock

GREY = RGBColor(0x59, 0x59, 0x59)
TABLE, BODY = "Light Grid Accent 1", "Calibri"


def board_docx(blocks: Sequence[ReportBlock], made_at: datetime) -> bytes:
    """The document's bytes; its properties hold `made_at` and name no person or machine."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(11)
    for block in blocks:
        _put(document, block)
    about = document.core_properties
    about.author = about.last_modified_by = "Sightline"
    about.comments = ""
    about.title = next((block.words for block in blocks if block.kind == "title"), "")
    about.created = about.modified = made_at.replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _put(document: Any, block: ReportBlock) -> None:
    match block.kind:
        case "title":
            document.add_heading(block.words, level=0)
        case "heading":
            document.add_heading(block.words, level=1)
        case "subheading":
            document.add_heading(block.words, level=2)
        case "list":
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case "table":
            _table(document, block)
        case "note":
            run = document.add_paragraph().add_run(block.words)
            run.font.size, run.font.color.rgb = Pt(9), GREY
        case _:
            document.add_paragraph(block.words)


def _table(document: Any, block: ReportBlock) -> None:
    first, *rest = block.rows
    table = document.add_table(rows=1, cols=len(first))
    table.style = TABLE
    for cell, words in zip(table.rows[0].cells, first, strict=True):
        cell.text = words
    for row in rest:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph()
