"""What one check of `sightline doctor` finds."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """A check by its name, its result, and words that say what to do."""

    name: str
    state: Literal["ok", "warning", "wrong"]
    words: str
