"""Open duties as scripts read them (contract.md §6: `sightline owed`)."""

from dataclasses import dataclass
from datetime import datetime

from store.clock.ladders import OWNER
from store.ledger import Reader
from store.tables import Duty
from store.views.parts.owners import open_duties_of


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One open duty; people as UPNs, posts as `post:audit_team`, times in UTC."""

    id: str
    kind: str
    owner: str
    subject: str
    opened: datetime
    due: datetime
    rule: str
    rungs_sent: tuple[str, ...]
    escalated_to: tuple[str, ...]


def owed(reader: Reader, upn: str | None = None) -> list[OwedDuty]:
    """Open duties, most urgent first; only those that `upn` may meet, where one is given."""
    if upn is None:
        duties = reader.rows(Duty, closed_at=None, order="due_at")
    else:
        duties = open_duties_of(reader, upn.lower())
    return [_owed(duty) for duty in duties]


def _owed(duty: Duty) -> OwedDuty:
    rungs = duty.rungs_sent
    above = (rung["to"] for rung in rungs if rung["tell"] != OWNER and rung["to"] is not None)
    return OwedDuty(
        id=duty.id,
        kind=duty.kind,
        owner=duty.owner,
        subject=duty.subject,
        opened=duty.opened_at,
        due=duty.due_at,
        rule=duty.rule,
        rungs_sent=tuple(dict.fromkeys(rung["rung"] for rung in rungs)),
        escalated_to=tuple(dict.fromkeys(above)),
    )
