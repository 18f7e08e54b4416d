"""The board report: impact and learning first, no child named, no small count (§5, guide §12)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from docx import Document

from bot.rehearsal.checks.papers import worked_out
from store.papers.board_docx import board_docx
from store.tables import Audit, Case, Cycle
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.grades import grades
from store.views.reports.impact import impact
from tests.store.acts.looking_again import MODERATED, SIX_WEEKS_ON, dip, moderated
from tests.store.council import CYCLE, OFFICER, PSW, Council, case, caseload, profile_text, staff

JANUARY = datetime(2027, 1, 29, 10, tzinfo=UTC)
WRITTEN = {
    "impact": "Children are seen alone more often",
    "learning": "Drift is found early",
    "systemic": "Reviews are late",
    "families_said": "Parents want one worker who stays",
    "practitioners_said": "The conversation helped more than the form",
    "plan": "One plan a team a month",
    "practitioners": "Thank you for the conversations",
}
SCALE = ("Outstanding", "Good", "RI", "Inadequate")


def told(council: Council, audience: Any = "board") -> dict[str, Any]:
    with council.read(JANUARY) as reader:
        return board_report(reader, [CYCLE], audience)


def headings(report: dict[str, Any]) -> list[str]:
    return [b.words for b in in_blocks(report, "Europe/London") if b.kind == "heading"]


def words(report: dict[str, Any]) -> str:
    blocks = in_blocks(report, "Europe/London")
    return "\n".join(
        " ".join([b.words, *b.items, *(cell for row in b.rows for cell in row)]) for b in blocks
    )


# ---- what it says, in which order ----------------------------------------------------------------


def test_5_impact_and_learning_come_first_then_grades_then_process(council: Council) -> None:
    moderated(council, "Good", "RI")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    assert headings(told(council)) == [
        "Impact", "Learning", "Grades", "Lines of enquiry", "By area of practice",
        "Systemic issues", "What families and practitioners said", "Improvement plan",
        "What is not known, and why", "What inspectors ask, and where it is answered",
        "What the grades mean",
    ]  # fmt: skip


def test_5_practitioners_read_a_short_version_without_tables(council: Council) -> None:
    moderated(council, "Good", "RI")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    short = told(council, "practitioners")
    assert "Thank you for the conversations" in words(short)
    assert not [b for b in in_blocks(short, "Europe/London") if b.kind == "table"]
    assert len(words(short)) < len(words(told(council))) / 2


def test_5_grades_stand_beside_those_of_the_services_earlier_cycles(council: Council) -> None:
    moderated(council, "Good")
    later = council.open_cycle(month="2027-06-01")
    council.draw(later)
    council.issue(later)
    with council.read(JANUARY) as reader:
        report = board_report(reader, [later])
    assert [row["cycle"] for row in report["grades"]] == [CYCLE, later]
    assert report["last_cycle"]["cycle"] == CYCLE


def test_5_the_agreed_campaign_stands_in_the_plan(council: Council) -> None:
    given = {"workshop_on": "2027-03-10", "plan": "One each", "themes": ["The child's own words"]}
    council.do("campaign.agreed", CYCLE, given, by=PSW, at=SIX_WEEKS_ON)
    said = words(told(council))
    assert "Team managers' workshop: Wed 10 Mar." in said
    assert "The child's own words" in said


def test_5_members_are_briefed_on_all_cycles_of_the_year(council: Council) -> None:
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    with council.read(JANUARY) as reader:
        report = board_report(reader, [], "members")
    assert headings(report) == ["Frontdoor, December 2026", "Grades"]


def test_5_the_document_holds_all_of_it_and_no_name_of_who_made_it(council: Council) -> None:
    moderated(council, "Good", "RI")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    blocks = in_blocks(told(council), "Europe/London")
    made = Document(BytesIO(board_docx(blocks, JANUARY)))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    for block in blocks:
        assert block.words in text
    assert len(made.tables) == sum(block.kind == "table" for block in blocks)
    assert made.core_properties.author == "Sightline"


# ---- a child is never named ----------------------------------------------------------------------


def test_5_no_child_is_named_nor_any_case_nor_a_word_of_a_record(council: Council) -> None:
    audits = moderated(council, "RI", "Good")
    dip(council, audits[0], "RI", standing="delayed", delay="The grandmother was never asked")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    for audience in ("board", "practitioners", "members"):
        report = told(council, audience)
        said = json.dumps(report, default=str) + words(report)
        assert "Zebedee" not in said
        assert "grandmother" not in said
        with council.read() as reader:
            assert not any(row.id in said for row in reader.rows(Case))


def test_5_a_name_that_became_known_later_is_not_shown(council: Council) -> None:
    given = WRITTEN | {"impact": "Thanks to Arthur Dent for his words"}
    council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    assert "Arthur Dent" in told(council)["impact"]
    council.load_cases([case("FR-10", child_name="Arthur Dent")])
    assert told(council)["impact"] == "(Not shown here: the text names a child.)"


# ---- small counts --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """A cycle of thirty audits, on SQLite: the counts are made of rows alone."""
    folder = tmp_path_factory.mktemp("wide")
    council = Council.empty(f"sqlite:///{folder / 'ledger.db'}")
    council.found(profile_text(tm=22, ap=8))
    council.load_people(staff())
    council.load_cases(caseload(each=18))
    council.open_cycle()
    council.draw()
    council.issue()
    yield council
    council.close()


def spread(council: Council, first: tuple[int, ...], after: tuple[int, ...]) -> None:
    """The cycle's audits graded so, best grade first, and moderated to `after`."""
    ones = [grade for grade, n in zip(SCALE, first, strict=True) for _ in range(n)]
    others = [grade for grade, n in zip(SCALE, after, strict=True) for _ in range(n)]
    with council.unit(at=MODERATED) as unit:
        audits = unit.rows(Audit, cycle=CYCLE, kind="full")
        for audit, one, other in zip(audits, ones, others, strict=True):
            audit.state, audit.returned_at = "moderated", MODERATED
            audit.first, audit.moderated, audit.moderated_at = one, other, MODERATED
        unit.record("test.arranged", council.programme, {})


SPREADS = [
    ((2, 13, 13, 2), (2, 13, 13, 2)),
    ((0, 20, 8, 2), (0, 20, 8, 2)),
    ((6, 18, 4, 2), (6, 18, 4, 2)),
    ((3, 20, 7, 0), (1, 22, 6, 1)),
    ((10, 10, 5, 5), (10, 10, 5, 5)),
    ((0, 26, 4, 0), (0, 26, 4, 0)),
    ((1, 27, 1, 1), (0, 29, 1, 0)),
    ((5, 15, 9, 1), (5, 14, 10, 1)),
]


def consistent(report: dict[str, Any], row: dict[str, Any], n: int) -> list[tuple[int, ...]]:
    """Every spread of final grades that somebody with the report could not rule out."""
    final = {grade: one["n"] for grade, one in row["final"].items()}
    below = report["so_far"]["below_good"]["n"]
    ranges = [range(n + 1) if final[grade] is None else [final[grade]] for grade in SCALE]
    return [
        counts
        for counts in product(*ranges)
        if sum(counts) == n and (below is None or counts[2] + counts[3] == below)
    ]


@pytest.mark.parametrize(("first", "after"), SPREADS)
def test_5_nobody_works_out_a_count_under_five_from_the_report(
    wide: Council, first: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """The attack: all totals, all grades shown, and how many fell below good, put together."""
    spread(wide, first, after)
    with wide.read(JANUARY) as reader:
        assert list(worked_out(reader)) == []
    report = told(wide)
    (row,) = report["grades"]
    left = consistent(report, row, 30)
    assert after in left
    for place, grade in enumerate(SCALE):
        if 0 < after[place] < 5:
            assert row["final"][grade]["n"] is None
            assert len({counts[place] for counts in left}) > 1, grade
    below = after[2] + after[3]
    if 0 < below < 5:
        assert report["so_far"]["below_good"]["n"] is None


def test_5_the_attack_finds_the_number_where_how_many_are_below_good_is_told(wide: Council) -> None:
    """Without the defence: 20 Good are shown of 30, so 7 below good leave 3 Outstanding."""
    spread(wide, (3, 20, 6, 1), (3, 20, 6, 1))
    report = told(wide)
    (row,) = report["grades"]
    assert row["final"]["Good"]["n"] == 20
    assert report["so_far"]["below_good"]["n"] is None
    report["so_far"]["below_good"]["n"] = 7
    assert {counts[0] for counts in consistent(report, row, 30)} == {3}


@pytest.mark.parametrize(("first", "after"), SPREADS)
def test_5_the_board_and_the_grades_report_hide_the_same(
    wide: Council, first: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """Held side by side, one does not give away what the other leaves out."""
    spread(wide, first, after)
    with wide.read(JANUARY) as reader:
        (other,) = grades(reader, [CYCLE])["rows"]
    (row,) = told(wide)["grades"]
    assert row["final"] == other["final"]


def test_5_what_moderation_changed_in_few_children_is_not_told(wide: Council) -> None:
    spread(wide, (0, 20, 10, 0), (2, 18, 10, 0))
    (row,) = told(wide)["grades"]
    assert row["moderation"]["raised"] is None
    assert row["moderation"]["kept"] is None
    assert row["moderation"]["moderated"] == 30


def test_5_no_count_of_the_whole_report_is_between_one_and_four_unless_it_counts_duties(
    council: Council,
) -> None:
    audits = moderated(council, "RI", "Good", "Inadequate", "Good", "RI", "Good")
    dip(council, audits[0], "Good")
    duties = {
        "returned", "planned", "moderated", "done", "of", "n", "number", "agreed", "open",
        "overdue", "complete", "reaudits_waiting",
    }  # fmt: skip
    for path, value in leaves(told(council)):
        if isinstance(value, int) and not isinstance(value, bool) and path[-1] not in duties:
            assert not 0 < value < 5, path


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, path)
    else:
        yield path, node


def test_5_the_academy_sees_every_count(council: Council) -> None:
    moderated(council, "RI", "Good")
    with council.read(JANUARY) as reader:
        found = impact(reader, reader.get(Cycle, CYCLE), full=True)
    assert found["below_good"] == {"n": 1, "improved": 0, "not_yet": 1}


@pytest.mark.parametrize(
    ("escalated", "line"),
    [
        (7, "7 were escalated, because they had not improved."),
        (None, "How many were escalated, because they had not improved, is not shown."),
    ],
)
def test_3_what_was_escalated_stands_in_the_boards_report(
    council: Council, escalated: int | None, line: str
) -> None:
    """The card says "is reported to the board", so the board reads it; small counts stay hidden."""
    report = told(council)
    report["so_far"] |= {"escalated": escalated}
    assert line in [item for block in in_blocks(report, "Europe/London") for item in block.items]
