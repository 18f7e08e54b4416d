"""Grades by cycle and kind of audit, each beside the cycle before (programme.md §5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from store.ledger import Reader
from store.tables import Cycle
from store.views.reports.board_parts import title_of
from store.views.reports.grade_figures import KEPT, LOWERED, RAISED
from store.views.reports.grades import grade_rows
from store.views.reports.shares import percentages
from store.vocabulary.dates_in_words import say_month


def grade_table(
    reader: Reader, cycles: Sequence[Cycle], *, full: bool = False
) -> list[dict[str, Any]]:
    """Grades by cycle and kind of audit, earlier cycles first, with what moderation changed.

    Where a cycle has several kinds, a row of all together follows them. `before` is the service's
    cycle before with the same kind: `{"cycle", "month", "percent", "too_few", "points"}`.
    """
    rows: list[dict[str, Any]] = []
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for cycle in cycles:
        apart, together = grade_rows(reader, cycle, full=full)
        for found in (*apart, *(together if len(apart) > 1 else ())):
            row = _row(reader, cycle, found)
            same = cycle.service, found["kind"]
            row["before"] = _before(row, latest.get(same))
            latest[same] = row
            rows.append(row)
    return rows


def compared_with_before(
    reader: Reader, cycles: Sequence[str], *, full: bool = False
) -> list[dict[str, Any]]:
    """The rows of `grade_table` for these cycles, or for all, each beside the cycle before it."""
    issued = [row for row in reader.rows(Cycle, order="month") if row.issued_at is not None]
    named = [reader.get(Cycle, cycle) for cycle in cycles]
    services = {cycle.service for cycle in named or issued}
    every = [row for row in issued if row.service in services]
    every += [cycle for cycle in named if cycle not in every]
    wanted = {cycle.id for cycle in named or issued}
    return [row for row in grade_table(reader, every, full=full) if row["cycle"] in wanted]


def _row(reader: Reader, cycle: Cycle, row: Mapping[str, Any]) -> dict[str, Any]:
    change = {name: row[name] for name in (RAISED, LOWERED, KEPT)}
    hidden = {"suppressed": True} if None in change.values() else {}
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": say_month(cycle.month),
        "kind": row["kind"],
        "title": title_of(reader, row["kind"]),
        "returned": row["n"],
        "planned": row["planned"],
        "too_few": row["too_few"],
        "final": row["final"],
        "good_or_better": _good(reader, row),
        "moderation": {"moderated": row["kappa_n"], **change, **hidden},
        **({"suppressed": True} if row.get("suppressed") else {}),
    }


def _good(reader: Reader, row: Mapping[str, Any]) -> dict[str, Any]:
    """How many are good or better, from the counts in print: nothing else is made known by it."""
    shown = [
        row["final"][name]["n"]
        for name, grade in reader.profile.grades.items()
        if not grade.below_good
    ]
    if not row["n"] or None in shown:
        return {"n": None if row["n"] else 0, "percent": None}
    good = sum(shown)
    return {"n": good, "percent": percentages([good, row["n"] - good])[0]}


def _before(row: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    now, then = row["good_or_better"]["percent"], earlier["good_or_better"]["percent"]
    few = row["too_few"] or earlier["too_few"]
    return {
        "cycle": earlier["cycle"],
        "month": earlier["month"],
        "percent": then,
        "too_few": earlier["too_few"],
        "points": None if few or now is None or then is None else now - then,
    }
