"""The papers of a rehearsed ledger as their readers file them, and what nobody would file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from docx import Document
from openpyxl import load_workbook

from bot.dialogs.faces import face
from bot.dialogs.reports.report_files import report_file
from store.ledger import Reader
from store.papers.board_docx import board_docx
from store.people.posts import acting, post
from store.tables import Cycle, CycleReport, Message
from store.views.reports.board_report import Audience, board_report
from store.views.reports.board_words import in_blocks
from store.vocabulary.message_kinds import MessageKind
from store.vocabulary.reports import REPORTS
from store.vocabulary.terms import has_terms
from tests.bot.cards.linter import said

UPN: Final = re.compile(r"[\w.]+@[\w.]+")
KEY: Final = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\bpost:|\{|\}|\bNone\b|\bnull\b|\b[a-z-]+-20\d\d-\d\d\b"
)
"""A name of ours: `board_report`, a post, an empty value, the id of a cycle."""
UNWRITTEN: Final = re.compile(r"not written|placeholder|\bDRAFT\b|\bTODO\b|lorem", re.IGNORECASE)
PROOF: Final = re.compile(r"[0-9a-f]{64}")


CARDS: Final[tuple[MessageKind, ...]] = ("digest", "service_digest", "team_digest", "scorecard")
NEWEST: Final = 4
"""How many of the newest cards of each kind are read."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its name, every piece of text in it, and its bytes where it is a file."""

    name: str
    texts: tuple[str, ...]
    content: bytes = b""


def papers_of(reader: Reader) -> Iterator[Paper]:
    """The Director's Monday, the scorecard, each report by name, and each cycle's own papers."""
    officer = min(acting(reader, post("audit_team")))
    for kind in CARDS:
        for message in reader.rows(Message, kind=kind, order="-queued_at", limit=NEWEST):
            shown = face(reader, message)
            if shown is not None:
                yield Paper(f"{kind} {message.id}", _lines(said(shown.card)))
    for report in REPORTS:
        if report != "highlights":
            yield _file(*report_file(reader, officer, {"report": report}))
    written = {row.cycle for row in reader.rows(CycleReport, kind="board")}
    audiences: tuple[Audience, ...] = ("board", "practitioners")
    for cycle in reader.rows(Cycle, order="month"):
        for audience in audiences if cycle.id in written else ():
            document = board_report(reader, [cycle.id], audience)
            blocks = [*in_blocks(document, reader.profile.programme.zone)]
            content = board_docx(blocks, reader.calendar.local(reader.at))
            yield _file(f"{cycle.id} for {audience}.docx", content)


def faults_of(paper: Paper, people: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each thing that a Head of Service would not file."""
    for text in paper.texts:
        told = PROOF.sub("", text)
        for what, pattern in (("a UPN", UPN), ("a name of ours", KEY), ("unwritten", UNWRITTEN)):
            if found := pattern.search(told):
                yield f"{paper.name}: {what}, {found.group()!r} in {text[:80]!r}"
        if has_terms(text):
            yield f"{paper.name}: a post by its term in {text[:80]!r}"
        if any(re.search(rf"(?<![\w.]){re.escape(upn)}(?![\w.])", told) for upn in people):
            yield f"{paper.name}: somebody by UPN in {text[:80]!r}"
    if paper.name.endswith(".docx"):
        yield from _too_wide(paper)
    if paper.name.endswith(".xlsx"):
        yield from _unfit(paper)


def _too_wide(paper: Paper) -> Iterator[str]:
    """Tables wider than the text, and words that their column would break."""
    document: Any = Document(BytesIO(paper.content))
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for number, table in enumerate(document.tables, 1):
        columns = [cell.width for cell in table.rows[0].cells]
        if None in columns or sum(columns) > width * 1.01:
            yield f"{paper.name}: table {number} is wider than its page"


def _unfit(paper: Paper) -> Iterator[str]:
    """Tables that print without an area and a head on each page; one page needs neither."""
    for sheet in load_workbook(BytesIO(paper.content)).worksheets:
        if sheet.tables and not (
            _on_one_page(sheet) or (sheet.print_area and sheet.print_title_rows)
        ):
            yield f"{paper.name}: sheet {sheet.title} has no print area or no head on each page"


def _on_one_page(sheet: Any) -> bool:
    """Whether it is scaled to one page, which a workbook says by leaving both numbers out."""
    page, scaled = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    fits = scaled is not None and bool(scaled.fitToPage)
    return fits and (page.fitToWidth, page.fitToHeight) in {(None, None), (1, 1)}


def _file(name: str, content: bytes) -> Paper:
    return Paper(name, tuple(_texts(name, content)), content)


def _texts(name: str, content: bytes) -> Iterator[str]:
    if name.endswith(".xlsx"):
        for sheet in load_workbook(BytesIO(content)).worksheets:
            for row in sheet.iter_rows(values_only=True):
                yield from (cell for cell in row if isinstance(cell, str))
        return
    document: Any = Document(BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


def _lines(words: str) -> tuple[str, ...]:
    return tuple(words.splitlines())
