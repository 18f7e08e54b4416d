"""Other ways to somebody whom Sightline's chat in Teams does not reach.

Sightline may put itself into their Teams, and may tell them elsewhere that something waits. No way
carries a case, a name or a word of what waits: that is shown in Teams alone.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.send_outcome import SendOutcome, Undelivered

REINSTALL_AFTER: Final = timedelta(days=1)
"""How long after a try to install Sightline for somebody the next one may come."""

log: Final = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom to reach: their UPN, their object id in Entra, and their mail if not at the UPN."""

    upn: str
    entra_object_id: str
    email: str | None = None


Install = Callable[[str], Awaitable[object]]
"""Puts Sightline into the Teams of the person with that Entra object id; that it is there already
is as good. Raises Undelivered: `retry` where it may be tried again, anything else where not."""


@dataclass(frozen=True, slots=True)
class OtherChannel:
    """Tells somebody outside their chat that something waits for them in Teams.

    `tell` raises Undelivered, with the outcomes that a message in Teams has.
    """

    kind: str
    """What it is, for a log line: "email"."""
    name: str
    """What it is, in words: "an e-mail"."""
    tell: Callable[[Addressee], Awaitable[None]]


@dataclass(slots=True)
class OtherChannels:
    """What this deployment may do beside sending; nothing, unless an operator set it up.

    `ways` are tried in their order, until one is taken.
    """

    installing: Install | None = None
    ways: Sequence[OtherChannel] = ()
    _asked: dict[str, datetime] = field(default_factory=dict)

    async def install(self, person: Addressee, at: datetime) -> bool:
        """Whether Sightline is in that person's Teams now; asked for each person once a day.

        Raises Undelivered with `retry` where that is not known yet, and is to be asked again.
        """
        asked = self._asked.get(person.upn)
        if self.installing is None or (asked is not None and asked <= at < asked + REINSTALL_AFTER):
            return False
        try:
            await self.installing(person.entra_object_id)
        except Undelivered as failure:
            log.info("install.refused", outcome=failure.outcome.value, code=failure.code)
            if failure.outcome is SendOutcome.retry:
                raise
            self._asked[person.upn] = at
            return False
        self._asked[person.upn] = at
        return True

    async def tell(self, person: Addressee) -> str:
        """Tell them by the first way that takes it, and give its name.

        Raises the last way's Undelivered; one in doubt ends it, for it may have arrived.
        """
        last = Undelivered(SendOutcome.unreachable, "No other way to reach them is set up.")
        for way in self.ways:
            try:
                await way.tell(person)
            except Undelivered as failure:
                log.info("other_way.failed", kind=way.kind, outcome=failure.outcome.value)
                last = failure
                if failure.outcome is SendOutcome.unknown:
                    break
            else:
                return way.name
        raise last
