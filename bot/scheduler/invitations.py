"""Keeps people's calendars up to date with the UoPP meetings in the ledger (programme.md §3).

A calendar is written outside any transaction and the result is recorded in a transaction of its
own. The calendar calls are idempotent, so a process that is killed in between may repeat them.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.graph.meetings import CalendarEvent, Meetings
from bot.graph.refusals import GraphTrouble
from bot.ledger_access import LedgerAccess
from bot.send_outcome import SendOutcome
from store.ledger import SYSTEM, Unit
from store.registry import enact
from store.rules.invitation import OwedInvitation, owed
from store.tables import Audit
from store.vocabulary.verbs import Verb

RETRY_AFTER: Final = timedelta(minutes=5)
"""The wait between two tries, unless Graph asks for a longer one."""
MAX_TRIES: Final = 12
"""After so many tries the chair is asked to do it by hand."""

log = structlog.get_logger()

_RETRIABLE: Final = frozenset({SendOutcome.retry, SendOutcome.unknown})
_BY_HAND: Final = {
    "send": "Please invite them in Outlook.",
    "move": "Please move it in Outlook.",
    "cancel": "Please cancel it in Outlook.",
}


@dataclass(slots=True)
class Invitations:
    """Sends, moves and cancels invitations for one programme, one at a time."""

    access: LedgerAccess
    meetings: Meetings
    _tried: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send_owed(self) -> int:
        """Send what is owed now; gives how many were done. Idempotent, safe at any time."""
        done = 0
        async with self._one_at_a_time:
            for one in await self.access.read(owed):
                done += await self._one(one)
        return done

    async def _one(self, one: OwedInvitation) -> bool:
        place = f"{one.what}:{one.key}:{one.starts_at.isoformat()}"
        tried, not_before = self._tried.get(place, (0, self.access.now()))
        if self.access.now() < not_before:
            return False
        try:
            await self._carry_out(one)
        except GraphTrouble as failed:
            log.info("invitation.failed", what=one.what, outcome=failed.outcome.value)
            if failed.outcome in _RETRIABLE and tried + 1 < MAX_TRIES:
                wait = max(RETRY_AFTER, timedelta(seconds=failed.retry_after or 0))
                self._tried[place] = (tried + 1, self.access.now() + wait)
                return False
            await self._record(one, "uopp.not_invited", _told(one, failed))
        self._tried.pop(place, None)
        return True

    async def _carry_out(self, one: OwedInvitation) -> None:
        match one.what:
            case "send":
                await self._record(one, "uopp.invite", _sent(one, await self.meetings.send(one)))
            case "move":
                moved = await self.meetings.move(one)
                if moved is None:
                    # Deleted in the calendar: take it off the record, and the next run sends it.
                    await self._record(one, "uopp.uninvite", {"event": one.event})
                else:
                    await self._record(one, "uopp.invite", _sent(one, moved))
            case "cancel":
                await self.meetings.cancel(one)
                await self._record(one, "uopp.uninvite", {"event": one.event})

    async def _record(self, one: OwedInvitation, verb: Verb, given: dict[str, Any]) -> None:
        def record(unit: Unit) -> None:
            enact(unit, verb, unit.get(Audit, one.audit), {"meeting": one.meeting, **given})

        await self.access.write(SYSTEM, record)


def _sent(one: OwedInvitation, event: CalendarEvent) -> dict[str, Any]:
    return {
        "event": event.id,
        "organiser": one.organiser.upn,
        "starts_at": one.starts_at,
        "invited": [guest.upn for guest in one.guests],
        "link": event.link,
    }


def _told(one: OwedInvitation, failed: GraphTrouble) -> dict[str, Any]:
    reason = f"{_BY_HAND[one.what]} {failed.reason}"
    return {"event": one.event or None, "starts_at": one.starts_at, "reason": reason}
