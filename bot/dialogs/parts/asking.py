"""Whether a card still asks something of its reader: it has a button that does an act."""

from collections.abc import Collection
from typing import Any

from store.registry import ACTS


def asks(part: Any, *, but: Collection[str] = ()) -> bool:
    """Whether a card has a button that does an act or opens its form; those of `but` aside."""
    if isinstance(part, list):
        return any(asks(one, but=but) for one in part)
    if not isinstance(part, dict):
        return False
    data = part.get("data")
    verb = part.get("verb") or (data.get("verb") if isinstance(data, dict) else None)
    return (verb in ACTS and verb not in but) or any(
        asks(one, but=but) for one in part.values() if isinstance(one, list | dict)
    )
