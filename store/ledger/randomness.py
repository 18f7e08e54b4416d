"""Sources of randomness, passed in as a parameter so that a run can be repeated byte for byte."""

import secrets  # noqa: TID251 - the one source, passed to everything else
from random import Random
from typing import Protocol


class Randomness(Protocol):
    """A source of random bytes."""

    def bytes(self, n: int) -> bytes:
        """`n` random bytes."""
        ...


class SystemRandomness:
    """The operating system's randomness, for a live ledger."""

    def bytes(self, n: int) -> bytes:
        """`n` bytes that cannot be predicted."""
        return secrets.token_bytes(n)


class SeededRandomness:
    """Randomness that a seed repeats, for rehearsals and tests; never for a live ledger."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose

    def bytes(self, n: int) -> bytes:
        """The next `n` bytes of this seed."""
        return self._random.randbytes(n)
