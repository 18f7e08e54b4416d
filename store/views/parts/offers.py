"""What a person may do now: the question that buttons ask."""

from collections.abc import Iterable

from store.ledger import Reader
from store.registry import ACTS, may
from store.tables import Row


def may_now(reader: Reader, row: Row, upn: str, verbs: Iterable[str]) -> frozenset[str]:
    """Those of `verbs` that `upn` could do on `row` now; a verb of a later version is not."""
    return frozenset(verb for verb in verbs if verb in ACTS and may(reader, verb, row, upn))
