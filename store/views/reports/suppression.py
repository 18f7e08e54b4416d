"""Leaves small counts of children, and counts that reveal them, out of reports (§5)."""

from collections.abc import Mapping, Sequence

LEAST = 5
"""A smaller count of children could point to one of them; 0 points to nobody."""


def is_small(count: int) -> bool:
    """Whether a count of children may not leave the audit team."""
    return 0 < count < LEAST


def unless_small(count: int) -> int | None:
    """The count, or None if it is too small to be shown."""
    return None if is_small(count) else count


def hidden(distributions: Sequence[Mapping[str, int]]) -> list[set[str]]:
    """The parts of each distribution of the same children that are left out; totals are shown.

    A distribution of few children is left out whole. In the others, a part that is small in any of
    them is left out of all, because one would reveal another. As the total is shown, the smallest
    remaining parts go too, until several parts are left out that together are not a small count.
    """
    whole = [counts for counts in distributions if not is_small(sum(counts.values()))]
    gone = {name for counts in whole for name, n in counts.items() if is_small(n)}
    while gone and (rest := _to_hide_behind(whole, gone)):
        gone.add(min(rest, key=lambda name: (rest[name], name)))
    return [
        set(counts) if is_small(sum(counts.values())) else set(gone) for counts in distributions
    ]


def _to_hide_behind(whole: Sequence[Mapping[str, int]], gone: set[str]) -> Mapping[str, int]:
    """What is still shown of the first distribution whose total would reveal `gone`."""
    for counts in whole:
        rest = {name: n for name, n in counts.items() if n and name not in gone}
        if rest and (len(gone) == 1 or is_small(sum(counts.get(name, 0) for name in gone))):
            return rest
    return {}
