"""What is wished of an allocation once every hard rule holds, in the order of programme.md §2.3."""

from typing import NamedTuple

import numpy as np

from store.allocation.cost_tables import Board
from store.allocation.levelling import Flags, Ints


class Score(NamedTuple):
    """How far an allocation is from every wish; compared from the first field on, less is better.

    Quotas: rows outside the quota's role, and how far they were looked for. Loads: sums of squares
    of this cycle's loads, and past loads of those who got more. Then pairs of people who look at
    each other's teams, rows moderated by the auditor's line manager, pairs of auditor and team met
    before, rows audited from another service.
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


def score(board: Board, auditors: Ints, moderators: Ints) -> Score:
    """Score a whole allocation: `auditors[r]` and `moderators[r]` are numbers of people."""
    rows = np.arange(len(board.rows))
    people = len(board.people)
    tiers = board.auditor_tier[rows, auditors]
    audits = np.bincount(auditors, minlength=people)
    moderations = np.bincount(moderators, minlength=people)
    return Score(
        int((tiers > 0).sum()),
        int(tiers.sum()),
        int((audits**2).sum()),
        int((audits * audits_before(board)).sum()),
        int(board.moderator_tier[rows, moderators].sum()),
        int((moderations**2).sum()),
        int((moderations * moderations_before(board)).sum()),
        reciprocal_pairs(board, auditors, moderators),
        int((board.manager[auditors] == moderators).sum()),
        int(board.rotation[rows, auditors].sum()),
        int(board.distance[rows, auditors].sum()),
    )


def audits_before(board: Board) -> Ints:
    """Audits of past cycles, a person each."""
    return np.array([person.load_before for person in board.people], dtype=np.int64)


def moderations_before(board: Board) -> Ints:
    """Moderations of past cycles, a person each."""
    return np.array([person.moderations_before for person in board.people], dtype=np.int64)


def looks(board: Board, holders: Ints) -> Flags:
    """People by teams: who looks at the work of which team."""
    table = np.zeros((len(board.people), board.teams), dtype=np.bool_)
    table[holders, board.row_team] = True
    return table


def reciprocal_pairs(board: Board, auditors: Ints, moderators: Ints) -> int:
    """Pairs of people of whom one audits the other's team, and is audited or moderated in turn."""
    placed = np.flatnonzero(board.team >= 0)
    theirs = board.team[placed]
    audits = looks(board, auditors)[placed][:, theirs]
    any_look = audits | looks(board, moderators)[placed][:, theirs]
    mutual = audits & any_look.T
    return int(np.triu(mutual | mutual.T, k=1).sum())


def against_the_round(board: Board, order: Ints) -> Flags:
    """Rows by people: pairs that break a round in which no two teams look at each other.

    `order` is a place for each team on a circle; each team's people audit only the half circle
    that follows it. Then nobody audits a team whose people audit theirs.
    """
    inside = board.team >= 0
    if not board.teams:
        return np.zeros(board.auditor.shape, dtype=np.bool_)
    place = order[board.team]
    ahead = (order[board.row_team][:, None] - place[None, :]) % board.teams
    half = board.teams / 2
    opposite = (ahead == half) & (order[board.row_team][:, None] < place[None, :])
    breaking: Flags = ((ahead > half) | opposite) & inside[None, :]
    return breaking


def moderators_own_team_audited(board: Board, auditors: Ints) -> Flags:
    """Rows by people: moderators who would look at the team of somebody who audits theirs."""
    audits = looks(board, auditors)
    inside = board.team >= 0
    # crossing[s, t]: somebody of team t audits team s
    crossing = np.zeros((board.teams, board.teams), dtype=np.bool_)
    for person in np.flatnonzero(inside).tolist():
        crossing[audits[person], board.team[person]] = True
    clashing: Flags = crossing[board.team][:, board.row_team].T & inside[None, :]
    return clashing


def only_line_manager_left(board: Board) -> Flags:
    """Rows by people: auditors who would leave nobody but their line manager to moderate."""
    count = board.moderator.sum(axis=1, dtype=np.int64)[:, None] - board.moderator
    managed = board.manager >= 0
    manager = board.moderator[:, board.manager] & managed[None, :]
    alone: Flags = (count - manager == 0) & manager
    return alone
