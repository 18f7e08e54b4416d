"""The preferences for a lawful allocation (soft constraints), in the order of programme.md §2.3."""

from typing import NamedTuple

import numpy as np

from store.allocation.cost_tables import CostTables
from store.allocation.levelling import Flags, Ints


class Score(NamedTuple):
    """How far an allocation misses each preference. Earlier fields count first, and less is better.

    Quotas: rows outside the quota's role, and the sum of their tiers. Loads: sums of squares of
    this cycle's loads, and the past loads of the people who got more. Then pairs of people who look
    at each other's teams, rows moderated by the auditor's line manager, auditors who met the team
    before, and rows audited from another service.
    """

    outside_quota: int
    looked_farther: int
    audits: int
    past_audits: int
    not_named: int
    moderations: int
    past_moderations: int
    reciprocal: int
    line_manager: int
    repeated: int
    other_service: int


def score(tables: CostTables, auditors: Ints, moderators: Ints) -> Score:
    """The score of a whole allocation; `auditors[r]` and `moderators[r]` are numbers of people."""
    rows = np.arange(len(tables.rows))
    people = len(tables.people)
    tiers = tables.auditor_tier[rows, auditors]
    audits = np.bincount(auditors, minlength=people)
    moderations = np.bincount(moderators, minlength=people)
    return Score(
        int((tiers > 0).sum()),
        int(tiers.sum()),
        int((audits**2).sum()),
        int((audits * past_audits_of_each(tables)).sum()),
        int(tables.moderator_tier[rows, moderators].sum()),
        int((moderations**2).sum()),
        int((moderations * past_moderations_of_each(tables)).sum()),
        reciprocal_pairs(tables, auditors, moderators),
        int((tables.manager[auditors] == moderators).sum()),
        int(tables.rotation[rows, auditors].sum()),
        int(tables.distance[rows, auditors].sum()),
    )


def past_audits_of_each(tables: CostTables) -> Ints:
    """How many audits of past cycles each person had, in the order of `tables.people`."""
    return np.array([person.load_before for person in tables.people], dtype=np.int64)


def past_moderations_of_each(tables: CostTables) -> Ints:
    """How many moderations of past cycles each had, in the order of `tables.people`."""
    return np.array([person.moderations_before for person in tables.people], dtype=np.int64)


def looks_at_team(tables: CostTables, holders: Ints) -> Flags:
    """People by teams: who looks at the work of which team."""
    table = np.zeros((len(tables.people), tables.teams), dtype=np.bool_)
    table[holders, tables.row_team] = True
    return table


def reciprocal_pairs(tables: CostTables, auditors: Ints, moderators: Ints) -> int:
    """The number of pairs who look at each other's teams, at least one of them as auditor."""
    placed = np.flatnonzero(tables.team >= 0)
    theirs = tables.team[placed]
    audits = looks_at_team(tables, auditors)[placed][:, theirs]
    any_look = audits | looks_at_team(tables, moderators)[placed][:, theirs]
    mutual = audits & any_look.T
    return int(np.triu(mutual | mutual.T, k=1).sum())


def breaks_round_robin(tables: CostTables, order: Ints) -> Flags:
    """Rows by people: pairs that break a round in which no two teams look at each other.

    `order` places the teams on a circle. The people of each team audit only the half circle that
    follows it, so nobody audits a team whose people audit theirs.
    """
    inside = tables.team >= 0
    if not tables.teams:
        return np.zeros(tables.auditor.shape, dtype=np.bool_)
    place = order[tables.team]
    ahead = (order[tables.row_team][:, None] - place[None, :]) % tables.teams
    half = tables.teams / 2
    opposite = (ahead == half) & (order[tables.row_team][:, None] < place[None, :])
    breaking: Flags = ((ahead > half) | opposite) & inside[None, :]
    return breaking


def reciprocal_moderators(tables: CostTables, auditors: Ints) -> Flags:
    """Audits by people: true where a moderator would look at a team that audits their own."""
    audits = looks_at_team(tables, auditors)
    inside = tables.team >= 0
    # crossing[s, t]: somebody of team t audits team s
    crossing = np.zeros((tables.teams, tables.teams), dtype=np.bool_)
    for person in np.flatnonzero(inside).tolist():
        crossing[audits[person], tables.team[person]] = True
    clashing: Flags = crossing[tables.team][:, tables.row_team].T & inside[None, :]
    return clashing


def only_line_manager_left(tables: CostTables) -> Flags:
    """Rows by people: auditors whose line manager would be the only moderator left."""
    count = tables.moderator.sum(axis=1, dtype=np.int64)[:, None] - tables.moderator
    managed = tables.manager >= 0
    manager = tables.moderator[:, tables.manager] & managed[None, :]
    alone: Flags = (count - manager == 0) & manager
    return alone
