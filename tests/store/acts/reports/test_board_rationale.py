"""Why a line of enquiry was asked, as board and evidence pack read it (programme.md §5)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from store.tables import Cycle, Sealed
from store.views.reports.board_parts import WITHHELD
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.evidence import evidence
from tests.store.acts.planning import AGREED, filled, meet, record
from tests.store.council import CYCLE, Council, case

JANUARY = datetime(2027, 1, 29, 10, tzinfo=UTC)
WHY = AGREED["rationale"]


@pytest.fixture
def agreed(empty: Council) -> Council:
    """A cycle with one line of enquiry, whose rationale was sealed at the KLOE meeting."""
    council = filled(empty)
    record(council, "Frontdoor 2026-12")
    meet(council, CYCLE)
    return council


def line_of(council: Council) -> dict[str, Any]:
    with council.read(JANUARY) as reader:
        (line,) = board_report(reader, [CYCLE])["kloes"]
        return dict(line)


def test_5_board_and_evidence_pack_read_the_rationale_that_was_sealed(agreed: Council) -> None:
    with agreed.read(JANUARY) as reader:
        sealed = reader.get(Cycle, CYCLE).kloes[0]["rationale"]
        report = board_report(reader, [CYCLE])
        blocks = (*in_blocks(report, "Europe/London"), *evidence(reader, CYCLE).board)
    assert report["kloes"][0]["rationale"] == WHY
    assert [block.words for block in blocks].count(f"Why it was asked: {WHY}") == 2
    assert not [block.words for block in blocks if sealed in block.words]


def test_5_a_rationale_that_names_a_child_is_withheld(agreed: Council) -> None:
    agreed.load_cases([case("FR-10", child_name=WHY)])
    assert line_of(agreed)["rationale"] == WITHHELD


def test_5_a_rationale_that_was_disposed_of_is_left_out(agreed: Council) -> None:
    with agreed.unit() as unit:
        sealed = unit.get(Cycle, CYCLE).kloes[0]["rationale"]
        unit.session.delete(unit.session.get(Sealed, (agreed.programme, sealed)))
        unit.session.flush()
        (line,) = board_report(unit, [CYCLE])["kloes"]
    assert line["rationale"] == ""
