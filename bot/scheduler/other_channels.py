"""Other channels to people whom Sightline cannot reach in Teams.

Sightline may install itself in their Teams, or notify them elsewhere that something waits. No other
channel carries a case, a name or the message itself: those are shown in Teams only.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.send_outcome import SendOutcome, Undelivered

REINSTALL_AFTER: Final = timedelta(days=1)
"""The shortest time between two tries to install Sightline for one person."""

log: Final = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person to reach; `email` is None if their mail address is their UPN."""

    upn: str
    entra_object_id: str
    email: str | None = None


Install = Callable[[str], Awaitable[object]]
"""Installs Sightline for the person with that Entra object id, unless it is installed. Raises
Undelivered: `retry` if it may be tried again, any other outcome if not."""


@dataclass(frozen=True, slots=True)
class OtherChannel:
    """Notifies a person outside their chat that something waits for them in Teams.

    `tell` raises Undelivered with the same outcomes as a message in Teams.
    """

    kind: str
    """Its kind, for a log line: "email"."""
    name: str
    """Its name in words: "an e-mail"."""
    tell: Callable[[Addressee], Awaitable[None]]


@dataclass(slots=True)
class OtherChannels:
    """What this deployment may do if Teams does not reach a person; empty unless set up.

    `channels` are tried in their order until one succeeds.
    """

    installer: Install | None = None
    channels: Sequence[OtherChannel] = ()
    _asked: dict[str, datetime] = field(default_factory=dict)

    async def install(self, person: Addressee, at: datetime) -> bool:
        """Whether Sightline is now in that person's Teams; tried at most once a day for each.

        Raises Undelivered with `retry` if that is not known yet.
        """
        asked = self._asked.get(person.upn)
        if self.installer is None or (asked is not None and asked <= at < asked + REINSTALL_AFTER):
            return False
        try:
            await self.installer(person.entra_object_id)
        except Undelivered as failure:
            log.info("install.refused", outcome=failure.outcome.value, code=failure.code)
            if failure.outcome is SendOutcome.retry:
                raise
            self._asked[person.upn] = at
            return False
        self._asked[person.upn] = at
        return True

    async def tell(self, person: Addressee) -> str:
        """Notify them by the first channel that succeeds; gives its name.

        Raises the last channel's Undelivered. It stops at an unknown outcome, since that
        notification may have arrived.
        """
        last = Undelivered(SendOutcome.unreachable, "No other way to reach them is set up.")
        for channel in self.channels:
            try:
                await channel.tell(person)
            except Undelivered as failure:
                log.info("other_way.failed", kind=channel.kind, outcome=failure.outcome.value)
                last = failure
                if failure.outcome is SendOutcome.unknown:
                    break
            else:
                return channel.name
        raise last
