"""The draft of a return: one for each audit and auditor, which its auditor alone reads (§2.8)."""

import json
from typing import Any

from store.ledger import Reader
from store.tables import Audit, Draft


def draft_id(audit: Audit, upn: str) -> str:
    """One draft for each audit and auditor."""
    return f"{audit.id}.draft.{upn}"


def draft_of(reader: Reader, audit: Audit) -> dict[str, Any]:
    """What the present auditor has saved, in the shape of a return's fields; else nothing."""
    found = reader.find(Draft, draft_id(audit, audit.auditor or ""))
    text = None if found is None else reader.unseal(found.content or None)
    kept: dict[str, Any] = {} if text is None else json.loads(text)
    return kept
