"""UoPP meetings in people's calendars: added once, moved, cancelled (teams.md §8).

An event gives the case's reference and nothing else about the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from bot.graph.client import Graph
from bot.graph.free_busy import graph_time
from bot.graph.permissions import MEETINGS
from bot.graph.refusals import GraphTrouble
from bot.send_outcome import SendOutcome
from store.rules.free_times import LENGTH
from store.rules.invitation import OwedInvitation

BODY: Final = (
    "Sightline arranged this. Say on its card in your chat whether you can come; the meeting is "
    "recorded there too."
)
_LONGEST_LINK: Final = 500


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event in the calendar: its id there, and the link to join, if there is one."""

    id: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """Writes to the chair's calendar, which invites the others; uses the permission `meetings`.

    `teams` is the beginning of links into Teams; any other link is discarded.
    """

    graph: Graph
    teams: str

    async def send(self, owed: OwedInvitation) -> CalendarEvent:
        """Add the meeting to calendars; repeated with the same key, it is added once."""
        event = {
            **_times(owed),
            **_people(owed),
            "subject": f"{owed.called} about {owed.case_ref}",
            "body": {"contentType": "text", "content": BODY},
            "sensitivity": "private",
            "allowNewTimeProposals": False,
            "isOnlineMeeting": True,
            "onlineMeetingProvider": "teamsForBusiness",
            "transactionId": str(uuid5(NAMESPACE_URL, owed.key)),
            **({"location": {"displayName": owed.place}} if owed.place else {}),
        }
        made = await self.graph.post(
            "users", owed.organiser.entra_object_id, "events", body=event, idempotent=True
        )
        return self._event(made)

    async def move(self, owed: OwedInvitation) -> CalendarEvent | None:
        """Change the event's time and guests; None if it has been deleted in the calendar."""
        try:
            changed = await self.graph.patch(*_path(owed), body=_times(owed) | _people(owed))
        except GraphTrouble as failed:
            if failed.status in _GONE:
                return None
            raise
        return self._event(changed)

    async def cancel(self, owed: OwedInvitation) -> None:
        """Remove the event from all calendars; succeeds too if it is already gone."""
        why = {
            "comment": "This meeting does not take place at this time. Sightline's card says more."
        }
        try:
            await self.graph.post(*_path(owed), "cancel", body=why, idempotent=True)
        except GraphTrouble as failed:
            if failed.status not in _GONE:
                raise

    def _event(self, answer: Mapping[str, Any]) -> CalendarEvent:
        given, online = answer.get("id"), answer.get("onlineMeeting")
        if not isinstance(given, str) or not given:
            raise GraphTrouble(SendOutcome.unknown, "Microsoft Graph's answer could not be read.")
        link = online.get("joinUrl") if isinstance(online, dict) else None
        safe = isinstance(link, str) and link.startswith(f"{self.teams}/")
        return CalendarEvent(given, link if safe and len(str(link)) <= _LONGEST_LINK else None)


_GONE: Final = frozenset({404, 410})


def meetings(graph: Graph, *, teams: str) -> Meetings:
    """Meetings under their own permission; `teams` is the cloud's (`Cloud.teams`)."""
    return Meetings(graph.under(MEETINGS), teams)


def _path(owed: OwedInvitation) -> tuple[str, ...]:
    return "users", owed.organiser.entra_object_id, "events", owed.event


def _times(owed: OwedInvitation) -> dict[str, Any]:
    return {"start": graph_time(owed.starts_at), "end": graph_time(owed.starts_at + LENGTH)}


def _people(owed: OwedInvitation) -> dict[str, Any]:
    return {
        "attendees": [
            {"emailAddress": {"address": guest.upn, "name": guest.name}, "type": "required"}
            for guest in owed.guests
        ]
    }
