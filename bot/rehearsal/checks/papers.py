"""What somebody with every paper on a cycle could work out of it (programme.md §5).

This reads the papers as their readers have them and asks, by integer programming over everything
that is printed, whether each hidden count could be another. It shares no code with what hides them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.rules.reaudit import below_good_of
from store.tables import Audit, Cycle
from store.views.reports.board_report import board_report
from store.views.reports.grades import grades
from store.views.reports.impact import impact

SMALL = range(1, 5)
"""Counts of children that no paper outside the audit team prints (programme.md §5)."""
STEPS = ("first", "moderated", "third_lock", "final")
KINDS_OF_CASES = {"full", "reaudit"}

Sort = tuple[str, str, str | None, str | None, str]
"""An audit as a reader may think of it: its kind, and the grade at each of `STEPS`."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One number in a paper: what it counts, what it is, and what is printed of it."""

    name: str
    weights: NDArray[np.float64]
    is_: float
    says: float | None
    least: int = 0


@dataclass(frozen=True, slots=True)
class Papers:
    """The grades of a cycle whole, as the readers have them, and its board report."""

    known: Mapping[str, Any]
    seen: Mapping[str, Any]
    board: Mapping[str, Any]


def worked_out(reader: Reader) -> Iterator[str]:
    """A sentence for each hidden count that has one value alone, and for each small one printed."""
    for cycle in reader.rows(Cycle, order="month"):
        if cycle.issued_at is not None:
            known, seen = (grades(reader, [cycle.id], full=full) for full in (True, False))
            papers = Papers(known, seen, board_report(reader, [cycle.id]))
            yield from _of_grades(reader, cycle, papers)
            yield from _of_domains(reader, cycle, papers)
            yield from _of_impact(reader, cycle, papers.board)


def _of_grades(reader: Reader, cycle: Cycle, papers: Papers) -> Iterator[str]:
    known, seen, board = papers.known, papers.seen, papers.board
    audits = _returned(reader, known)
    if not audits:
        return
    sorts = _sorts(list(known["scale"]), audits)
    printed = [*_rows(known, seen, board, sorts), _fell(reader, cycle, board, sorts)]
    fixed = [_count(sorts, lambda one, kind=kind: one[0] == kind and _departs(one))
             for kind in {one[0] for one in audits}]  # fmt: skip
    fixed += _totals(sorts, {one[0] for one in audits})
    there = np.array([audits.count(sort) for sort in sorts], dtype=np.float64)
    yield from _breaches(cycle.id, printed, fixed, there)


def _returned(reader: Reader, known: Mapping[str, Any]) -> list[Sort]:
    kinds = {row["kind"] for row in known["rows"]}
    cycles = {row["cycle"] for row in known["rows"]}
    found = reader.rows(Audit, cycle=sorted(cycles)) if cycles else ()
    return [
        (audit.kind, audit.first, audit.moderated, audit.third_lock, governing_grade(audit) or "")
        for audit in found
        if audit.kind in kinds
        and audit.first is not None
        and audit.returned_at is not None
        and audit.state not in {"drawn", "swapped", "voided"}
    ]


def _sorts(scale: Sequence[str], audits: Sequence[Sort]) -> list[Sort]:
    """Every audit there could be. Whoever knows the rules knows which grade governs."""
    departs = {one[0] for one in audits if _departs(one)}
    locked = {one[0] for one in audits if one[3] is not None}
    return [
        (kind, first, moderated, lock, final)
        for kind in sorted({one[0] for one in audits})
        for first, moderated in product(scale, (*scale, None))
        for lock in ((*scale, None) if kind in locked and moderated else (None,))
        for final in (scale if kind in departs else (lock or moderated or first,))
    ]


def _departs(one: Sort) -> bool:
    _, first, moderated, lock, final = one
    return final != (lock or moderated or first)


def _count(sorts: Sequence[Sort], which: Any) -> NDArray[np.float64]:
    return np.array([bool(which(one)) for one in sorts], dtype=np.float64)


def _totals(sorts: Sequence[Sort], kinds: set[str]) -> Iterator[NDArray[np.float64]]:
    """How many were returned, moderated and read by the third lock: counts of work."""
    for kind, place in product(sorted(kinds), (1, 2, 3)):
        yield _count(
            sorts, lambda one, kind=kind, place=place: one[0] == kind and one[place] is not None
        )


def _rows(
    known: Mapping[str, Any], seen: Mapping[str, Any], board: Mapping[str, Any], sorts: list[Sort]
) -> Iterator[Printed]:
    scale = list(known["scale"])
    kept = {row["kind"]: row["moderation"]["kept"] for row in board["grades"]
            if row["cycle"] == board["cycle"]}  # fmt: skip
    for whole, told in zip(
        (*known["rows"], *known["together"]), (*seen["rows"], *seen["together"]), strict=True
    ):
        kind, name = whole["kind"], f"{whole['cycle']}, {whole['kind']}"
        for place, step in enumerate(STEPS, 1):
            counts = whole[step]
            least = _least([one["n"] for one in counts.values()],
                           [one["n"] for one in told[step].values()])  # fmt: skip
            for grade in scale:
                weights = _count(
                    sorts,
                    lambda one, place=place, grade=grade, kind=kind: (
                        kind in {one[0], "all"} and one[place] == grade
                    ),
                )
                yield Printed(f"{name}, {step} {grade}", weights, counts[grade]["n"],
                              told[step][grade]["n"], least)  # fmt: skip
        yield from _changes(name, whole, told | {"kept": kept.get(kind)}, scale, sorts)
        yield from _agreement(name, whole, told, scale, sorts)


def _changes(
    name: str, whole: Mapping[str, Any], told: Mapping[str, Any], scale: list[str],
    sorts: list[Sort],
) -> Iterator[Printed]:  # fmt: skip
    values = {one: whole[one] for one in ("raised", "lowered")}
    values["kept"] = whole["kappa_n"] - sum(values.values())
    least = _least(list(values.values()), [told[one] for one in values])
    for change, sign in (("raised", -1), ("lowered", 1), ("kept", 0)):
        if change == "kept" and told["kept"] is None and whole["kind"] == "all":
            continue  # A board that has one kind of audit prints no row of all kinds.

        def moved(one: Sort, sign: int = sign) -> bool:
            return (
                whole["kind"] in {one[0], "all"}
                and one[2] is not None
                and np.sign(scale.index(one[2]) - scale.index(str(one[1]))) == sign
            )

        weights = _count(sorts, moved)
        yield Printed(f"{name}, {change}", weights, values[change], told[change], least)


def _agreement(
    name: str, whole: Mapping[str, Any], told: Mapping[str, Any], scale: list[str],
    sorts: list[Sort],
) -> Iterator[Printed]:  # fmt: skip
    """A kappa in print, beside the moderators' counts, is a sum over audits that must be 0."""
    n, others = whole["kappa_n"], [whole["moderated"][grade]["n"] for grade in scale]
    if told["kappa"] is None:
        return
    weights = np.zeros(len(sorts))
    for at, (kind, first, moderated, _, _) in enumerate(sorts):
        if whole["kind"] in {kind, "all"} and moderated is not None:
            one, other = scale.index(str(first)), scale.index(moderated)
            chance = sum(m * abs(one - place) for place, m in enumerate(others)) / n
            weights[at] = (1 - told["kappa"]) * chance - abs(one - other)
    yield Printed(f"{name}, kappa", weights, 0, 0)


def _fell(reader: Reader, cycle: Cycle, board: Mapping[str, Any], sorts: list[Sort]) -> Printed:
    """How many are below good; of those decided, and a reader may know how many are not."""
    below = {name for name, grade in reader.profile.grades.items() if grade.below_good}
    weights = _count(sorts, lambda one: one[0] in KINDS_OF_CASES and one[4] in below)
    told = board["so_far"]["below_good"]["n"]
    cases = reader.rows(Audit, cycle=cycle.id, kind=sorted(KINDS_OF_CASES))
    total = sum(
        governing_grade(one) in below and one.returned_at is not None
        and one.state not in {"drawn", "swapped", "voided"}
        for one in cases
    )  # fmt: skip
    decided = len(below_good_of(reader, cycle))
    says = None if told is None else told + total - decided
    # Where some are not decided, what is hidden is no sum of grades, so nothing follows from them.
    return Printed(f"{cycle.id}, below good", weights, total, says, 0 if total == decided else -1)


def _least(values: Sequence[int], told: Sequence[int | None]) -> int:
    """What each hidden count of a table is at least, if its reader sees every 0."""
    hidden = [value for value, says in zip(values, told, strict=True) if says is None]
    return 1 if sum(values) not in SMALL and all(hidden) else 0


def _breaches(
    where: str, printed: Sequence[Printed], fixed: Sequence[NDArray[np.float64]], there: Any
) -> Iterator[str]:
    shown = [one for one in printed if one.says is not None]
    hidden = [one for one in printed if one.says is None]
    for one in shown:
        if one.is_ in SMALL and not one.name.endswith("kappa"):
            yield f"{one.name}: a count of {one.is_} is printed"
    rows = np.array([*fixed, *(one.weights for one in shown)])
    slack = np.array([1e-6 if one.name.endswith("kappa") else 0.0 for one in shown])
    slack = np.concatenate([np.zeros(len(fixed)), slack])
    wanted = [LinearConstraint(rows, rows @ there - slack, rows @ there + slack)]
    wanted += [LinearConstraint(one.weights, one.least, np.inf) for one in hidden if one.least > 0]
    for one in hidden:
        if one.least >= 0 and not _could_be_another(one, wanted, there):
            yield f"{one.name}: its {one.is_} is hidden but follows from what is printed of {where}"


def _could_be_another(one: Printed, wanted: Sequence[LinearConstraint], there: Any) -> bool:
    for sign in (1, -1):
        answer = milp(
            sign * one.weights,
            integrality=np.ones(len(there)),
            bounds=Bounds(0, there.sum()),
            constraints=list(wanted),
        )
        if answer.x is not None and round(float(one.weights @ answer.x)) != one.is_:
            return True
    return False


def _of_domains(reader: Reader, cycle: Cycle, papers: Papers) -> Iterator[str]:
    """By domain: the counts by grade, the board's split of them, and where it did not apply."""
    known, seen = papers.known, papers.seen
    scale = reader.profile.domain_grades
    board = {(row["kind"], row["domain"]): row for row in papers.board["domains"]}
    for whole, told in zip(known["domains"], seen["domains"], strict=True):
        split = board[whole["kind"], whole["domain"]]
        values = [whole["grades"][grade]["n"] for grade in scale] + [whole["not_applicable"]]
        one = np.eye(len(values))
        names = [*scale, "not applicable"]
        says = [told["grades"][grade]["n"] for grade in scale] + [told["not_applicable"]]
        name = f"{cycle.id}, {whole['kind']}, {whole['domain']}"
        least = _least(values, says)
        printed = [
            Printed(f"{name}, {of}", one[at], values[at], says[at], least)
            for at, of in enumerate(names)
        ]
        for side, is_below in (("good_or_better", False), ("below_good", True)):
            weights = sum(
                one[at] for at, grade in enumerate(scale.values()) if grade.below_good is is_below
            )
            is_ = int(np.asarray(weights) @ np.array(values))
            printed.append(Printed(f"{name}, {side}", np.asarray(weights), is_, split[side]))
        yield from _breaches(cycle.id, printed, [np.ones(len(values))], np.array(values))


def _of_impact(reader: Reader, cycle: Cycle, board: Mapping[str, Any]) -> Iterator[str]:
    """What followed the audits, what dip samples answered, and who was heard: parts of a total."""
    found = impact(reader, cycle)
    for name in ("below_good", "dip_reaudits", "delayed", "reaudits"):
        yield from _parts(f"{cycle.id}, {name}", found[name], found[name]["n"])
    for kloe in board["kloes"]:
        dips = kloe["dip_samples"]
        answers = {name: n for name, n in dips.items() if name != "of"}
        yield from _parts(f"{cycle.id}, line {kloe['number']}", answers, dips["done"])
    for who in ("families", "practitioners"):
        told = board["feedback"]
        yield from _parts(f"{cycle.id}, {who}", told[who], told["returned"])


def _parts(name: str, found: Mapping[str, Any], n: int | None) -> Iterator[str]:
    """Of a printed total several parts are hidden or none, and of a total of 0 none is."""
    parts = [value for part, value in found.items() if part not in {"n", "done", "suppressed"}]
    if n is not None and None in parts and (n == 0 or parts.count(None) == 1):
        yield f"{name}: a hidden part follows from its total of {n}"
    if any(value in SMALL for value in parts):
        yield f"{name}: a small count is printed"
