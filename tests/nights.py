"""The long runs take turns, so that a night ends: which of them are played this night."""

import os
from collections.abc import Sequence
from typing import TypeVar

One = TypeVar("One")

NIGHT = int(os.environ.get("NIGHT", "1"))
"""Which night it is; `make nightly` takes the day of the year, or `make nightly NIGHT=7`."""


def of_tonight(every: Sequence[One], nights: int, night: int = NIGHT) -> list[One]:
    """Those whose turn it is: in so many nights each is played once."""
    return list(every[night % nights :: nights])
