"""Which service has its cycle in which month, following the rhythm of a profile."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from store.clock.calendar import months_after


class PlannedCycle(NamedTuple):
    """One service's cycle and its audit month."""

    service: str
    month: date


def planned_cycles(
    services: Sequence[str], first: date, months: int, every: int
) -> Iterator[PlannedCycle]:
    """The cycles that begin in the `months` months from `first`, in order of time.

    Each service has a cycle `every` that many months. The first cycles are spread evenly over that
    period (Tower Hamlets guide §3: rolling).
    """
    for number in range(months):
        for place, service in enumerate(services):
            since_first = number - place * every // len(services)
            if since_first >= 0 and since_first % every == 0:
                yield PlannedCycle(service, months_after(first, number))
