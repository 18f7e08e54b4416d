"""What each figure of a board report counts, row by row, for `--explain` (programme.md §5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from store.ledger import Reader
from store.programme.kinds import LOOKS
from store.tables import Audit, Cycle
from store.views.reports.board_parts import (
    ANSWERS,
    asked_of_the_board,
    dip_samples,
    of_scope,
    returns_with_grades,
    told_by_audits,
)
from store.views.reports.explained import Figure, figure
from store.views.reports.explained_figures import (
    by_grade,
    counts,
    given_by,
    in_domain,
    kind_of,
    moderated,
    of_impact,
    planned_and_returned,
)
from store.views.reports.grade_figures import KEPT, LOWERED, RAISED
from store.views.reports.graded import NOT_PLANNED, graded_of

Figures = Iterator[Figure]


def of_board(reader: Reader, document: Mapping[str, Any]) -> Figures:
    """The figures of `report board`, for any of its readers."""
    for place, row in enumerate(document.get("grades", ())):
        yield from _grades(reader, place, row, document["scale"])
    if "so_far" in document:
        yield from of_impact(reader, ("so_far",), document["cycle"])
    for place, row in enumerate(document.get("cycles", ())):
        yield from of_impact(reader, ("cycles", place, "so_far"), row["cycle"])
    if "kloes" not in document:
        return
    cycle = reader.get(Cycle, document["cycle"])
    yield from _lines_of_enquiry(reader, cycle)
    if document["audience"] != "board":
        return
    if document["last_cycle"] is not None:
        yield from of_impact(reader, ("last_cycle",), document["last_cycle"]["cycle"])
    yield from _counted(reader, cycle, document["counted"])
    for place, row in enumerate(document["domains"]):
        yield from _domain(reader, cycle, place, row)
    yield from _feedback(reader, cycle)
    asked = asked_of_the_board(reader, cycle)
    for place, row in enumerate(document["actions"]):
        yield from counts(("actions", place), of_scope(reader, row["scope"], asked))


def _grades(reader: Reader, place: int, row: Mapping[str, Any], scale: list[str]) -> Figures:
    of, path = kind_of(reader, row["cycle"], row["kind"]), ("grades", place)
    yield from planned_and_returned((*path, "returned"), (*path, "planned"), of)
    yield from by_grade(path, of, ("final",), scale)
    good = [
        place for place, grade in enumerate(reader.profile.grades.values()) if not grade.below_good
    ]
    better = [
        given_by(audit, "final")
        for audit, one in zip(of.returned, of.steps, strict=True)
        if one.final in good
    ]
    yield Figure((*path, "good_or_better", "n"), tuple(better))
    change = (*path, "moderation")
    yield from moderated(change, (*change, "moderated"), of, (RAISED, LOWERED, KEPT))


def _counted(reader: Reader, cycle: Cycle, found: Mapping[str, Any]) -> Figures:
    kinds = graded_of(reader, cycle)
    for place, row in enumerate(found["kinds"]):
        path = ("counted", "kinds", place, "returned")
        yield figure(path, kinds[row["kind"]].returned, "returned_at", of_work=True)
    for place, row in enumerate(found["left_out"]):
        of_kind = reader.rows(Audit, cycle=cycle.id, kind=row["kind"])
        there = [audit for audit in of_kind if audit.state not in NOT_PLANNED]
        yield figure(("counted", "left_out", place, "n"), there, of_work=row["kind"] not in LOOKS)


def _lines_of_enquiry(reader: Reader, cycle: Cycle) -> Figures:
    said = told_by_audits(reader, cycle) if cycle.kloes else []
    for place, _ in enumerate(cycle.kloes):
        path = ("kloes", place)
        told = [row for row, lines in said if lines.get(f"k{place + 1}")]
        yield figure((*path, "audits", "done"), told, of_work=True)
        yield figure((*path, "audits", "of"), (row for row, _ in said), of_work=True)
        dips, found = dip_samples(reader, cycle, place + 1)
        yield figure((*path, "dip_samples", "done"), found, of_work=True)
        yield figure((*path, "dip_samples", "of"), dips, of_work=True)
        for answer in ANSWERS:
            own = [row for row in found if row.answer == answer]
            yield figure((*path, "dip_samples", answer), own)


def _domain(reader: Reader, cycle: Cycle, place: int, row: Mapping[str, Any]) -> Figures:
    path, scale = ("domains", place), reader.profile.domain_grades
    by, away = in_domain(reader, {**row, "cycle": cycle.id})
    good, below = (
        [one for name, rows in by.items() if scale[name].below_good is side for one in rows]
        for side in (False, True)
    )
    yield figure((*path, "n"), [*good, *below, *away], of_work=True)
    for name, rows in (("good_or_better", good), ("below_good", below), ("not_applicable", away)):
        yield figure((*path, name), rows)


def _feedback(reader: Reader, cycle: Cycle) -> Figures:
    last = returns_with_grades(reader, cycle)
    yield figure(("feedback", "returned"), last, of_work=True)
    heard = [row for row in last if row.family_heard]
    own = [row for row in last if row.practitioner_involved == "practitioner"]
    for who, yes, some, no in (
        ("families", "heard", heard, "not_heard"),
        ("practitioners", "took_part", own, "somebody_else"),
    ):
        yield figure(("feedback", who, yes), some)
        yield figure(("feedback", who, no), (row for row in last if row not in some))
