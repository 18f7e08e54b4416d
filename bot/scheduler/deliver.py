"""Delivery: claim what is owed, look again, draw it from today's ledger, send it, record it.

Nothing is sent inside a transaction; what nobody can be sure of is sent once more and says so.
"""

import asyncio
from dataclasses import dataclass, field

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
from store.tables import Message

log = structlog.get_logger()

OURS_TO_MEND = frozenset({Outcome.misconfigured, Outcome.too_big, Outcome.signed_out})
"""Outcomes that an operator must hear of: nothing heals them by itself."""

SENDING = "sending"
"""What one copy of the bot does at a time."""
AT_ONCE = 8
"""Messages on their way at the same time; the courier keeps Teams' own limits."""


Redrawn = tuple[Parcel, str]
"""A changed card, and the message's id in the chat."""


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
        """Send what may go out now and bring changed cards up to date; gives how many went.

        Of several copies of the bot one sends, for each keeps Teams' limits for itself. What
        another copy owed meanwhile goes out too: it was told that somebody is at it already.
        """
        gone = 0
        async with self._one_at_a_time:
            while True:
                async with self.keeper.alone(SENDING) as mine:
                    if not mine:
                        return gone
                    gone += await self._deliver()
                owed, changed = await self._next(set(), look=True)
                if not (owed or changed):
                    return gone

    async def _deliver(self) -> int:
        """Keep AT_ONCE on their way; whenever one is done, what is most urgent by then is next.

        Beside them, while no message waits, changed cards are brought up to date, AT_ONCE together.
        """
        gone = 0
        sending: dict[asyncio.Task[bool], str] = {}
        redrawing: set[asyncio.Task[None]] = set()
        try:
            while True:
                owed, changed = await self._next(set(sending.values()), look=not redrawing)
                sending |= {asyncio.create_task(self._one(message)): message for message in owed}
                if changed:
                    redrawing = {asyncio.create_task(self._redraw(changed))}
                under_way = {*sending, *redrawing}
                if not under_way:
                    return gone
                done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for batch in [one for one in redrawing if one in done]:
                    redrawing.remove(batch)
                    batch.result()
                for task in [one for one in sending if one in done]:
                    del sending[task]
                    gone += task.result()
        finally:
            await asyncio.gather(*sending, *redrawing, return_exceptions=True)

    async def _next(self, sending: set[str], *, look: bool) -> tuple[list[str], list[str]]:
        """What is to be done now: messages, and where none waits, cards that have changed."""
        free = AT_ONCE - len(sending)

        def look_round(reader: Reader) -> tuple[list[str], list[str]]:
            owed = [m for m in waiting(reader, 2 * AT_ONCE) if m not in sending]
            changed = to_redraw(reader, AT_ONCE) if look and not owed else []
            return owed[:free], changed

        return await self.keeper.read(look_round)

    async def _one(self, message: str) -> bool:
        try:
            return await self._send(message)
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            await self._trouble(message, error)
            return False

    async def _trouble(self, message: str, error: Exception) -> None:
        # A traceback could carry what somebody wrote.
        log.error("message.trouble", message=message, error=type(error).__name__)
        await self.keeper.write(SYSTEM, lambda unit: put_off(unit, message))

    async def _send(self, message: str) -> bool:
        shown, since = await self.keeper.read(
            lambda reader: (look(reader, message), reader.head()[0])
        )
        parcel = await self.keeper.write(
            SYSTEM, lambda unit: claim(unit, message, shown, since=since)
        )
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

    async def _redraw(self, messages: list[str]) -> None:
        """Bring delivered cards up to date: drawn from one look, and recorded in one commit.

        One that is gone from the chat is sent afresh.
        """
        wrong: dict[str, Exception] = {}

        def draw(reader: Reader) -> list[Redrawn]:
            ready = []
            reader.gather_rows(Message, claimed)
            for message in claimed:
                try:
                    ready.append(redrawn(reader, message))
                except Exception as error:  # noqa: BLE001 - one card must not hold up the rest
                    wrong[message] = error
            return [found for found in ready if found is not None]

        try:
            claimed = await self.keeper.write(
                SYSTEM, lambda unit: [m for m in messages if claim_redraw(unit, m)]
            )
            ready = await self.keeper.read(draw)
            outcomes = await asyncio.gather(*(self._update(one) for one in ready))
            await self.keeper.write(SYSTEM, lambda unit: _updated(unit, outcomes))
        except Exception as error:  # noqa: BLE001 - likewise
            wrong |= dict.fromkeys(messages, error)
        for message, fault in wrong.items():
            await self._trouble(message, fault)

    async def _update(self, one: Redrawn) -> tuple[Parcel, Undelivered | None]:
        parcel, activity = one
        try:
            await self.courier.update(
                parcel.service_url or self.service_url,
                parcel.conversation_id or "",
                activity,
                parcel.out,
            )
        except Undelivered as failure:
            log.info("message.not_redrawn", message=parcel.message, outcome=failure.outcome.value)
            return parcel, failure
        return parcel, None


def _updated(unit: Unit, outcomes: list[tuple[Parcel, Undelivered | None]]) -> None:
    for parcel, failure in outcomes:
        if failure is None:
            steer(unit, parcel.message, drawn=digest_of(parcel.out), attempts=0)
        else:
            not_redrawn(unit, parcel, failure)


def _addressee(parcel: Parcel) -> Addressee:
    return Addressee(parcel.person, parcel.entra_object_id, parcel.email)
