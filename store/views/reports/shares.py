"""Counts with their shares, as reports print them (programme.md §5)."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any


def shown(
    counts: Mapping[str, int], gone: Collection[Hashable] = (), *, percent: bool
) -> dict[str, Any]:
    """Each count as `{"n"}`, with `"percent"` if wanted; a hidden one is None and `suppressed`."""
    told: dict[str, Any] = {
        name: {"n": None, "suppressed": True} if name in gone else {"n": n}
        for name, n in counts.items()
    }
    for name, share in zip(
        counts, percentages(list(counts.values())) if percent else (), strict=False
    ):
        told[name]["percent"] = share
    return told


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole percentages that sum to 100, of counts from the best grade to the worst.

    What rounding leaves over goes to the largest remainders, the worse grade first on a tie. No
    counts have no percentages.
    """
    total = sum(counts)
    if not total:
        return []
    shares = [100 * n // total for n in counts]
    most = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % total), -place))
    for place in most[: 100 - sum(shares)]:
        shares[place] += 1
    return shares
