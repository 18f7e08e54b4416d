"""The draft of a return: one for each audit and auditor, read by that auditor alone (§2.8)."""

import json
from typing import Any

from store.ledger import Reader
from store.tables import Audit, Draft


def draft_id(audit: Audit, upn: str) -> str:
    """The id of the draft, one for each audit and auditor."""
    return f"{audit.id}.draft.{upn}"


def draft_of(reader: Reader, audit: Audit) -> dict[str, Any]:
    """The fields of the return that the present auditor has saved; empty without a draft."""
    found = reader.find(Draft, draft_id(audit, audit.auditor or ""))
    text = None if found is None else reader.unseal(found.content or None)
    kept: dict[str, Any] = {} if text is None else json.loads(text)
    return kept
