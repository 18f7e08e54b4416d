"""What is rehearsed by day, and the seeds that found something once and stay for ever."""

import os
from collections.abc import Sequence

from bot.rehearsal.council.invented import Size

SMALLEST = Size(services=2, teams=2, practitioners=1, cases=4, quotas=2, dips=(1, 1))
"""The least council in which every rule of independence can be kept: for what is played twice."""

BY_DAY = range(1, 6)
"""With those below, a minute on two cores: a small month with all that follows from it takes from
eight to twenty seconds of one."""
BY_NIGHT = range(1, 2001)
NIGHTS = 40
"""Nights in which all of BY_NIGHT are played: one run must end in a night, on two cores."""
NIGHT = int(os.environ.get("NIGHT", "1"))
"""Which night it is; `make nightly` takes the day of the year, or `make nightly NIGHT=7`."""


def of_tonight(seeds: Sequence[int], nights: int = NIGHTS, night: int = NIGHT) -> list[int]:
    """The seeds whose turn it is: each one once in so many nights, and some every night."""
    return list(seeds[night % nights :: nights])


FAILED = {
    3: "A list's row had lost its independence (its auditor left): the Head of Service could not "
    "confirm it and the audit team did not hear; they do once a change of that row is asked for.",
    4: "Somebody's leaving was recorded ahead, a sweep before that day set the next rung anew, "
    "and their audit had no living owner until the rung after (test_4_leaving_recorded_ahead).",
    10: "As seed 3, and no case was left to swap in: another auditor for the same case does it.",
    11: "A dip sample was offered to a chair whose head said neither yes nor no: the audit team "
    "takes it back.",
    14: "A concern raised long after the month was still to be answered when the clock stopped.",
    115: "An officer drew the cases from her own card, days before the step that would have: the "
    "rehearsal's fault, as with seeds 152 and 238. What a colleague has done is not done again.",
}
"""Seed by seed, what it found. What a seed plays changes with the rehearsal itself, so whatever it
found in the kernel has a test of its rule as well; the seeds stay all the same."""
