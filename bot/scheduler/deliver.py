"""Delivery: claim what is owed, look again, draw it from today's ledger, send it, record it.

Nothing is sent inside a transaction; what nobody can be sure of is sent once more and says so.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.keeper import Keeper
from bot.scheduler.parcels import (
    Parcel,
    claim,
    claim_redraw,
    digest_of,
    look,
    not_redrawn,
    not_sent,
    put_off,
    redrawn,
    sent,
    told_elsewhere,
)
from bot.scheduler.reaching import Addressee, Reaching
from bot.teams.courier import Courier
from bot.teams.outcomes import Outcome, Undelivered
from store.address_book import remember
from store.ledger import SYSTEM, Reader, Unit
from store.outbox import steer, to_redraw, waiting

log = structlog.get_logger()

OURS_TO_MEND = frozenset({Outcome.misconfigured, Outcome.too_big, Outcome.signed_out})
"""Outcomes that an operator must hear of: nothing heals them by itself."""

AT_ONCE = 8
"""Messages on their way at the same time; the courier keeps Teams' own limits."""


Work = Callable[[str], Coroutine[Any, Any, bool]]
"""Done for one message; gives whether a message of its own went out."""


@dataclass(slots=True)
class Delivery:
    """Sends for one programme. `service_url` and `tenant_id` serve those who never wrote yet."""

    keeper: Keeper
    courier: Courier
    tenant_id: str
    service_url: str
    reaching: Reaching = field(default_factory=Reaching)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def deliver(self) -> int:
        """Send what may go out now and bring changed cards up to date; gives how many went."""
        async with self._one_at_a_time:
            return await self._deliver()

    async def _deliver(self) -> int:
        """Keep AT_ONCE on their way; whenever one is done, what is most urgent by then is next."""
        gone = 0
        under_way: dict[asyncio.Task[bool], str] = {}
        try:
            while True:
                for message, work in await self._next(set(under_way.values())):
                    under_way[asyncio.create_task(self._one(work, message))] = message
                if not under_way:
                    return gone
                done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del under_way[task]
                    gone += task.result()
        finally:
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _next(self, under_way: set[str]) -> list[tuple[str, Work]]:
        """What is to be done now: messages, and where none waits, cards that have changed."""
        free = AT_ONCE - len(under_way)

        def look_round(reader: Reader) -> list[tuple[str, Work]]:
            owed: list[tuple[str, Work]] = [(m, self._send) for m in waiting(reader, 2 * AT_ONCE)]
            if len(owed) < free + len(under_way):
                owed += [(m, self._redraw) for m in to_redraw(reader, 2 * AT_ONCE)]
            return [(m, work) for m, work in owed if m not in under_way][:free]

        return await self.keeper.read(look_round)

    async def _one(self, work: Work, message: str) -> bool:
        try:
            return await work(message)
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            # A traceback could carry what somebody wrote.
            log.error(  # noqa: TRY400
                "message.trouble", message=message, error=type(error).__name__
            )
            await self.keeper.write(SYSTEM, lambda unit: put_off(unit, message))
            return False

    async def _send(self, message: str) -> bool:
        shown = await self.keeper.read(lambda reader: look(reader, message))
        parcel = await self.keeper.write(SYSTEM, lambda unit: claim(unit, message, shown))
        if parcel is None:
            return False
        try:
            if parcel.elsewhere:
                way = await self.reaching.tell(_addressee(parcel))
                await self.keeper.write(SYSTEM, lambda unit: told_elsewhere(unit, parcel, way))
                return True
            where = await self._where(parcel)
            activity = await self.courier.send(where[1], where[0], parcel.out)
        except Undelivered as failure:
            await self._not_sent(parcel, failure)
            return False
        drawn = digest_of(parcel.out)
        await self.keeper.write(SYSTEM, lambda unit: sent(unit, parcel, where[0], activity, drawn))
        return True

    async def _not_sent(self, parcel: Parcel, failure: Undelivered) -> None:
        told = log.error if failure.outcome in OURS_TO_MEND else log.info
        told("message.not_sent", message=parcel.message, outcome=failure.outcome.value)
        trouble, installed = failure, False
        if failure.outcome is Outcome.not_installed:
            try:
                installed = await self.reaching.install(_addressee(parcel), self.keeper.now())
            except Undelivered as later:
                trouble = later
        elsewhere = bool(self.reaching.ways)
        await self.keeper.write(
            SYSTEM,
            lambda unit: not_sent(unit, parcel, trouble, installed=installed, elsewhere=elsewhere),
        )

    async def _where(self, parcel: Parcel) -> tuple[str, str]:
        """The chat to send to; one that Sightline never had is created first."""
        if parcel.conversation_id is not None and parcel.service_url is not None:
            return parcel.conversation_id, parcel.service_url
        created = await self.courier.create(
            parcel.entra_object_id, self.tenant_id, self.service_url
        )

        def keep(unit: Unit) -> None:
            remember(unit, parcel.person, created, self.service_url)

        await self.keeper.write(SYSTEM, keep)
        return created, self.service_url

    async def _redraw(self, message: str) -> bool:
        """Bring one delivered card up to date; one that is gone from the chat is sent afresh."""
        if not await self.keeper.write(SYSTEM, lambda unit: claim_redraw(unit, message)):
            return False
        ready = await self.keeper.read(lambda reader: redrawn(reader, message))
        if ready is None:
            return False
        parcel, activity = ready
        try:
            await self.courier.update(
                parcel.service_url or self.service_url,
                parcel.conversation_id or "",
                activity,
                parcel.out,
            )
        except Undelivered as failure:
            trouble = failure
            await self.keeper.write(SYSTEM, lambda unit: not_redrawn(unit, parcel, trouble))
            log.info("message.not_redrawn", message=message, outcome=failure.outcome.value)
            return False
        drawn = digest_of(parcel.out)
        await self.keeper.write(SYSTEM, lambda unit: steer(unit, message, drawn=drawn, attempts=0))
        return False


def _addressee(parcel: Parcel) -> Addressee:
    return Addressee(parcel.person, parcel.entra_object_id)
