"""Keeps what is recorded on work below good until it is good (programme.md §3)."""

from datetime import date
from typing import Any

from store.ledger import Unit
from store.tables import Audit, Progress


def keep_progress(
    unit: Unit,
    audit: Audit,
    kind: str,
    *,
    on: date | None = None,
    content: str | None = None,
    **details: Any,
) -> Progress:
    """Keep a record on an audit: its kind, its day, its sealed words and its plain details."""
    return unit.add(
        Progress(
            programme=unit.programme,
            id=f"{audit.id}.p{unit.next_seq}",
            audit=audit.id,
            kind=kind,
            recorded_by=unit.actor.upn,
            recorded_at=unit.at,
            on=on,
            content=content,
            details=details,
        )
    )
