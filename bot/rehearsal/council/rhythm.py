"""Which service has its cycle in which month: the rhythm of a profile, laid out over a year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from store.clock.calendar import months_after


class Round(NamedTuple):
    """One service's cycle and its audit month."""

    service: str
    month: date


def rounds(services: Sequence[str], first: date, months: int, every: int) -> Iterator[Round]:
    """The cycles that begin in so many months, in order.

    Each service has one `every` so many months, the services spread evenly over them (Tower Hamlets
    guide §3: rolling).
    """
    for number in range(months):
        for place, service in enumerate(services):
            if (number - place * every // len(services)) % every == 0 and number >= (
                place * every // len(services)
            ):
                yield Round(service, months_after(first, number))
