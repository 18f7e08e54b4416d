"""Who is free when: the one thing asked of people's calendars, and answered or left at once."""

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
"""Seconds; a dialog has to open before Teams asks for it again."""
MAX_CALENDARS: Final = 20
"""Calendars that Graph shows at once; of those beyond it is said that they cannot be seen."""
FREE: Final = frozenset("04")
"""The signs of a half hour that is free, or worked elsewhere."""

log = structlog.get_logger()

Busy = Mapping[str, frozenset[datetime] | None]


@dataclass(frozen=True, slots=True)
class FreeBusy:
    """Looks at calendars; `graph` asks under the permission `free-busy`."""

    graph: Graph
    in_time: float = TIMEOUT_SECONDS

    async def __call__(self, looking: Looking) -> Busy | None:
        """By UPN the half hours, by their beginning in UTC, in which somebody is taken.

        None of one person where their calendar cannot be seen; None altogether where Graph does
        not answer, or not in time.
        """
        try:
            async with asyncio.timeout(self.in_time):
                return await self._look(looking)
        except GraphTrouble as failed:
            log.info("free_busy.not_seen", outcome=failed.outcome.value, status=failed.status)
        except TimeoutError:
            log.info("free_busy.not_seen", outcome="late")
        return None

    async def _look(self, looking: Looking) -> Busy:
        begins = looking.starts[0]
        found = await self.graph.post(
            "users", looking.organiser, "calendar", "getSchedule",
            body={
                "schedules": list(looking.people)[:MAX_CALENDARS],
                "startTime": graph_time(begins),
                "endTime": graph_time(looking.until),
                "availabilityViewInterval": int(HALF_HOUR.total_seconds() // 60),
            },
            again=True,
        )  # fmt: skip
        schedules = found.get("value")
        seen = {
            str(one.get("scheduleId", "")).lower(): _taken(one, begins)
            for one in (schedules if isinstance(schedules, list) else [])
            if isinstance(one, dict)
        }
        return {upn: seen.get(upn) for upn in looking.people}


def free_busy(graph: Graph) -> FreeBusy:
    """The port, asking under its own permission."""
    return FreeBusy(graph.under(FREE_BUSY))


def graph_time(at: datetime) -> dict[str, str]:
    """A moment as Graph's calendars have it."""
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _taken(schedule: Mapping[str, Any], begins: datetime) -> frozenset[datetime] | None:
    view = schedule.get("availabilityView")
    if "error" in schedule or not isinstance(view, str) or not view:
        return None
    return frozenset(begins + n * HALF_HOUR for n, sign in enumerate(view) if sign not in FREE)
