"""A draft from the records is offered where nothing is written, and never sent as finished (§5)."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.cards.parts.inputs import Typed
from bot.cards.reports.cycle_report import board_form
from store.views.reports.board_draft import MARK, MOST, board_draft
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.cycle_report import on_board_report
from store.vocabulary.errors import Invalid
from tests.store.acts.looking_again import SIX_WEEKS_ON, dip, moderated
from tests.store.acts.reports.test_board_report import WRITTEN
from tests.store.council import CYCLE, OFFICER, Council


def _boxes(council: Council, typed: Typed | None = None) -> dict[str, str]:
    with council.read(SIX_WEEKS_ON) as reader:
        drawn = board_form(on_board_report(reader, CYCLE), typed or Typed())
    return {box["id"]: box.get("value", "") for box in _texts(drawn)}


def _texts(part: Any) -> Iterator[dict[str, Any]]:
    match part:
        case {"type": "Input.Text"}:
            yield part
        case dict():
            yield from (box for value in part.values() for box in _texts(value))
        case list():
            yield from (box for value in part for box in _texts(value))


def test_5_the_audit_teams_form_begins_with_a_draft_that_says_that_it_is_one(
    council: Council,
) -> None:
    audits = moderated(council, "RI", "Good", "Inadequate", "Good")
    dip(council, audits[0], "Good")
    boxes = _boxes(council)
    assert boxes["impact"].startswith(MARK)
    assert "Of the audits of December 2026, so far:" in boxes["impact"]
    assert "audits" in boxes["learning"]
    assert boxes["practitioners"] == ""
    own = _boxes(council, Typed(values={"impact": "Children are seen"}))
    assert own["impact"] == "Children are seen"
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    assert set(_boxes(council).values()) == {""}


@pytest.mark.parametrize("field", ["impact", "practitioners"])
def test_5_a_draft_is_never_sent_as_finished(council: Council, field: str) -> None:
    moderated(council, "Good", "RI")
    left_in = WRITTEN | {field: f"{MARK}\nNo work fell below good."}
    with pytest.raises(Invalid) as refused:
        council.do("board.reported", CYCLE, left_in, by=OFFICER, at=SIX_WEEKS_ON)
    assert refused.value.fields.keys() == {field}
    assert "still says DRAFT" in refused.value.fields[field]
    own_words = WRITTEN | {field: "Draft plans of the summer are plans now."}
    council.do("board.reported", CYCLE, own_words, by=OFFICER, at=SIX_WEEKS_ON)


def test_5_a_paper_with_a_draft_says_so_on_each_page_and_before_each_part(council: Council) -> None:
    moderated(council, "RI", "Good", "Good")
    with council.read(SIX_WEEKS_ON) as reader:
        report = board_report(reader, [CYCLE])
        plain = in_blocks(report, "Europe/London")
        drafted = in_blocks({**report, "draft": board_draft(report)}, "Europe/London")
    first = drafted[0]
    assert first.words.startswith("DRAFT. ")
    assert first.cover is not None
    assert first.cover.classification == "DRAFT. OFFICIAL-SENSITIVE"
    marks = [block for block in drafted if block.words == MARK]
    assert len(marks) == len(board_draft(report))
    assert not any("DRAFT" in block.words for block in plain)
    waits = [block.words for block in plain if block.words.startswith("This part waits for")]
    assert waits == [b.words for b in drafted if b.words.startswith("This part waits for")]


def test_5_a_draft_says_nothing_that_the_report_leaves_out_and_fits_its_box(
    council: Council,
) -> None:
    moderated(council, "RI", "Inadequate", "Good")
    with council.read(SIX_WEEKS_ON) as reader:
        report = board_report(reader, [CYCLE])
    drafts = board_draft(report)
    assert "is not shown" in drafts["learning"]
    many = [{"scope": "service", "what": "W" * 900, "owner": "the team", "due": reader.today}] * 9
    long = board_draft({**report, "board_actions": many})
    assert len(long["plan"]) <= MOST
    assert long["plan"].count("\n") == 3
