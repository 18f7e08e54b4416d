"""A line in the activity feed of a person whose chat Sightline cannot write to.

It says that something waits and never what, because feed lines show on locked screens and stay.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot.graph.client import Graph
from bot.graph.permissions import FEED
from bot.graph.refusals import GraphTrouble
from bot.send_outcome import SendOutcome

PER_SECOND: Final = 4
"""Graph accepts five a second from one app (teams.md §2)."""
ACTIVITY: Final = "waiting"
"""The activity type in the app's manifest (`bot.teams.app_package`)."""
TITLE: Final = "audit work waits in your chat"
PREVIEW: Final = "Open your chat with Sightline and type my work."
NOT_FOR_THEM: Final = (
    "Nor can their activity feed be written to: Sightline is not installed for them, or an "
    "administrator does not allow it."
)
_LONGEST_PREVIEW: Final = 150


@dataclass(slots=True)
class ActivityFeed:
    """Writes to people's feeds, one at a time; `graph` uses the permission `feed`."""

    graph: Graph
    chat: str
    """The link of each line: it opens the chat with Sightline in Teams."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(
        self, entra_object_id: str, *, title: str = TITLE, preview: str = PREVIEW
    ) -> None:
        """Add the line "Sightline has something for you: <title>", with `preview` below it.

        The caller keeps children and cases out of both. Raises GraphTrouble: `unknown` if the line
        may already be there, `unreachable` if this person's feed cannot be written to.
        """
        told = {
            "topic": {"source": "text", "value": "Sightline", "webUrl": self.chat},
            "activityType": ACTIVITY,
            "previewText": {"content": preview[:_LONGEST_PREVIEW]},
            "templateParameters": [{"name": "title", "value": title}],
        }
        async with self._one_at_a_time:
            try:
                await self.graph.post(
                    "users", entra_object_id, "teamwork", "sendActivityNotification", body=told
                )
            except GraphTrouble as failed:
                if failed.outcome is SendOutcome.unreachable:
                    failed.reason = NOT_FOR_THEM
                raise
            finally:
                await self.sleep(1 / PER_SECOND)


def activity_feed(graph: Graph, *, teams: str, app_id: str) -> ActivityFeed:
    """The feed under its own permission; `teams` is the cloud's (`Cloud.teams`)."""
    chat = f"{teams}/l/chat/0/0?users=28:{app_id}"
    return ActivityFeed(graph.under(FEED), chat, graph.sleep)
