"""What each figure of a report counts, row by row, for `--explain` (programme.md §5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from store.audits.governing_grade import GOVERNS
from store.ledger import Reader
from store.tables import Audit, Cycle, Row
from store.views.reports.assignments import assignments, cycles_in_force
from store.views.reports.digest import exempted_in, returns_in
from store.views.reports.domain_figures import last_returns
from store.views.reports.explained import Figure, Step, Thing, figure
from store.views.reports.grade_figures import KEPT, LOWERED, RAISED, STEPS
from store.views.reports.graded import KindGraded, graded_of
from store.views.reports.grades import together_of
from store.views.reports.impact import followed
from store.views.reports.loop import SCOPES, asked_in, in_scope
from store.views.reports.scorecard import returned_in, scored

Figures = Iterator[Figure]
Path = tuple[Step, ...]

FOR = {
    "returned": "returned_at",
    "in_time": "returned_at",
    "returned_in_time": "returned_at",
    "returned_late": "returned_at",
    "exempted": "state",
    "to_confirm": "state",
    "complete": "state",
    "signed_off": "state",
    "waiting_for_a_board_date": "state",
    "outcome_told": "outcome",
    "overdue": "due_on",
}
"""The column for which a count of work counts its rows, where not for their being there."""


def of_grades(reader: Reader, document: Mapping[str, Any]) -> Figures:
    """The figures of `report grades`."""
    for section in ("rows", "together"):
        for place, row in enumerate(document[section]):
            of = kind_of(reader, row["cycle"], row["kind"])
            path: Path = (section, place)
            yield from by_grade(path, of, STEPS, document["scale"])
            yield from planned_and_returned((*path, "n"), (*path, "planned"), of)
            yield from moderated(path, (*path, "kappa_n"), of, (RAISED, LOWERED))
    for place, row in enumerate(document["domains"]):
        yield from _domain(reader, ("domains", place), row)


def kind_of(reader: Reader, cycle: str, kind: str) -> KindGraded:
    """The cycle's audits of that kind, or of all kinds together."""
    kinds = graded_of(reader, reader.get(Cycle, cycle))
    return kinds[kind] if kind in kinds else together_of(kinds.values())[0]


def planned_and_returned(returned: Path, planned: Path, of: KindGraded) -> Figures:
    yield figure(returned, of.returned, "returned_at", of_work=True)
    yield figure(planned, of.planned, of_work=True)


def by_grade(path: Path, of: KindGraded, steps: Sequence[str], scale: Sequence[str]) -> Figures:
    """A figure for each grade of each step."""
    for step in steps:
        for grade, name in enumerate(scale):
            given = tuple(
                given_by(audit, step)
                for audit, one in zip(of.returned, of.steps, strict=True)
                if getattr(one, step) == grade
            )
            yield Figure((*path, step, name, "n"), given)


def given_by(audit: Audit, step: str) -> Thing:
    """An audit with the column that holds its grade of that step: of the final, the governing."""
    if step != "final":
        return audit, (step,)
    return audit, (next(column for column in GOVERNS if getattr(audit, column)),)


def moderated(path: Path, n: Path, of: KindGraded, ways: Sequence[str]) -> Figures:
    """How many were moderated, and what it changed. The verbs tell which were, so it is private."""
    pairs = [
        (audit, one.moderated - one.first)
        for audit, one in zip(of.returned, of.steps, strict=True)
        if one.moderated is not None
    ]
    yield figure(n, (audit for audit, _ in pairs), "moderated")
    for way in ways:
        sign = {RAISED: -1, LOWERED: 1, KEPT: 0}[way]
        changed = [audit for audit, by in pairs if (by > 0) - (by < 0) == sign]
        yield figure((*path, way), changed, "first", "moderated")


def _domain(reader: Reader, path: Path, row: Mapping[str, Any]) -> Figures:
    by, away = in_domain(reader, row)
    names = list(row["grades"])
    yield figure((*path, "n"), [one for name in names for one in by.get(name, ())])
    yield figure((*path, "not_applicable"), away)
    for name in names:
        yield figure((*path, "grades", name, "n"), by.get(name, ()))


def in_domain(reader: Reader, row: Mapping[str, Any]) -> tuple[dict[str, list[Row]], list[Row]]:
    """The returns with each grade in that domain, and those without one."""
    of = kind_of(reader, row["cycle"], row["kind"])
    named = {one.name: key for key, one in reader.profile.domains_of(of.kind).items()}
    by: dict[str, list[Row]] = {}
    away: list[Row] = []
    for returned in last_returns(reader, [audit.id for audit in of.returned]):
        grade = returned.domain_grades.get(named[row["domain"]])
        known = grade in reader.profile.domain_grades
        (by.setdefault(str(grade), []) if known else away).append(returned)
    return by, away


def of_scorecard(reader: Reader, document: Mapping[str, Any]) -> Figures:
    """The figures of `report scorecard`."""
    for place, row in enumerate(document["rows"]):
        cycle = reader.get(Cycle, row["cycle"])
        out = assignments(reader, [cycle])
        path: Path = ("rows", place)
        yield from counts(path, scored(reader, cycle, out))
        yield from _scores(path, row, [one.audit for one in out if one.is_in(reader.at)])
    for place, row in enumerate(document["kinds"]):
        out = assignments(reader, [reader.get(Cycle, row["cycle"])], kinds=[row["kind"]])
        path = ("kinds", place)
        returned = [one for one in out if one.is_in(reader.at)]
        yield from counts(path, {"allocated": [one.audit for one in out], **returned_in(returned)})
        yield from _scores(path, row, [one.audit for one in returned])


def counts(path: Path, found: Mapping[str, Sequence[Row]], *, of_work: bool = True) -> Figures:
    """A figure for each count by its name."""
    for name, rows in found.items():
        columns = (FOR[name],) if name in FOR else ()
        if name == "moderated":
            columns = ("moderated_at",)
        yield figure((*path, name), rows, *columns, of_work=of_work)


def _scores(path: Path, row: Mapping[str, Any], returned: Sequence[Audit]) -> Figures:
    for name, column in (("first_grade", "first"), ("moderated_grade", "moderated")):
        for grade in row.get(name, ()):
            given = [audit for audit in returned if getattr(audit, column) == grade]
            yield figure((*path, name, grade, "n"), given, column)


def of_digest(reader: Reader, document: Mapping[str, Any], cycles: Sequence[str] = ()) -> Figures:
    """The figures of `report digest` by service; what it lists by name needs no list."""
    chosen = cycles_in_force(reader, document["as_of"], cycles)
    out = assignments(reader, chosen)
    exempted = exempted_in(reader, chosen, document["as_of"])
    for place, row in enumerate(document["services"]):
        path: Path = ("services", place)
        given = returns_in(out, row["service"], document["as_of"])
        yield from counts(path, {name: [one.audit for one in own] for name, own in given.items()})
        yield from counts(path, {"exempted": exempted.get(row["service"], [])})


def of_loop(reader: Reader, document: Mapping[str, Any]) -> Figures:
    """The figures of `report loop`. Those of concerns have no list: who raised one is private."""
    for place, row in enumerate(document["rows"]):
        cycle, scope = reader.get(Cycle, row["cycle"]), row["scope"]
        asked, audits = asked_in(reader, cycle)
        found = in_scope(reader, scope, asked, audits)
        closed_with = [audits[action.audit] for action in found.pop("recorded")]
        yield from counts(("rows", place), found, of_work=scope != SCOPES[0])
        yield figure(("rows", place, "recorded"), closed_with, "closed_at")
    for place, row in enumerate(document["improved"]):
        yield from of_impact(reader, ("improved", place), row["cycle"])


def of_impact(reader: Reader, path: Path, cycle: str) -> Figures:
    """The figures of what followed a cycle's audits."""
    found = followed(reader, reader.get(Cycle, cycle))
    parts: dict[str, tuple[Sequence[Row], Sequence[Row], tuple[str, str]]] = {
        "below_good": (found.below, found.improved, ("improved", "not_yet")),
        "dip_reaudits": (found.dips, found.good_dips, ("improved", "not_yet")),
        "delayed": (found.dips, found.delayed, ("delayed", "on_track")),
        "reaudits": (found.done, found.better, ("improved", "not_yet")),
    }
    for name, (every, some, (yes, no)) in parts.items():
        others = [row for row in every if row not in some]
        for key, rows in (("n", every), (yes, some), (no, others)):
            yield Figure((*path, name, key), tuple(_looked_at(row, key) for row in rows))
    yield figure((*path, "escalated"), {row.audit: row for row in found.escalations}.values())
    waiting = [audit for audit in found.again if audit not in found.done]
    yield figure((*path, "reaudits_waiting"), waiting)


def _looked_at(row: Row, key: str) -> Thing:
    """An audit by its grade, or by its improvement; anything else for being there."""
    if not isinstance(row, Audit):
        return row, ()
    return (
        given_by(row, "final")
        if row.improved_at is None or key != "improved"
        else (row, ("improved_at",))
    )
