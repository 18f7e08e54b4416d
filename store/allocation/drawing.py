"""The seeded draw of a cycle's cases, which anybody can repeat.

Cases are ordered by the SHA-256 of `seed:purpose:case_ref` in UTF-8, as a hexadecimal number,
lowest first. `printf '%s' '7:full:M900123' | sha256sum` gives the number of any case. Where the
profile says so, that order is spread over practitioners and teams (`spreading.py`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from store.allocation.filters import CaseFacts, CaseFilter, matches
from store.allocation.spreading import Spread, spread_order
from store.vocabulary.errors import LedgerError

FULL, REAUDIT = "full", "reaudit"
METHOD = "order by the SHA-256 of seed:purpose:case_ref, lowest first"
"""The rule of a draw that is not spread, as it is recorded."""

CASE_AUDITS = (FULL, REAUDIT)
"""The kinds that are audits of a case: returned, graded and moderated."""

LEAST_DIPS, MOST_DIPS = 10, 15
"""Dip samples per KLOE (programme.md §2.2)."""


class PoolTooSmall(LedgerError):
    """The pool has fewer cases than are needed."""

    code = "pool_too_small"

    def __init__(self, *, there: int, needed: int, purpose: str, left_out: str = "") -> None:
        cases = "1 case is" if there == 1 else f"{there} cases are"
        super().__init__(
            f"The {purpose} draw needs {needed} cases and {cases} available. "
            f"{left_out and f'Left out: {left_out}. '}Widen the filter or import more cases.",
            {"pool": str(there), "needed": str(needed)}
            | ({"left_out": left_out} if left_out else {}),
        )
        self.there, self.needed, self.purpose = there, needed, purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw as recorded: seed, parameters and pool reproduce `drawn` in its order."""

    seed: int
    parameters: Mapping[str, Any]
    pool: tuple[str, ...]
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DipDraw:
    """The dip samples of one KLOE.

    `shared` are drawn cases that also have a full audit, taken only if the pool has no others.
    `shortfall` is the number of cases missing from the minimum.
    """

    kloe: int
    draw: Draw
    shared: tuple[str, ...]
    shortfall: int


def draw_key(case_ref: str, *, seed: int, purpose: str) -> str:
    """The number that orders a case in the draw, as 64 hexadecimal digits."""
    return sha256(f"{seed}:{purpose}:{case_ref}".encode()).hexdigest()


def draw_order(
    pool: Iterable[str], *, seed: int, purpose: str, spread: Spread | None = None
) -> tuple[str, ...]:
    """The whole pool in draw order, each case once; the next one in line is the replacement."""
    ordered = tuple(
        sorted(set(pool), key=lambda ref: (draw_key(ref, seed=seed, purpose=purpose), ref))
    )
    return ordered if spread is None else spread_order(ordered, spread)


def draw(
    pool: Iterable[str], n: int, *, seed: int, purpose: str, spread: Spread | None = None
) -> tuple[str, ...]:
    """The first `n` cases of the draw, whatever the order of the pool.

    Raises `PoolTooSmall` if the pool has fewer than `n`.
    """
    ordered = draw_order(pool, seed=seed, purpose=purpose, spread=spread)
    if len(ordered) < n:
        raise PoolTooSmall(there=len(ordered), needed=n, purpose=purpose)
    return ordered[:n]


def draw_full(
    cases: Iterable[CaseFacts],
    quotas: Mapping[str, int],
    *,
    where: CaseFilter,
    seed: int,
    spread: bool = False,
) -> tuple[Draw, dict[str, str]]:
    """Draw the full audits within `where`: the record, and each drawn case's quota.

    `quotas` gives the number of cases per auditing role, at least 40 for Team Managers and 20 for
    advanced practitioners (programme.md §2.2). The first cases in the draw go to the first role.
    """
    pool, whose = _pooled(cases, where, spread=spread)
    drawn = draw(pool, sum(quotas.values()), seed=seed, purpose=FULL, spread=whose)
    roles = [role for role, n in quotas.items() for _ in range(n)]
    parameters = {"purpose": FULL, "where": where.text, **quotas, **_spread(whose)}
    record = Draw(seed=seed, parameters=parameters, pool=pool, drawn=drawn)
    return record, dict(zip(drawn, roles, strict=True))


def _pooled(
    cases: Iterable[CaseFacts], where: CaseFilter, *, spread: bool
) -> tuple[tuple[str, ...], Spread | None]:
    """The references of the cases within `where`, sorted; and whose each of them is."""
    found = {case.case_ref: case for case in cases if matches(where, case)}
    pool = tuple(sorted(found))
    if not spread:
        return pool, None
    return pool, Spread.of(
        [found[ref].practitioner for ref in pool], [found[ref].team for ref in pool]
    )


def _spread(whose: Spread | None) -> dict[str, Any]:
    return {} if whose is None else {"spread": whose.parameters()}


def draw_dips(
    cases: Sequence[CaseFacts],
    kloe_filters: Sequence[CaseFilter],
    *,
    seed: int,
    full: Collection[str],
    least: int = LEAST_DIPS,
    most: int = MOST_DIPS,
    spread: bool = False,
) -> tuple[DipDraw, ...]:
    """Draw each KLOE's dip samples within its own filter, with KLOEs numbered from 1.

    Cases without a full audit are taken up to `most`. If they are fewer than `least`, cases with a
    full audit make up the number. A pool below `least` is taken whole and its shortfall recorded,
    because a small dip sample is still worth doing.
    """
    audited = frozenset(full)
    dips = []
    for kloe, where in enumerate(kloe_filters, start=1):
        purpose = f"dip {kloe}"
        pool, whose = _pooled(cases, where, spread=spread)
        ordered = draw_order(pool, seed=seed, purpose=purpose, spread=whose)
        free = [ref for ref in ordered if ref not in audited][:most]
        others = [ref for ref in ordered if ref in audited]
        shared = tuple(others[: max(0, least - len(free))])
        drawn = (*free, *shared)
        parameters = {
            "purpose": purpose,
            "where": where.text,
            "least": least,
            "most": most,
            **_spread(whose),
        }
        dips.append(
            DipDraw(
                kloe=kloe,
                draw=Draw(seed=seed, parameters=parameters, pool=pool, drawn=drawn),
                shared=shared,
                shortfall=max(0, least - len(drawn)),
            )
        )
    return tuple(dips)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraw:
    """A drawn share of a pool, in draw order; `from_records` are looked at from records alone.

    The next case in the draw replaces a closed case. If none is left, the closed case's records are
    looked at, and the report says so (programme.md §3).
    """

    pool: tuple[str, ...]
    drawn: tuple[str, ...]
    replaced: tuple[str, ...]
    from_records: tuple[str, ...]


def draw_share(
    pool: Iterable[str],
    share: int,
    *,
    seed: int,
    purpose: str,
    closed: Collection[str],
    barred: Collection[str] = (),
) -> ShareDraw:
    """Draw `share` per cent of the pool, rounded up and at least one; an empty pool gives none.

    What is `barred` counts in the pool and is never drawn.
    """
    ordered = draw_order(pool, seed=seed, purpose=purpose)
    n = max(1, -(-len(ordered) * share // 100)) if ordered else 0
    free = [ref for ref in ordered if ref not in barred]
    living = [ref for ref in free if ref not in closed]
    from_records = tuple(ref for ref in free if ref in closed)[: max(0, n - len(living))]
    drawn = (*living[:n], *from_records)
    passed = [ref for ref in ordered[:n] if ref not in drawn]
    return ShareDraw(
        pool=tuple(sorted(ordered)), drawn=drawn, replaced=tuple(passed), from_records=from_records
    )


class HasId(Protocol):
    """A row of the list."""

    id: str


def moderation_sample(audits: Iterable[HasId], share: int, *, seed: int) -> frozenset[str]:
    """The ids of a seeded `share` of rows, for moderation: a whole percentage, rounded up.

    Anyone with the cycle's seed can repeat it (programme.md §2.10).
    """
    ids = sorted(audit.id for audit in audits)
    marked = sorted(ids, key=lambda each: sha256(f"{seed}:moderation:{each}".encode()).hexdigest())
    return frozenset(marked[: -(-len(ids) * share // 100)])
