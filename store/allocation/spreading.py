"""The draw spread over practitioners and teams: a stated rule that anybody can repeat (§2.2).

The cases of each practitioner are numbered in draw order. Round one holds everybody's first case,
round two everybody's second, and so on. Within a round the next case comes from the team that has
had the fewest so far, and the first of that team in draw order; of two such teams, the one whose
case is first. So nobody's work is drawn a second time while somebody else's was not drawn at all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import Any

METHOD = (
    "in rounds: each practitioner's next case by the SHA-256 of seed:purpose:case_ref, lowest "
    "first; within a round from the team with the fewest cases so far, then lowest first"
)
"""The rule as a draw records it; `spread` in its parameters numbers practitioners and teams."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Whose case is whose: a practitioner's and a team's number for each case of the sorted pool.

    Numbers stand in place of names, so that a draw can be published.
    """

    practitioners: tuple[int, ...]
    teams: tuple[int, ...]

    @classmethod
    def of(cls, practitioners: Sequence[str], teams: Sequence[str]) -> "Spread":
        """The numbers for names in the order of the sorted pool, from 1 as they first occur."""
        return cls(_numbered(practitioners), _numbered(teams))

    @classmethod
    def recorded(cls, parameters: Mapping[str, Any] | None) -> "Spread | None":
        """What a draw recorded; None for a draw that was not spread."""
        found = (parameters or {}).get("spread")
        return found and cls(tuple(found["practitioners"]), tuple(found["teams"]))

    def parameters(self) -> dict[str, list[int]]:
        """As a draw records it."""
        return {"practitioners": list(self.practitioners), "teams": list(self.teams)}


def _numbered(names: Sequence[str]) -> tuple[int, ...]:
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(name, len(numbers) + 1) for name in names)


def spread_order(ordered: Sequence[str], spread: Spread) -> tuple[str, ...]:
    """The cases `ordered` by the draw, in the order of the rounds.

    `spread` speaks of the same cases, sorted by reference.
    """
    pool = sorted(ordered)
    practitioner = dict(zip(pool, spread.practitioners, strict=True))
    team = dict(zip(pool, spread.teams, strict=True))
    had: defaultdict[int, int] = defaultdict(int)
    rounds: defaultdict[int, defaultdict[int, list[int]]]
    rounds = defaultdict(lambda: defaultdict(list))
    for place, ref in enumerate(ordered):
        had[practitioner[ref]] += 1
        rounds[had[practitioner[ref]]][team[ref]].append(place)
    drawn: defaultdict[int, int] = defaultdict(int)
    taken: list[str] = []
    for number in sorted(rounds):
        waiting = {each: iter(places) for each, places in rounds[number].items()}
        queue = [(drawn[each], next(places), each) for each, places in waiting.items()]
        heapify(queue)
        while queue:
            _, place, each = queue[0]
            taken.append(ordered[place])
            drawn[each] += 1
            following = next(waiting[each], None)
            if following is None:
                heappop(queue)
            else:
                heapreplace(queue, (drawn[each], following, each))
    return tuple(taken)
