"""Where randomness comes from: handed in, so that a run can be repeated byte for byte."""

import secrets  # noqa: TID251 - the one source of chance, handed to everything else
from random import Random
from typing import Protocol


class Randomness(Protocol):
    """A source of random bytes."""

    def bytes(self, n: int) -> bytes:
        """`n` random bytes."""
        ...


class SystemRandomness:
    """The operating system's randomness, for a ledger in use."""

    def bytes(self, n: int) -> bytes:
        """`n` bytes nobody can foretell."""
        return secrets.token_bytes(n)


class SeededRandomness:
    """Randomness that a seed repeats, for rehearsals and tests; never for a ledger in use."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose

    def bytes(self, n: int) -> bytes:
        """The next `n` bytes of this seed."""
        return self._random.randbytes(n)
