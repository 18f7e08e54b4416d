"""What is recorded on the way from an audit to work that is good (programme.md §3)."""

from datetime import date
from typing import Any

from store.ledger import Unit
from store.tables import Audit, Progress


def keep_progress(
    unit: Unit, audit: Audit, kind: str, *, on: date | None = None, content: str | None = None,
    **details: Any,
) -> Progress:  # fmt: skip
    """Keep something recorded on an audit: its kind, the day it is about, its sealed words."""
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
