"""An allocation as tables of numbers, rows by people, with one table for each hard rule.

The rules are those of `independence`, for all rows and people at once. A test compares the two, and
each row is proved by `independence`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from store.allocation import independence as rule
from store.allocation.independence import AllocationRow, Candidate, Window, fold, team_of
from store.allocation.levelling import Flags, Ints

History = Mapping[tuple[str, str], int]
"""How often an auditor (UPN) audited the work of a team (name) in past cycles."""

OTHERS = rule.SENIOR | {"auditor", "team_manager", "advanced_practitioner"}
AUDIT_TEAM = frozenset({"audit_officer", "audit_manager"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTables:
    """Rows and people in a seeded order, and every table over them.

    `manager[p]` and `team[p]` are the numbers of a person and a team, or -1 for none.
    """

    rows: tuple[AllocationRow, ...]
    people: tuple[Candidate, ...]
    auditor_rules: dict[str, Flags]
    moderator_rules: dict[str, Flags]
    auditor: Flags
    moderator: Flags
    auditor_tier: Ints
    moderator_tier: Ints
    rotation: Ints
    distance: Ints
    manager: Ints
    team: Ints
    row_team: Ints
    teams: int
    limit: Ints
    ties: Ints


def build_tables(
    rows: Iterable[AllocationRow],
    candidates: Iterable[Candidate],
    *,
    seed: int,
    window: Window,
    history: History,
) -> CostTables:
    """Build the tables; the seed alone decides the order, and so every tie.

    Two candidates whose UPNs differ only in capitals are one person; the first one counts.
    """
    ordered = tuple(sorted(rows, key=lambda row: (_hash(seed, "row", row.id), row.id)))
    known = {fold(person.upn): person for person in reversed(list(candidates))}
    people = tuple(known[key] for key in sorted(known))
    index = {key: number for number, key in enumerate(sorted(known))}
    teams = {key: number for number, key in enumerate(sorted({_team(row) for row in ordered}))}
    shared = _independence(ordered, people, index, window)
    shape = (len(ordered), len(people))
    auditing = {
        rule.TRAINED: _each(shape, [rule.trained_by(person, window) for person in people])
        | np.array([[row.practice] for row in ordered], dtype=np.bool_).reshape(-1, 1),
        rule.MAY_AUDIT: _each(
            shape, [not rule.AUDITING.isdisjoint(person.roles) for person in people]
        ),
    } | shared
    moderating = {
        rule.SENIOR_OR_NAMED: _each(shape, [rule.named_or_senior(person) for person in people]),
        rule.NOT_HEAD_OF_SERVICE: _heads(ordered, people),
    } | shared
    moderator = lawful_by(moderating, moderating, shape)
    auditing[rule.LEAVES_MODERATOR] = leaves_moderator(moderator)
    row_team = np.array([teams[_team(row)] for row in ordered], dtype=np.int64)
    return CostTables(
        rows=ordered,
        people=people,
        auditor_rules=auditing,
        moderator_rules=moderating,
        auditor=lawful_by(auditing, auditing, shape),
        moderator=moderator,
        auditor_tier=_by_kind(
            [row.quota for row in ordered],
            lambda quota: [tier_of(quota, person) for person in people],
            shape,
        ),
        moderator_tier=np.broadcast_to(
            np.array([0 if "moderator" in p.roles else 1 for p in people], np.int64), shape
        ),
        rotation=_past(people, teams, history)[row_team],
        distance=_by_kind(
            [fold(row.service) for row in ordered],
            lambda service: [int(fold(person.service) != service) for person in people],
            shape,
        ),
        manager=np.array(
            [
                -1 if fold(p.manager) == fold(p.upn) else index.get(fold(p.manager), -1)
                for p in people
            ],
            dtype=np.int64,
        ),
        team=np.array([teams.get(team_of(p) or ("", ""), -1) for p in people], dtype=np.int64),
        row_team=row_team,
        teams=len(teams),
        limit=np.array(
            [len(ordered) if p.max_audits is None else p.max_audits for p in people], np.int64
        ),
        ties=_ties(ordered, people, seed),
    )


def leaves_moderator(moderator: Flags) -> Flags:
    """Rows by people: False for the only lawful moderator of a row, who must stay free for it."""
    leaving: Flags = ~(moderator & (moderator.sum(axis=1) == 1)[:, None])
    return leaving


def tier_of(quota: str | None, person: Candidate) -> int:
    """The tier of `person`: 0 holds the quota's role; then others, the audit team, externals.

    programme.md §2.3: "people are looked for in other teams, other services, Audit Officers,
    external auditors". Teams and services form one tier, so that loads level across them.
    """
    roles = person.roles
    if quota is not None and not roles.isdisjoint(quota.split("+")):
        return 0
    first = 0 if quota is None else 1
    if not OTHERS.isdisjoint(roles - AUDIT_TEAM) and roles.isdisjoint(
        AUDIT_TEAM | {"external_auditor"}
    ):
        return first
    return 3 if "external_auditor" in roles else 2


def _team(row: AllocationRow) -> tuple[str, str]:
    return team_of(row) or ("", "")


def _each(shape: tuple[int, int], values: Sequence[bool]) -> Flags:
    return np.broadcast_to(np.array(values, dtype=np.bool_), shape)


def lawful_by(rules: Mapping[str, Flags], kept: Iterable[str], shape: tuple[int, int]) -> Flags:
    """Rows by people: who is lawful by those of the `rules` that are named in `kept`."""
    lawful = np.ones(shape, dtype=np.bool_)
    for name in kept:
        if name in rules:
            lawful &= rules[name]
    return lawful


def _by_kind(
    kinds: Sequence[str | None], values: Callable[[str | None], list[int]], shape: tuple[int, int]
) -> Ints:
    """A table with one computed line for each kind of row."""
    numbers: dict[str | None, int] = {}
    which = [numbers.setdefault(kind, len(numbers)) for kind in kinds]
    lines = np.array([values(kind) for kind in numbers], dtype=np.int64)
    return lines.reshape(len(numbers), shape[1])[which]


def _heads(rows: Sequence[AllocationRow], people: Sequence[Candidate]) -> Flags:
    lines: dict[str, list[bool]] = {}
    for row in rows:
        if row.service not in lines:
            lines[row.service] = [not rule.heads_service(p, row.service) for p in people]
    table = [lines[row.service] for row in rows]
    return np.array(table, dtype=np.bool_).reshape(len(rows), len(people))


def _independence(
    rows: Sequence[AllocationRow],
    people: Sequence[Candidate],
    index: Mapping[str, int],
    window: Window,
) -> dict[str, Flags]:
    shape = (len(rows), len(people))

    def barred(close: Sequence[Iterable[str | None]]) -> Flags:
        table = np.ones(shape, dtype=np.bool_)
        for number, upns in enumerate(close):
            for upn in upns:
                if (person := index.get(fold(upn))) is not None:
                    table[number, person] = False
        return table

    codes: dict[tuple[str, str] | None, int] = {None: -1}
    own = np.array([codes.setdefault(team_of(p), len(codes)) for p in people], dtype=np.int64)
    theirs = np.array([codes.setdefault(team_of(r), len(codes)) for r in rows], dtype=np.int64)
    return {
        rule.OTHER_TEAM: own[None, :] != theirs[:, None],
        rule.NOT_PRACTITIONER: barred([(row.practitioner,) for row in rows]),
        rule.NOT_TEAM_MANAGER: barred([(row.team_manager,) for row in rows]),
        rule.NOT_IRO: barred([(row.iro,) for row in rows]),
        rule.NOT_CP_CHAIR: barred([(row.cp_chair,) for row in rows]),
        rule.NOT_INVOLVED: barred([(*row.involved, *row.declared) for row in rows]),
        rule.NOT_RELEASED: barred([row.released for row in rows]),
        rule.IN_POST: _each(shape, [not p.left for p in people]),
        rule.NOT_ABSENT: _each(shape, [rule.present_in(p, window) for p in people]),
    }


def _past(
    people: Sequence[Candidate], teams: Mapping[tuple[str, str], int], history: History
) -> Ints:
    """Teams by people: how often they met before."""
    past = np.zeros((len(teams), len(people)), dtype=np.int64)
    if history:
        met: dict[tuple[str, str], int] = {}
        for (upn, team), times in history.items():
            key = (fold(upn), fold(team))
            met[key] = met.get(key, 0) + times
        for (_, name), number in teams.items():
            past[number] = [met.get((fold(person.upn), name), 0) for person in people]
    return past


def _hash(seed: int, kind: str, name: str) -> bytes:
    return sha256(f"{seed}:{kind}:{name}".encode()).digest()


def _ties(rows: Sequence[AllocationRow], people: Sequence[Candidate], seed: int) -> Ints:
    """Ten bits for each row and person, mixed from the seed's hashes of both."""

    def words(hashes: list[bytes]) -> NDArray[np.uint64]:
        return np.array([int.from_bytes(digest[:8], "big") for digest in hashes], dtype=np.uint64)

    down = words([_hash(seed, "row", row.id) for row in rows])
    across = words([_hash(seed, "person", fold(person.upn)) for person in people])
    mixed = down[:, None] ^ across[None, :]
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(54)).astype(np.int64)
