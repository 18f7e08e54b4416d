"""How many concerns were closed, and from how many something was learnt; never what (§2.12)."""

from typing import Any

from store.ledger import Reader
from store.rules.confidential import has_learning
from store.tables import Concern
from store.views.reports.suppression import is_small


def concerns(reader: Reader, *, full: bool = False) -> dict[str, Any]:
    """`{"closed", "with_learning"}`, over the whole programme (Tower Hamlets guide §11).

    A concern that is still open is in no count, for the count would tell that there is one. The
    audit of a concern is sealed, so there is no count by cycle. Outside the audit team (`full`)
    counts under 5 are None with `"suppressed": true`.
    """
    closed = reader.rows(Concern, state="closed")
    counts = {
        "closed": len(closed),
        "with_learning": sum(has_learning(concern) for concern in closed),
    }
    if full or not any(is_small(n) for n in counts.values()):
        return counts
    return dict.fromkeys(counts, None) | {"suppressed": True}
