"""What families and practitioners said reaches the board, not only how often (guide §12)."""

from typing import Any

import pytest

from bot.cards.parts.inputs import Typed
from bot.cards.reports.cycle_report import board_form
from store.views.audit_month.return_read import return_read
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.cycle_report import on_cycle, report_read
from store.views.reports.register import register
from store.vocabulary.errors import Invalid
from tests.bot.dialogs.opening import inputs
from tests.store.acts.looking_again import MODERATED, SIX_WEEKS_ON
from tests.store.audit_month import moderate
from tests.store.council import CYCLE, OFFICER, Council

HEARD = {
    "family_feedback": "CANARY-family: she listens to us",
    "practitioner_feedback": "CANARY-worker: the talk helped",
}
BOARD = {
    "impact": "Children are seen", "learning": "Drift is found", "plan": "One plan",
    "families_said": "Parents want one worker who stays.\nChildren want to be asked.",
    "practitioners_said": "The conversation helped more than the form.",
}  # fmt: skip


def heard(council: Council) -> str:
    """A moderated audit whose return tells what was said."""
    audit = council.audits()[0]
    moderate(council, audit, at=MODERATED, **HEARD)
    return audit.id


def text(report: dict[str, Any]) -> str:
    return "\n".join(block.words for block in in_blocks(report, "Europe/London"))


def test_guide_12_the_board_reads_what_families_and_practitioners_said(council: Council) -> None:
    heard(council)
    council.do("board.reported", CYCLE, BOARD, by=OFFICER, at=SIX_WEEKS_ON)
    with council.read(SIX_WEEKS_ON) as reader:
        report = board_report(reader, [CYCLE])
        sent = next(row["id"] for row in council.table("cycle_report"))
        read = report_read(reader, sent, OFFICER)
    for words in ("Parents want one worker who stays.", "Children want to be asked.",
                  "The conversation helped more than the form."):  # fmt: skip
        assert words in text(report)
    assert "CANARY" not in str(report)
    assert read is not None
    assert {"What families and children said", "What practitioners said"} <= dict(read.parts).keys()


def test_a_report_of_before_says_that_nobody_has_written_it(council: Council) -> None:
    written = {key: BOARD[key] for key in ("impact", "learning", "plan")}
    council.do("board.reported", CYCLE, written, by=OFFICER, at=SIX_WEEKS_ON)
    with council.read(SIX_WEEKS_ON) as reader:
        said_then = text(board_report(reader, [CYCLE]))
    nothing = "The report as it was written says nothing of what"
    assert f"{nothing} families and children said" in said_then
    assert f"{nothing} practitioners said" in said_then


@pytest.mark.parametrize("field", ["families_said", "practitioners_said"])
def test_5_what_was_said_names_no_child(council: Council, field: str) -> None:
    given = BOARD | {field: "Zebedee Quill of MASH 1 said so"}
    with pytest.raises(Invalid) as refused:
        council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    assert set(refused.value.fields) == {field}


def test_the_audit_team_has_what_was_said_before_it_when_it_sums_it_up(council: Council) -> None:
    heard(council)
    with council.read(SIX_WEEKS_ON) as reader:
        drawn = board_form(on_cycle(reader, CYCLE, "board.report"), Typed())
        other = on_cycle(reader, CYCLE, "highlight.report")
    assert {"families_said", "practitioners_said"} <= inputs(drawn).keys()
    assert all(words in str(drawn) for words in HEARD.values())
    assert (other.families_said, other.practitioners_said) == ((), ())


def test_what_the_practitioner_said_is_kept_with_the_return(council: Council) -> None:
    audit = heard(council)
    assert "CANARY" not in str(council.table("fact"))
    with council.read(SIX_WEEKS_ON) as reader:
        read = return_read(reader, audit)
        rows = {row["audit"]: row for row in register(reader, [CYCLE], identifiable=True).audits}
    assert HEARD["practitioner_feedback"] in str(read)
    assert rows[audit]["practitioner_feedback"] == HEARD["practitioner_feedback"]
