"""Delivery: claim what is owed, look again, draw it from today's ledger, send it, record it.

Nothing is sent inside a transaction; what nobody can be sure of is sent once more and says so.
"""

import asyncio
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
)
from bot.teams.courier import Courier
from bot.teams.outcomes import Undelivered
from store.address_book import remember
from store.ledger import SYSTEM, Unit
from store.outbox import steer, to_redraw, waiting

log = structlog.get_logger()

AT_ONCE = 8
"""Messages on their way at the same time; the courier keeps Teams' own limits."""


@dataclass(slots=True)
class Delivery:
    """Sends for one programme. `service_url` and `tenant_id` serve those who never wrote yet."""

    keeper: Keeper
    courier: Courier
    tenant_id: str
    service_url: str
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def deliver(self) -> int:
        """Send what may go out now and bring changed cards up to date; gives how many went."""
        async with self._one_at_a_time:
            return await self._deliver()

    async def _deliver(self) -> int:
        gone = 0
        while ids := await self.keeper.read(waiting):
            gone += sum(await self._each(self._send, ids))
        while ids := await self.keeper.read(to_redraw):
            await self._each(self._redraw, ids)
        return gone

    async def _each(self, work: Any, ids: list[str]) -> list[bool]:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(message: str) -> bool:
            async with gate:
                try:
                    return bool(await work(message))
                except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
                    # A traceback could carry what somebody wrote.
                    log.error(  # noqa: TRY400
                        "message.trouble", message=message, error=type(error).__name__
                    )
                    await self.keeper.write(SYSTEM, lambda unit: put_off(unit, message))
                    return False

        return list(await asyncio.gather(*(one(message) for message in ids)))

    async def _send(self, message: str) -> bool:
        shown = await self.keeper.read(lambda reader: look(reader, message))
        parcel = await self.keeper.write(SYSTEM, lambda unit: claim(unit, message, shown))
        if parcel is None:
            return False
        try:
            where = await self._where(parcel)
            activity = await self.courier.send(where[1], where[0], parcel.out)
        except Undelivered as failure:
            trouble = failure
            await self.keeper.write(SYSTEM, lambda unit: not_sent(unit, parcel, trouble))
            log.info("message.not_sent", message=message, outcome=failure.outcome.value)
            return False
        drawn = digest_of(parcel.out)
        await self.keeper.write(SYSTEM, lambda unit: sent(unit, parcel, where[0], activity, drawn))
        return True

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
        await self.keeper.write(SYSTEM, lambda unit: steer(unit, message, drawn=drawn))
        return True
