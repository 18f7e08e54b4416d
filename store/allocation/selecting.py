"""A cycle's draw from the ledger's cases: full audits by quota, dip samples by KLOE (§2.2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from store.allocation.drawing import METHOD, PoolTooSmall, draw_dips, draw_full
from store.allocation.filters import CaseFacts, CaseFilter, parse_filter, unknown_words
from store.allocation.spreading import METHOD as SPREAD_METHOD
from store.allocation.standing import Rule, Standing, case_facts, reason, standing_of
from store.ledger import Reader
from store.people.posts import AUTHORITY, covers, has_left, is_absent
from store.programme.kinds import CASE
from store.programme.selection import Quota
from store.tables import Case, Cycle, Person
from store.vocabulary.errors import Invalid

LEAVING_OUT = (*get_args(Rule), "re_audited")
"""The rules that leave a case out of the draw, in the order in which they are asked."""


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

    Which cases may be drawn for a full audit, `standing` says. A case in `apart` is re-audited in
    this cycle, and is drawn for a full audit only if the pool has no other, and never where the
    profile lets months pass between two audits of a case. Raises `PoolTooSmall`, or `Invalid` for a
    filter that cannot be applied or whose values no case has.
    """
    rules, month = reader.profile.selection, cycle.month
    cases = {
        case.id: case
        for case in reader.rows(Case)
        if case.subject == CASE and covers(cycle, case.service)
    }
    known = [case_facts(case) for case in cases.values()]
    certain = [case for case in known if not case.set_aside]
    standing = standing_of(reader, cycle, _asked_for(where, month, known))
    may, left_out = _may_stand(known, standing)
    quotas = {quota.key: _many(reader, cycle, quota) for quota in rules.quotas}
    others = [case for case in may if case.case_ref not in apart]
    if rules.not_again_months or len(others) >= sum(quotas.values()):
        may, left_out["re_audited"] = others, len(may) - len(others)
    try:
        record, roles = draw_full(may, quotas, where=standing.where, seed=seed, spread=rules.spread)
    except PoolTooSmall as short:
        raise PoolTooSmall(
            there=short.there,
            needed=short.needed,
            purpose=short.purpose,
            left_out=say_left_out(left_out, since=standing.since, months=standing.months),
        ) from short
    most_dips = _most_dips(reader, len(cycle.kloes))
    dips = draw_dips(
        certain,
        [parse_filter(kloe["where"], month=month) for kloe in cycle.kloes],
        seed=seed,
        full={*record.drawn, *apart},
        least=min(rules.dip_samples_per_kloe.at_least, most_dips),
        most=most_dips,
        spread=rules.spread,
    )
    chosen = [DrawnCase(cases[ref], "full", roles[ref], None) for ref in record.drawn]
    chosen += [
        DrawnCase(cases[ref], "dip", None, dip.kloe) for dip in dips for ref in dip.draw.drawn
    ]
    parameters = {
        "method": SPREAD_METHOD if rules.spread else METHOD,
        "seed": seed,
        "full": dict(record.parameters)
        | {
            "open_or_closed_since": standing.since.isoformat(),
            "not_again_months": rules.not_again_months,
            "left_out_by_rule": left_out,
        }
        | (
            {"left_out": sorted(standing.audited.keys() & cases.keys())}
            if rules.not_again_months
            else {}
        ),
        "re_audited": sorted(apart),
        "dips": [
            dict(dip.draw.parameters) | {"shared": list(dip.shared), "shortfall": dip.shortfall}
            for dip in dips
        ],
    }
    return CaseSelection(parameters, record.pool, tuple(chosen))


def _may_stand(
    known: Iterable[CaseFacts], standing: Standing
) -> tuple[list[CaseFacts], dict[str, int]]:
    """The cases that may have a full audit, and how many each rule leaves out.

    A case that breaks several rules is counted once, with the first.
    """
    may: list[CaseFacts] = []
    left_out = dict.fromkeys(LEAVING_OUT, 0)
    for case in known:
        broken = standing.breaks(case)
        if broken:
            left_out[broken[0]] += 1
        else:
            may.append(case)
    return may, left_out


def say_left_out(left_out: Mapping[str, int], *, since: date, months: int) -> str:
    """How many cases each rule left out, in words; empty where none was left out."""
    return ", ".join(
        f"{n} {reason(rule, since=since, months=months)}"
        for rule in LEAVING_OUT
        if (n := left_out.get(rule, 0))
    )


def left_out_of(cycle: Cycle) -> str:
    """How many cases each rule left out of a cycle's draw, in words, as the draw recorded it."""
    told = (cycle.parameters or {}).get("full", {})
    if "left_out_by_rule" not in told:
        return ""
    return say_left_out(
        told["left_out_by_rule"],
        since=date.fromisoformat(told["open_or_closed_since"]),
        months=told["not_again_months"],
    )


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
    return sorted({case.service for case in reader.rows(Case)} - {""})


def _most_dips(reader: Reader, kloes: int) -> int:
    """The most dip samples for each KLOE; a limit for the whole cycle is divided between KLOEs."""
    span, most = reader.profile.selection.dip_samples_per_kloe, reader.profile.dips.at_most
    if most is None or not kloes:
        return span.at_most
    return max(min(span.at_most, most // kloes), 1)


def _many(reader: Reader, cycle: Cycle, quota: Quota) -> int:
    """The number of cases of a quota: as the cycle was opened with, else as the profile says.

    `each` counts for each person in the cycle who may audit.
    """
    if (said := (cycle.volume or {}).get(quota.key)) is not None:
        return said
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
