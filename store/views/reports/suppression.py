"""Small counts of children, and what would reveal them, left out of reports (programme.md §5)."""

from collections.abc import Mapping, Sequence

LEAST = 5
"""A count of children below this could point to one of them; none at all points to nobody."""


def is_small(count: int) -> bool:
    """Whether a count of children may not be told outside the audit team."""
    return 0 < count < LEAST


def told(count: int) -> int | None:
    """The count, or nothing where it is too small to be told."""
    return None if is_small(count) else count


def hidden(distributions: Sequence[Mapping[str, int]]) -> list[set[str]]:
    """Which parts of each distribution of the same children are left out; their totals are told.

    A distribution of few children is left out whole. Of the others the small parts of any go, in
    all of them, for one would reveal another's; then the smallest of the rest, until what is left
    out is several parts that together are no small count either, which the total gave away else.
    """
    whole = [counts for counts in distributions if not is_small(sum(counts.values()))]
    gone = {name for counts in whole for name, n in counts.items() if is_small(n)}
    while gone and (rest := _to_hide_behind(whole, gone)):
        gone.add(min(rest, key=lambda name: (rest[name], name)))
    return [
        set(counts) if is_small(sum(counts.values())) else set(gone) for counts in distributions
    ]


def _to_hide_behind(whole: Sequence[Mapping[str, int]], gone: set[str]) -> Mapping[str, int]:
    """What is still told of the first distribution whose total would give away `gone`."""
    for counts in whole:
        rest = {name: n for name, n in counts.items() if n and name not in gone}
        if rest and (len(gone) == 1 or is_small(sum(counts.get(name, 0) for name in gone))):
            return rest
    return {}
