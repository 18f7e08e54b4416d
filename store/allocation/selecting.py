"""A cycle's draw from the ledger's cases: full audits by quota, dip samples by KLOE (§2.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.allocation.drawing import CASE_AUDITS, PoolTooSmall, draw_dips, draw_full
from store.allocation.filters import CaseFacts, CaseFilter, parse_filter, unknown_words
from store.ledger import Reader
from store.people.posts import AUTHORITY, covers, has_left, is_absent
from store.programme.kinds import CASE
from store.programme.selection import Quota
from store.tables import Audit, Case, Cycle, Person
from store.vocabulary.errors import Invalid


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """One drawn case: for a full audit under a quota, or as a dip sample for a KLOE."""

    case: Case
    kind: str
    quota: str | None
    kloe: int | None


@dataclass(frozen=True, slots=True)
class CaseSelection:
    """The drawn cases, the pool and the parameters, so that anyone can repeat the draw."""

    parameters: dict[str, Any]
    pool: tuple[str, ...]
    chosen: tuple[DrawnCase, ...]


def select_cases(
    reader: Reader, cycle: Cycle, *, where: str, seed: int, apart: Collection[str] = ()
) -> CaseSelection:
    """Draw the cycle's cases.

    A case can get a full audit while it is open, or if it was closed within the period of practice
    that an audit looks at (the last 6 months). A case in `apart` is re-audited in this cycle, and
    is drawn for a full audit only if the pool has no other. Raises `PoolTooSmall`, or `Invalid` for
    a filter that cannot be applied or whose values no case has.
    """
    rules, month = reader.profile.selection, cycle.month
    cases = {
        case.id: case
        for case in reader.rows(Case)
        if case.subject == CASE and covers(cycle, case.service)
    }
    months = reader.profile.tool.practice_window_months
    since = _months_before(month, months)
    known = [case_facts(case) for case in cases.values()]
    recent = [case for case in known if case.closed_on is None or case.closed_on >= since]
    again = recently_audited(reader, cycle, reader.profile.selection.not_again_months)
    recent = [case for case in recent if case.case_ref not in again]
    quotas = {quota.key: _many(reader, cycle, quota) for quota in rules.quotas}
    wanted = _asked_for(where, month, known)
    others = [case for case in recent if case.case_ref not in apart]
    try:
        record, roles = draw_full(others, quotas, where=wanted, seed=seed)
    except PoolTooSmall:
        record, roles = draw_full(recent, quotas, where=wanted, seed=seed)
    most_dips = _most_dips(reader, len(cycle.kloes))
    dips = draw_dips(
        known,
        [parse_filter(kloe["where"], month=month) for kloe in cycle.kloes],
        seed=seed,
        full={*record.drawn, *apart},
        least=min(rules.dip_samples_per_kloe.at_least, most_dips),
        most=most_dips,
    )
    chosen = [DrawnCase(cases[ref], "full", roles[ref], None) for ref in record.drawn]
    chosen += [
        DrawnCase(cases[ref], "dip", None, dip.kloe) for dip in dips for ref in dip.draw.drawn
    ]
    parameters = {
        "method": "order by the SHA-256 of seed:purpose:case_ref, lowest first",
        "seed": seed,
        "full": dict(record.parameters)
        | {"open_or_closed_since": since.isoformat()}
        | ({"left_out": sorted(again & cases.keys())} if rules.not_again_months else {}),
        "re_audited": sorted(apart),
        "dips": [
            dict(dip.draw.parameters) | {"shared": list(dip.shared), "shortfall": dip.shortfall}
            for dip in dips
        ],
    }
    return CaseSelection(parameters, record.pool, tuple(chosen))


def _asked_for(where: str, month: date, cases: Collection[CaseFacts]) -> CaseFilter:
    """The filter of the full audits. Raises `Invalid` for a value that no case has."""
    wanted = parse_filter(where, month=month)
    if why := unknown_words(wanted, cases):
        raise Invalid(
            f"The filter {where[:60]!r} cannot be used: {'; '.join(why)}.",
            {"where": "; ".join(why)},
        )
    return wanted


def cycle_services(reader: Reader) -> list[str]:
    """The services for which a cycle may be opened: each with cases, or the whole authority."""
    if reader.profile.programme.cycles == "authority":
        return [AUTHORITY]
    return sorted({case.service for case in reader.rows(Case)})


def _most_dips(reader: Reader, kloes: int) -> int:
    """The most dip samples for each KLOE; a limit for the whole cycle is divided between KLOEs."""
    span, most = reader.profile.selection.dip_samples_per_kloe, reader.profile.dips.at_most
    if most is None or not kloes:
        return span.at_most
    return max(min(span.at_most, most // kloes), 1)


def _many(reader: Reader, cycle: Cycle, quota: Quota) -> int:
    """The number of cases of a quota; `each` counts for each person in the cycle who may audit."""
    if quota.at_least is not None:
        return quota.at_least
    today = reader.today
    able = [
        person
        for person in reader.rows(Person)
        if set(quota.held_by) & set(person.roles)
        and (person.trained_on is not None and person.trained_on <= cycle.month)
        and not (has_left(person, today) or is_absent(person, cycle.month))
        and covers(cycle, person.service)
    ]
    return sum(
        (quota.each or 0) if person.max_audits is None else min(quota.each or 0, person.max_audits)
        for person in able
    )


def recently_audited(reader: Reader, cycle: Cycle, months: int) -> frozenset[str]:
    """The cases audited or re-audited within `months`, which are not audited again yet."""
    if not months:
        return frozenset()
    since = _months_before(cycle.month, months)
    cycles = [row.id for row in reader.rows(Cycle) if since < row.month <= cycle.month]
    rows = reader.rows(Audit, cycle=cycles, kind=CASE_AUDITS) if cycles else ()
    return frozenset(row.case_ref for row in rows if row.state not in {"swapped", "voided"})


def case_facts(case: Case) -> CaseFacts:
    """What a filter can ask about a case in the ledger."""
    return CaseFacts(
        case_ref=case.id,
        service=case.service,
        team=case.team,
        plan=case.plan,
        closed_on=case.closed_on,
        flags=frozenset(case.flags),
    )


def _months_before(month: date, months: int) -> date:
    """The first day of the month, `months` months earlier."""
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
