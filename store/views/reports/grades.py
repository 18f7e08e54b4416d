"""`sightline report grades`: the grades, and what moderation changed (programme.md §5)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from store.ledger import Reader
from store.tables import Cycle
from store.views.reports.agreement import FEWEST, kappa
from store.views.reports.domain_figures import DomainGraded, domains_of
from store.views.reports.grade_figures import (
    ALL,
    KEPT,
    LOWERED,
    RAISED,
    STEPS,
    WHOLE,
    NotShown,
    hidden_of,
)
from store.views.reports.graded import KindGraded, graded_of
from store.views.reports.shares import shown

LEAST_RETURNED = Fraction(60, 100)


def grades(reader: Reader, cycles: Sequence[str] = (), *, full: bool = False) -> dict[str, Any]:
    """`{"scale", "rows": [{"cycle", "kind", "service", "month", "n", …}], "together", "domains"}`.

    Shape: contract.md §6. A row is of one kind of audit in one cycle; `together` has one of all
    kinds that carry grades, with the kind `all`, for each cycle. `n` is how many of `planned` were
    returned; `too_few` is true if they are too few to judge by. "Raised", "lowered" and the
    agreement (`kappa` over `kappa_n` audits) compare the moderator's grade with the auditor's first
    one. `full` is for the audit team alone. Without it a small count of children is None with
    `"suppressed": true`, and so is what would reveal it, here or in another report on the cycle.
    Counts of returns and of decisions are always shown. `domain_scale` stands beside `scale` where
    domains are graded otherwise. Raises `NotFound`.
    """
    chosen = (
        [reader.get(Cycle, cycle) for cycle in cycles]
        if cycles
        else [cycle for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    )
    scale, of_domains = list(reader.profile.grades), list(reader.profile.domain_grades)
    rows, together, domains = [], [], []
    for cycle in chosen:
        apart, as_one = grade_rows(reader, cycle, full=full)
        rows += [_without_kept(row) for row in apart]
        together += [_without_kept(row) for row in as_one]
        domains += [
            _domain(cycle, domain, of_domains)
            for one in graded_of(reader, cycle).values()
            if one.returned
            for domain in domains_of(reader, one, full=full)
        ]
    own = {} if scale == of_domains else {"domain_scale": of_domains}
    return {"scale": scale, **own, "rows": rows, "together": together, "domains": domains}


def grade_rows(
    reader: Reader, cycle: Cycle, *, full: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A cycle's rows of `grades`, by kind and of all kinds together, with how many were `kept`."""
    kinds = graded_of(reader, cycle)
    gone = WHOLE if full else hidden_of(reader, kinds.values())
    scale = list(reader.profile.grades)
    return (
        [_row(cycle, one, scale, gone) for one in kinds.values()],
        [_row(cycle, one, scale, gone) for one in together_of(kinds.values())],
    )


def _without_kept(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "kept"}


def together_of(kinds: Iterable[KindGraded]) -> list[KindGraded]:
    """All kinds of a cycle as one; none if it has none."""
    every = list(kinds)
    if not every:
        return []
    return [
        KindGraded(
            kind=ALL,
            planned=tuple(audit for one in every for audit in one.planned),
            returned=tuple(audit for one in every for audit in one.returned),
            steps=tuple(step for one in every for step in one.steps),
            of=tuple(one.kind for one in every),
        )
    ]


def _row(cycle: Cycle, of: KindGraded, scale: Sequence[str], not_shown: NotShown) -> dict[str, Any]:
    n, planned = len(of.returned), len(of.planned)
    left_out, changes = not_shown.anything(of.kind), not_shown.change(of.kind)
    moved = [one.moderated - one.first for one in of.steps if one.moderated is not None]
    pairs = [(one.first, one.moderated) for one in of.steps if one.moderated is not None]
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": f"{cycle.month:%Y-%m}",
        "kind": of.kind,
        "n": n,
        "planned": planned,
        "too_few": n < FEWEST or Fraction(n, planned) < LEAST_RETURNED,
        **{
            step: shown(
                _counted([getattr(one, step) for one in of.steps], scale),
                {scale[place] for place in not_shown.grades(of.kind, step)},
                percent=not left_out,
            )
            for step in STEPS
        },
        RAISED: None if RAISED in changes else sum(by < 0 for by in moved),
        LOWERED: None if LOWERED in changes else sum(by > 0 for by in moved),
        KEPT: None if KEPT in changes else sum(by == 0 for by in moved),
        "kappa": None if not_shown.kappa(of.kind) else kappa(pairs, len(scale)),
        "kappa_n": len(pairs),
        **({"kinds": list(of.of)} if of.of else {}),
        **({"suppressed": True} if left_out else {}),
    }


def _domain(cycle: Cycle, of: DomainGraded, scale: Sequence[str]) -> dict[str, Any]:
    """One domain in one kind of audit; `n` audits have a grade in it."""
    away = of.hides_not_applicable
    return {
        "cycle": cycle.id,
        "kind": of.kind,
        "domain": of.name,
        "n": None if away else sum(of.grades),
        "not_applicable": None if away else of.not_applicable,
        "grades": shown(
            dict(zip(scale, of.grades, strict=True)),
            {name for place, name in enumerate(scale) if of.hides_grade(place)},
            percent=not of.gone,
        ),
        **({"suppressed": True} if of.gone else {}),
    }


def _counted(given: Sequence[int | None], scale: Sequence[str]) -> dict[str, int]:
    found = Counter(given)
    return {grade: found[place] for place, grade in enumerate(scale)}
