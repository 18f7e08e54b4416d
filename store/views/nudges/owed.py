"""Open duties as scripts read them (contract.md §6: `sightline owed`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.clock.ladders import OWNER
from store.duties.predicates.closed_lists import TOLD_ELSEWHERE
from store.ledger import Reader
from store.rules.doers import Doers, doers
from store.tables import Duty
from store.views.parts.owners import owner_now, work_of


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One open duty; people as UPNs, posts as `post:audit_team`, times in UTC.

    `rungs_sent` are those that told somebody, in a reminder or in the digest: the first word is not
    among them where everybody had a card of its own.

    `owed_by` and `stand_ins` together are all who may do it; `asked` are to name somebody where
    nobody may.
    """

    id: str
    kind: str
    owner: str
    subject: str
    opened: datetime
    due: datetime
    rule: str
    rungs_sent: tuple[str, ...]
    escalated_to: tuple[str, ...]
    owed_by: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def owed(reader: Reader, upn: str | None = None) -> list[OwedDuty]:
    """Open duties, most urgent first; only those that `upn` may meet, where one is given."""
    if upn is None:
        duties = reader.rows(Duty, closed_at=None, order="due_at")
        return [_owed(reader, duty, doers(reader, duty)) for duty in duties]
    return [_owed(reader, duty, people) for duty, people in work_of(reader, upn.lower())]


def _owed(reader: Reader, duty: Duty, people: Doers) -> OwedDuty:
    rungs = duty.rungs_sent
    above = (rung["to"] for rung in rungs if rung["tell"] != OWNER and rung["to"] is not None)
    return OwedDuty(
        id=duty.id,
        kind=duty.kind,
        owner=owner_now(reader, duty, people),
        subject=duty.subject,
        opened=duty.opened_at,
        due=duty.due_at,
        rule=duty.rule,
        rungs_sent=tuple(dict.fromkeys(rung["rung"] for rung in rungs if _told(rung))),
        escalated_to=tuple(dict.fromkeys(above)),
        owed_by=people.owners,
        stand_ins=people.stand_ins,
        asked=people.asked,
    )


def _told(rung: Mapping[str, str | None]) -> bool:
    """Whether that rung told anybody."""
    return rung["to"] is not None or rung["tell"] in TOLD_ELSEWHERE
