"""Refusals in the authority's own words, wherever the ledger refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.ledger.reader import Reader
from store.vocabulary.errors import LedgerError


@contextmanager
def in_own_words(reader: Reader) -> Iterator[None]:
    """Let a refusal go on with the authority's own titles and names in its sentences."""
    try:
        yield
    except LedgerError as error:
        if error.has_terms:
            error.speak(reader.profile.own_words)
        raise
