"""When people are free: the only thing read from calendars, and only if it answers at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bot.graph.client import Graph
from bot.graph.permissions import FREE_BUSY
from bot.graph.refusals import GraphTrouble
from store.rules.free_times import HALF_HOUR, Looking

TIMEOUT_SECONDS: Final = 2.0
"""Seconds; the dialog must open before Teams repeats its request."""
MAX_CALENDARS: Final = 20
"""Calendars that Graph gives in one call; the others count as not visible."""
FREE: Final = frozenset("04")
"""Graph's codes for a half hour that is free, or worked elsewhere."""

log = structlog.get_logger()

Busy = Mapping[str, frozenset[datetime] | None]


@dataclass(frozen=True, slots=True)
class FreeBusy:
    """Reads calendars; `graph` uses the permission `free-busy`."""

    graph: Graph
    timeout: float = TIMEOUT_SECONDS

    async def __call__(self, looking: Looking) -> Busy | None:
        """The busy half hours of each person by UPN; each is given by its start in UTC.

        A person's value is None if their calendar is not visible; the whole is None if Graph does
        not answer in time.
        """
        try:
            async with asyncio.timeout(self.timeout):
                return await self._look(looking)
        except GraphTrouble as failed:
            log.info("free_busy.not_seen", outcome=failed.outcome.value, status=failed.status)
        except TimeoutError:
            log.info("free_busy.not_seen", outcome="late")
        return None

    async def _look(self, looking: Looking) -> Busy:
        begins = looking.starts[0]
        wanted = {
            "schedules": list(looking.people)[:MAX_CALENDARS],
            "startTime": graph_time(begins),
            "endTime": graph_time(looking.until),
            "availabilityViewInterval": int(HALF_HOUR.total_seconds() // 60),
        }
        path = ("users", looking.organiser, "calendar", "getSchedule")
        found = await self.graph.post(*path, body=wanted, idempotent=True)
        schedules = found.get("value")
        seen = {
            str(one.get("scheduleId", "")).lower(): _taken(one, begins)
            for one in (schedules if isinstance(schedules, list) else [])
            if isinstance(one, dict)
        }
        return {upn: seen.get(upn) for upn in looking.people}


def free_busy(graph: Graph) -> FreeBusy:
    """Free and busy times under their own permission."""
    return FreeBusy(graph.under(FREE_BUSY))


def graph_time(at: datetime) -> dict[str, str]:
    """A moment in the form of Graph's calendars."""
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _taken(schedule: Mapping[str, Any], begins: datetime) -> frozenset[datetime] | None:
    view = schedule.get("availabilityView")
    if "error" in schedule or not isinstance(view, str) or not view:
        return None
    return frozenset(begins + n * HALF_HOUR for n, sign in enumerate(view) if sign not in FREE)
