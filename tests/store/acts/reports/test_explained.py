"""`--explain`: each figure of each report has the facts behind it, and tells no hidden one (§5)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from store.ledger import Reader
from store.views.reports.board_report import Audience, board_report
from store.views.reports.digest import digest
from store.views.reports.explained import explained
from store.views.reports.explained_board import of_board
from store.views.reports.explained_figures import of_digest, of_grades, of_loop, of_scorecard
from store.views.reports.grades import grades
from store.views.reports.loop import loop
from store.views.reports.scorecard import scorecard
from tests.store.acts.looking_again import SIX_WEEKS_ON, dip, moderated
from tests.store.acts.reports.test_board_report import WRITTEN
from tests.store.council import CYCLE, OFFICER, Council

Paper = Callable[[Reader, bool], tuple[Mapping[str, Any], list[dict[str, Any]]]]

DERIVED = frozenset({"percent", "percent_good", "points", "number", "kappa"})
"""Numbers that follow from others, whose figures have the facts."""
NO_FIGURES = frozenset({"before", "concerns", "different", "waiting", "plan", "grade_meanings"})
TELL_A_GRADE = ("moderation.", "lock.", "dispute.", "progression.", "work.", "uopp.", "dip.")


def _grades(reader: Reader, full: bool) -> Any:
    document = grades(reader, [CYCLE], full=full)
    return document, explained(reader, document, of_grades(reader, document), full=full)


def _scorecard(reader: Reader, _: bool) -> Any:
    document = scorecard(reader, [CYCLE])
    return document, explained(reader, document, of_scorecard(reader, document), full=True)


def _loop(reader: Reader, full: bool) -> Any:
    document = loop(reader, [CYCLE], full=full)
    return document, explained(reader, document, of_loop(reader, document), full=full)


def _board(reader: Reader, full: bool, audience: Audience = "board") -> Any:
    document = board_report(reader, [CYCLE], audience)
    return document, explained(reader, document, of_board(reader, document), full=full)


def _digest(reader: Reader, _: bool) -> Any:
    document = digest(reader, [CYCLE])
    told = explained(reader, document, of_digest(reader, document, [CYCLE]))
    services = [
        {name: n for name, n in row.items() if name != "rate_in_time"}
        for row in document["services"]
    ]
    return {"services": services}, told


PAPERS: Mapping[str, Paper] = {
    "grades": _grades, "digest": _digest, "scorecard": _scorecard, "loop": _loop, "board": _board,
    "members": partial(_board, audience="members"),
    "practitioners": partial(_board, audience="practitioners"),
    "highlights": partial(_board, audience="highlights"),
}  # fmt: skip


@pytest.fixture
def graded(council: Council) -> Council:
    """Audits that were returned and moderated, some looked at again; a written report."""
    first, second, *_ = moderated(council, "RI", "Inadequate", "Good", "Good", "Outstanding")
    dip(council, first, "Good")
    dip(council, second, "RI")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    return council


def _numbers(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, int | None]]:
    """Each figure of a document by its place."""
    match part:
        case Mapping():
            for name, value in part.items():
                if name not in DERIVED | NO_FIGURES:
                    yield from _numbers(value, (*path, str(name)))
        case list() | tuple():
            for place, value in enumerate(part):
                yield from _numbers(value, (*path, str(place)))
        case int() if not isinstance(part, bool):
            yield ".".join(path), part


@pytest.mark.parametrize("name", PAPERS)
def test_5_whoever_asks_gets_the_facts_behind_each_figure_of_a_report(
    graded: Council, name: str
) -> None:
    with graded.read(SIX_WEEKS_ON) as reader:
        document, told = PAPERS[name](reader, True)
        facts = {row["seq"]: row for one in told for row in one["facts"]}
    by_figure = {one["figure"]: one for one in told}
    assert len(by_figure) == len(told)
    for figure, n in _numbers(document):
        assert by_figure[figure]["value"] == n, figure
        assert bool(by_figure[figure]["facts"]) == bool(n), figure
    assert facts
    known = {row["seq"]: (row["verb"], row["subject"]) for row in graded.table("fact")}
    assert {
        seq: (row["verb"], row["subject"]) for seq, row in facts.items()
    }.items() <= known.items()


def test_5_a_first_grade_rests_on_its_return_and_a_changed_one_on_its_moderation(
    graded: Council,
) -> None:
    with graded.read(SIX_WEEKS_ON) as reader:
        document, told = _grades(reader, True)
        facts = {one["figure"]: one["facts"] for one in told}
    for section, step, verbs in (
        ("rows", "first", {"return.submit"}),
        ("rows", "moderated", {"moderation.change", "moderation.agree"}),
    ):
        for grade, one in document[section][0][step].items():
            found = facts[f"{section}.0.{step}.{grade}.n"]
            assert len(found) == one["n"]
            assert {row["verb"] for row in found} <= verbs


@pytest.mark.parametrize("name", ["grades", "loop", "board", "members", "highlights"])
def test_5_readers_outside_the_audit_team_get_no_fact_that_tells_a_grade(
    graded: Council, name: str
) -> None:
    with graded.read(SIX_WEEKS_ON) as reader:
        document, told = PAPERS[name](reader, False)
    shown = [one for one in told if not one.get("withheld")]
    assert shown, "counts of work are explained to everybody"
    for one in told:
        if one["value"] is None:
            assert one["facts"] is None, one["figure"]
    for one in shown:
        for row in one["facts"]:
            assert not row["verb"].startswith(TELL_A_GRADE), one["figure"]
    assert {one["figure"] for one in told} >= {figure for figure, _ in _numbers(document)}


def test_5_an_action_on_one_case_is_explained_to_the_audit_team_alone(graded: Council) -> None:
    with graded.read(SIX_WEEKS_ON) as reader:
        below = [row for row in _loop(reader, False)[1] if row["what"].split(", ")[1:2] == ["case"]]
        whole = [row for row in _loop(reader, True)[1] if row["what"].split(", ")[1:2] == ["case"]]
    assert below
    assert all(row["withheld"] for row in below)
    assert any(row["facts"] for row in whole)
