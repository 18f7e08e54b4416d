"""Each paper says what its readers need and waits for nobody unnamed, and everybody can read it."""

from io import BytesIO
from itertools import pairwise
from typing import Any, get_args

import pytest
from docx import Document
from docx.oxml.ns import qn

from store.papers.board_docx import board_docx
from store.views.reports.board_report import Audience, board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.national_frame import SOURCE
from store.views.reports.report_blocks import ReportBlock
from tests.store.acts.looking_again import SIX_WEEKS_ON, dip, issue_next, moderated, next_cycle
from tests.store.acts.reports.test_board_report import WRITTEN
from tests.store.council import CYCLE, OFFICER, Council

STANDS_OUT = "Plans name who does what"


def blocks(council: Council, audience: Audience, *cycles: str) -> list[ReportBlock]:
    with council.read(SIX_WEEKS_ON) as reader:
        return in_blocks(board_report(reader, cycles or (CYCLE,), audience), "Europe/London")


def _written(council: Council) -> None:
    audits = moderated(council, "RI", "Good", "Inadequate", "Good", "Good")
    dip(council, audits[0], "Good")
    council.do("highlight.reported", CYCLE, {"text": STANDS_OUT}, by=OFFICER, at=SIX_WEEKS_ON)
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)


def test_5_the_highlights_say_what_stands_out_or_whom_they_wait_for(council: Council) -> None:
    moderated(council, "Good", "RI")
    waiting = [block.words for block in blocks(council, "highlights")]
    (waits,) = [words for words in waiting if words.startswith("This part waits for")]
    assert waits.endswith("they have not written of what stands out yet.")
    given = {"text": STANDS_OUT}
    council.do("highlight.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    told = blocks(council, "highlights")
    heads = [block.words for block in told if block.kind == "heading"]
    assert heads == ["What stands out", "Grades", "Lines of enquiry", "What has followed so far"]
    assert STANDS_OUT in [block.words for block in told]


def test_5_members_read_of_their_year_cycle_by_cycle_with_what_followed(council: Council) -> None:
    _written(council)
    title, *rest = blocks(council, "members", CYCLE)
    assert title.words.endswith("Briefing for members, December 2026")
    heads = [block.words for block in rest if block.kind == "heading"]
    assert heads == ["Frontdoor, December 2026", "Grades"]
    said = [block.words for block in rest]
    assert said.index(WRITTEN["impact"]) < said.index(WRITTEN["learning"])
    assert any("not shown" in item for block in rest for item in block.items)
    next_cycle(council)
    issue_next(council)
    several = blocks(council, "members", *(row["id"] for row in council.table("cycle")))
    assert " to " in several[0].words


def test_5_each_question_of_inspectors_leads_to_parts_that_the_report_has(council: Council) -> None:
    _written(council)
    told = blocks(council, "board")
    heads = {block.words for block in told if block.kind == "heading"}
    table = next(block for block in told if block.words == "Ofsted's questions of a council")
    for question, answered in table.rows[1:]:
        assert question.endswith("?")
        assert set(answered.split("; ")) <= heads
    assert SOURCE in [block.words for block in told]


@pytest.mark.parametrize("audience", get_args(Audience))
def test_5_every_paper_can_be_heard_and_read_without_colour(
    council: Council, audience: Audience
) -> None:
    _written(council)
    made: Any = Document(BytesIO(board_docx(blocks(council, audience), SIX_WEEKS_ON)))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    pictures = list(made.element.body.iter(qn("wp:docPr")))
    assert all(len(picture.get("descr")) > len("Good 1.") for picture in pictures)
    for table in made.tables:
        first, *others = table._tbl.iter(qn("w:tr"))  # noqa: SLF001 - python-docx shows no marks
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text.strip() for cell in table.rows[0].cells)
        assert not any(row.trPr.find(qn("w:tblHeader")) is not None for row in others)
    captions = styles.count("Caption")
    assert captions == len(made.tables) + len(pictures)
    changes = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert not any(text.strip() in {"▲", "▼"} for text in changes)
