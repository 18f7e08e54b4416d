"""Places in a text, as a sentence names them: "characters 5 to 12 and 20 to 27"."""

import re
from collections.abc import Sequence

Place = tuple[int, int]
"""The first character, counted from 0, and the one after the last."""

_SAID = re.compile(r"(\d+) to (\d+)")
_ONE = "at characters "


def say_places(places: Sequence[Place]) -> str:
    """The places in words, counted from 1 and both ends included, as people count."""
    return _ONE + ", ".join(f"{start + 1} to {end}" for start, end in places)


def places_in(said: str) -> list[Place]:
    """The places that `say_places` put into a sentence; none where it names none."""
    _, at, rest = said.partition(_ONE)
    if not at:
        return []
    return [(int(start) - 1, int(end)) for start, end in _SAID.findall(rest.partition(":")[0])]
