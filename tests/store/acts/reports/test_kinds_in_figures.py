"""Every figure says which kinds of audit it counts, and no kind with grades is lost (§5)."""

from dataclasses import replace

import pytest

from bot.cli.report_figures import grade_sections, scorecard_sections
from bot.rehearsal.checks.papers import worked_out
from store.tables import Audit
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.grade_table import compared_with_before
from store.views.reports.grades import grades
from store.views.reports.scorecard import scorecard
from tests.store.acts.reporting import AFTER
from tests.store.audit_month import check, hand_in, moderate
from tests.store.council import CYCLE, ISSUED, Council, a_return, case, caseload, staff
from tests.store.kinds import KINDS, added, undrawn, with_rules

RECORD = "SR-20001"
UNCOUNTED = KINDS.replace("moderated = false\n", "moderated = false\ncounted = false\n")


@pytest.fixture
def council(empty: Council) -> Council:
    """Two full audits moderated, two observations graded, a supervision audit without a grade.

    Rates count neither observations nor supervision audits.
    """
    empty.found(with_rules(UNCOUNTED))
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.load_cases([replace(case(RECORD), subject="supervision record")])
    empty.draw()
    empty.issue()
    first, second, *_ = empty.audits(state="issued")
    moderate(empty, first, grade="RI")
    moderate(empty, second, grade="Good", to="RI")
    for grade in ("Good", "Outstanding"):
        check(empty, hand_in(empty, added(empty, "observation", undrawn(empty)), grade=grade))
    asked = added(empty, "supervision", RECORD)
    given = {
        key: value
        for key, value in a_return(today=ISSUED.date()).items()
        if key not in {"grade", "rationale", "domains"}
    }
    empty.do("return.submit", asked.id, given, by=asked.auditor or "")
    return empty


def test_5_kinds_that_carry_grades_are_read_apart_and_together(council: Council) -> None:
    with council.read(AFTER) as reader:
        told = grades(reader, [CYCLE], full=True)
    apart = {row["kind"]: row for row in told["rows"]}
    assert {kind: row["n"] for kind, row in apart.items()} == {"full": 2, "observation": 2}
    [together] = told["together"]
    assert (together["kind"], together["kinds"]) == ("all", ["full", "observation"])
    for part in ("n", "planned", "raised", "lowered", "kappa_n"):
        assert together[part] == sum(row[part] for row in apart.values())
    for step in ("first", "moderated", "third_lock", "final"):
        for grade, one in together[step].items():
            assert one["n"] == sum(row[step][grade]["n"] for row in apart.values())


def test_5_domains_are_read_by_kind_and_not_applicable_apart(council: Council) -> None:
    with council.read(AFTER) as reader:
        told = grades(reader, [CYCLE], full=True)
        names = [domain.name for domain in reader.profile.domains.values()]
    assert [row["domain"] for row in told["domains"]] == names * 2
    for row in told["domains"]:
        assert set(row) == {"cycle", "kind", "domain", "n", "not_applicable", "grades"}
        assert row["n"] + row["not_applicable"] == 2
        assert row["n"] == sum(one["n"] for one in row["grades"].values())
        if row["n"]:
            assert sum(one["percent"] for one in row["grades"].values()) == 100


def test_5_the_scorecard_tells_each_kind_and_which_of_them_its_numbers_count(
    council: Council,
) -> None:
    with council.read(AFTER) as reader:
        told = scorecard(reader, [CYCLE])
    [row] = told["rows"]
    kinds = {one["kind"]: one for one in told["kinds"]}
    assert set(kinds) == {"full", "observation", "supervision"}
    for part in ("allocated", "returned", "moderated"):
        assert row[part] == sum(one[part] for one in kinds.values() if one["counted"])
    for part, of in (("first_grade", "returned"), ("moderated_grade", "moderated")):
        assert sum(one["n"] for one in row[part].values()) == row[of]
    assert kinds["observation"]["first_grade"]["Outstanding"]["n"] == 1
    assert (kinds["supervision"]["returned"], kinds["supervision"]["graded"]) == (1, False)
    printed = scorecard_sections(told)["By kind of audit; cycles count those in the rates"]
    assert [line["in_the_rates"] for line in printed] == ["yes", "no", "no"]


def test_5_the_board_reads_every_kind_and_what_is_not_counted(council: Council) -> None:
    with council.read(AFTER) as reader:
        report = board_report(reader, [CYCLE])
    assert [row["kind"] for row in report["grades"]] == ["full", "observation", "all"]
    assert report["feedback"]["returned"] == 4
    assert {row["kind"] for row in report["domains"]} == {"full", "observation"}
    notes = [block.words for block in in_blocks(report, "Europe/London") if block.kind == "note"]
    assert "Counted for this cycle, as returned: audit 2, practice observation 2." in notes
    assert any(note.endswith("carry no grade or train their auditor: supervision audit 1.")
               for note in notes)  # fmt: skip


def test_5_at_the_terminal_a_grade_stands_in_its_own_column(council: Council) -> None:
    with council.read(AFTER) as reader:
        compared = compared_with_before(reader, [CYCLE], full=True)
        sections = grade_sections(grades(reader, [CYCLE], full=True) | {"compared": compared})
    lines = sections["Grades"]
    assert [(line["kind"], line["grade_by"]) for line in lines if line["kind"] == "audit"] == [
        ("audit", "auditors"), ("audit", "moderators"), ("audit", "as it stands"),
    ]  # fmt: skip
    assert lines[0]["Good"] == "1 (50%)"
    assert lines[-1]["kind"] == "all kinds"


def test_5_a_kind_of_which_nothing_came_back_does_not_open_what_is_hidden_of_the_others(
    council: Council,
) -> None:
    with council.unit() as unit:
        for audit in unit.rows(Audit, kind="observation"):
            audit.state, audit.first, audit.returned_at = "issued", None, None
        unit.record("test.arranged", council.programme, {})
    with council.read(AFTER) as reader:
        told = grades(reader, [CYCLE])
        assert list(worked_out(reader)) == []
    assert {row["kind"]: row["n"] for row in told["rows"]} == {"full": 2, "observation": 0}
    [together] = told["together"]
    for step in ("first", "moderated", "final"):
        assert {one["n"] for one in together[step].values()} == {None}
