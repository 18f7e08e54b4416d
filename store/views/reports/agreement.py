"""How far auditor and moderator agree (programme.md §5)."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

FEWEST = 10
"""Fewer audits than this are too few to judge by, or to measure agreement."""


def kappa(pairs: Sequence[tuple[int, int]], steps: int) -> float | None:
    """Cohen's kappa with linear weights over two gradings, each a place in a scale of `steps`.

    None for fewer than 10 pairs, and if chance alone leaves no room for disagreement.
    """
    n = len(pairs)
    if n < FEWEST or steps < 2:  # noqa: PLR2004 - one grade leaves nothing to agree on
        return None
    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    seen = Fraction(sum(abs(one - other) for one, other in pairs), n)
    chance = Fraction(
        sum(ones[one] * others[other] * abs(one - other) for one in ones for other in others), n * n
    )
    return None if not chance else float(1 - seen / chance)
