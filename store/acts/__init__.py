"""What people may do, one module a subject; nothing here sends, reads the clock or draws chance."""

from store.acts import (
    allocation,
    conflict,
    cycles,
    deliveries,
    digests,
    exemption,
    lists,
    nudges,
    programme,
    reallocation,
    returns,
)

__all__ = [
    "allocation", "conflict", "cycles", "deliveries", "digests", "exemption", "lists", "nudges",
    "programme", "reallocation", "returns",
]  # fmt: skip
