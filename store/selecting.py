"""A cycle's draw over the cases of the ledger: full audits by quota, dip samples by KLOE (§2.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.drawing import PoolTooSmall, draw_dips, draw_full
from store.filters import CaseFacts, parse_filter
from store.ledger import Reader
from store.people import same_service
from store.tables import Case, Cycle


@dataclass(frozen=True, slots=True)
class Chosen:
    """One drawn case: for a full audit under a quota, or as dip sample for a KLOE."""

    case: Case
    kind: str
    quota: str | None
    kloe: int | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What was drawn, from what, by which parameters: enough for anyone to repeat it."""

    parameters: dict[str, Any]
    pool: tuple[str, ...]
    chosen: tuple[Chosen, ...]


def select_cases(
    reader: Reader, cycle: Cycle, *, where: str, seed: int, apart: Collection[str] = ()
) -> Selection:
    """Draw the cycle's cases.

    A case counts for a full audit while it is open, or if it was closed within the practice that
    an audit looks at (the last 6 months). One of `apart` is re-audited in this cycle, and drawn
    for a full audit only where the pool leaves no other. Raises `PoolTooSmall` or `Invalid` for a
    bad filter.
    """
    rules, month = reader.profile.selection, cycle.month
    cases = {
        case.id: case for case in reader.rows(Case) if same_service(case.service, cycle.service)
    }
    months = reader.profile.tool.practice_window_months
    since = _months_before(month, months)
    known = [facts_of(case) for case in cases.values()]
    recent = [case for case in known if case.closed_on is None or case.closed_on >= since]
    quotas = {quota.role: quota.at_least for quota in rules.quotas}
    wanted = parse_filter(where, month=month)
    others = [case for case in recent if case.case_ref not in apart]
    try:
        record, roles = draw_full(others, quotas, where=wanted, seed=seed)
    except PoolTooSmall:
        record, roles = draw_full(recent, quotas, where=wanted, seed=seed)
    dips = draw_dips(
        known,
        [parse_filter(kloe["where"], month=month) for kloe in cycle.kloes],
        seed=seed,
        full={*record.drawn, *apart},
        least=rules.dip_samples_per_kloe.at_least,
        most=rules.dip_samples_per_kloe.at_most,
    )
    chosen = [Chosen(cases[ref], "full", roles[ref], None) for ref in record.drawn]
    chosen += [Chosen(cases[ref], "dip", None, dip.kloe) for dip in dips for ref in dip.draw.drawn]
    parameters = {
        "method": "order by the SHA-256 of seed:purpose:case_ref, lowest first",
        "seed": seed,
        "full": dict(record.parameters) | {"open_or_closed_since": since.isoformat()},
        "re_audited": sorted(apart),
        "dips": [
            dict(dip.draw.parameters) | {"shared": list(dip.shared), "shortfall": dip.shortfall}
            for dip in dips
        ],
    }
    return Selection(parameters, record.pool, tuple(chosen))


def facts_of(case: Case) -> CaseFacts:
    """What a filter may ask of a case of the ledger."""
    return CaseFacts(
        case_ref=case.id,
        service=case.service,
        team=case.team,
        plan=case.plan,
        closed_on=case.closed_on,
        flags=frozenset(case.flags),
    )


def _months_before(month: date, months: int) -> date:
    """The first day of the month so many months before."""
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
