"""Delivery: claim what is owed, look again, draw it from today's ledger, send it, record it.

Nothing is sent inside a transaction; what nobody can be sure of is sent once more and says so.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.ledger_access import LedgerAccess
from bot.scheduler.other_channels import Addressee, OtherChannels
from bot.scheduler.outcomes import SendResult, postpone, record, record_failed_update
from bot.scheduler.preparing import Outgoing, claim, claim_update, digest_of, draw, draw_update
from bot.send_outcome import SendOutcome, Undelivered
from bot.teams.courier import Courier
from store.duties.outbox import set_delivery, to_redraw, waiting
from store.ledger import SYSTEM, Reader, Unit
from store.tables import Message

log = structlog.get_logger()

NEEDS_OPERATOR = frozenset({SendOutcome.misconfigured, SendOutcome.too_big, SendOutcome.signed_out})
"""Outcomes that an operator must hear of: nothing heals them by itself."""

SENDING = "sending"
"""What one copy of the bot does at a time."""
MAX_IN_FLIGHT = 8
"""Messages on their way at the same time; the courier keeps Teams' own limits."""


T = TypeVar("T")
R = TypeVar("R")

CardUpdate = tuple[Outgoing, str]
"""A changed card, and the message's id in the chat."""
UpdateResult = tuple[Outgoing, Exception | None]
"""What came of bringing it up to date."""


@dataclass(slots=True)
class Delivery:
    """Sends for one programme. `service_url` and `tenant_id` serve those who never wrote yet."""

    access: LedgerAccess
    courier: Courier
    tenant_id: str
    service_url: str
    reaching: OtherChannels = field(default_factory=OtherChannels)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def deliver(self) -> int:
        """Send what may go out now and bring changed cards up to date; gives how many went.

        Of several copies of the bot one sends, for each keeps Teams' limits for itself. What
        another copy owed meanwhile goes out too: it was told that somebody is at it already.
        """
        gone = 0
        async with self._one_at_a_time:
            while True:
                async with self.access.alone(SENDING) as mine:
                    if not mine:
                        return gone
                    gone += await self._deliver()
                owed, changed = await self._next(set(), draw=True)
                if not (owed or changed):
                    return gone

    async def _deliver(self) -> int:
        """Keep AT_ONCE on their way; whenever some are done, what is most urgent by then is next.

        Beside them, while no message waits, changed cards are brought up to date, AT_ONCE together.
        """
        gone = 0
        sending: dict[asyncio.Task[SendResult], str] = {}
        redrawing: set[asyncio.Task[None]] = set()
        try:
            while True:
                owed, changed = await self._next(set(sending.values()), draw=not redrawing)
                for parcel in await self._claim(owed):
                    sending[asyncio.create_task(self._send(parcel))] = parcel.message
                if changed:
                    redrawing = {asyncio.create_task(self._redraw(changed))}
                under_way = {*sending, *redrawing}
                if not (under_way or owed):
                    return gone
                if under_way:
                    done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                    ended = [task for task in sending if task in done]
                    gone += await self._record([task.result() for task in ended])
                    for task in ended:
                        del sending[task]
                    for batch in redrawing & done:
                        redrawing.remove(batch)
                        batch.result()
        finally:
            # Whatever ends this, what has gone out must not go out again.
            left = await asyncio.gather(*sending)
            await asyncio.gather(*redrawing, return_exceptions=True)
            await self._record(left)

    async def _next(self, sending: set[str], *, draw: bool) -> tuple[list[str], list[str]]:
        """What is to be done now: messages, and where none waits, cards that have changed."""
        free = MAX_IN_FLIGHT - len(sending)

        def look_round(reader: Reader) -> tuple[list[str], list[str]]:
            owed = [m for m in waiting(reader, 2 * MAX_IN_FLIGHT) if m not in sending]
            changed = to_redraw(reader, MAX_IN_FLIGHT) if draw and not owed else []
            return owed[:free], changed

        return await self.access.read(look_round)

    async def _claim(self, messages: list[str]) -> list[Outgoing]:
        """Take these to send them, each as it reads now."""
        drawn, since = await self._drawn(messages, draw)
        parcels = await self._together(
            drawn, lambda unit, one: claim(unit, *one, since=since), lambda one: one[0]
        )
        return [parcel for parcel in parcels if parcel is not None]

    async def _send(self, parcel: Outgoing) -> SendResult:
        """Try to bring one where it belongs, and say what came of it, whatever that is."""
        chat = parcel.conversation_id
        try:
            if parcel.elsewhere:
                return SendResult(parcel, way=await self.reaching.tell(_addressee(parcel)))
            chat, service_url = await self._where(parcel)
            return SendResult(
                parcel, chat, activity=await self.courier.send(service_url, chat, parcel.out)
            )
        except Undelivered as failure:
            trouble = failure
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            return _broken(parcel, chat, error)
        try:
            return await self._not_sent(parcel, trouble, chat)
        except Exception as error:  # noqa: BLE001 - likewise
            return _broken(parcel, chat, error)

    async def _where(self, parcel: Outgoing) -> tuple[str, str]:
        """The chat to send to; one that Sightline never had is created first."""
        if parcel.conversation_id is not None and parcel.service_url is not None:
            return parcel.conversation_id, parcel.service_url
        created = await self.courier.create(
            parcel.entra_object_id, self.tenant_id, self.service_url
        )
        return created, self.service_url

    async def _not_sent(
        self, parcel: Outgoing, failure: Undelivered, chat: str | None
    ) -> SendResult:
        told = log.error if failure.outcome in NEEDS_OPERATOR else log.info
        told("message.not_sent", message=parcel.message, outcome=failure.outcome.value)
        trouble, installed = failure, False
        if failure.outcome is SendOutcome.not_installed:
            try:
                installed = await self.reaching.install(_addressee(parcel), self.access.now())
            except Undelivered as later:
                trouble = later
        return SendResult(parcel, chat, failure=trouble, installed=installed)

    async def _record(self, ended: Sequence[SendResult]) -> int:
        """Write down what became of these; gives how many went."""
        elsewhere = bool(self.reaching.ways)
        written = await self._together(
            ended,
            lambda unit, tried: record(unit, tried, self.service_url, elsewhere=elsewhere),
            lambda tried: tried.parcel.message,
        )
        return sum(written)

    async def _redraw(self, messages: list[str]) -> None:
        """Bring delivered cards up to date: drawn from one look, and recorded in one commit.

        One that is gone from the chat is sent afresh.
        """
        claimed = await self._together(messages, _claim_redraw, str)
        drawn, _ = await self._drawn([m for m in claimed if m is not None], draw_update)
        ready = [one for _, one in drawn if one is not None]
        outcomes = await asyncio.gather(*(self._update(one) for one in ready))
        await self._together(outcomes, _updated, lambda outcome: outcome[0].message)

    async def _update(self, one: CardUpdate) -> UpdateResult:
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
        except Exception as error:  # noqa: BLE001 - one card must not hold up the rest
            _tell(parcel.message, error)
            return parcel, error
        return parcel, None

    async def _drawn(
        self, messages: list[str], draw: Callable[[Reader, str], T]
    ) -> tuple[list[tuple[str, T]], int]:
        """Each message with what `draw` makes of it, and the last fact that the look knew of.

        From one look; where one of them cannot be drawn, from a look of its own for each, for a
        database that refused one question answers no other in the same look.
        """

        def draw_all(reader: Reader) -> tuple[list[tuple[str, T]], int]:
            reader.gather_rows(Message, messages)
            return [(message, draw(reader, message)) for message in messages], reader.head()[0]

        if not messages:
            return [], 0
        try:
            return await self.access.read(draw_all)
        except Exception as error:  # noqa: BLE001 - one card must not hold up the rest
            if len(messages) == 1:
                await self._trouble(messages[0], error)
                return [], 0
        alone = [await self._drawn([one], draw) for one in messages]
        since = min((since for drawn, since in alone if drawn), default=0)
        return [one for drawn, _ in alone for one in drawn], since

    async def _together(
        self, those: Sequence[T], work: Callable[[Unit, T], R], message: Callable[[T], str]
    ) -> list[R]:
        """Do `work` for each of those in one commit; where one fails, for each in its own."""
        if not those:
            return []
        try:
            return await self.access.write(SYSTEM, lambda unit: [work(unit, one) for one in those])
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            if len(those) > 1:
                alone = [await self._together([one], work, message) for one in those]
                return [done for one in alone for done in one]
            await self._trouble(message(those[0]), error)
            return []

    async def _trouble(self, message: str, error: Exception) -> None:
        _tell(message, error)
        await self.access.write(SYSTEM, lambda unit: postpone(unit, message))

    async def finish(self) -> None:
        """Wait until what is under way has been written down; nothing more may be begun."""
        async with self._one_at_a_time:
            return


def _tell(message: str, error: Exception) -> None:
    # A traceback could carry what somebody wrote.
    log.error("message.trouble", message=message, error=type(error).__name__)


def _broken(parcel: Outgoing, chat: str | None, error: Exception) -> SendResult:
    _tell(parcel.message, error)
    return SendResult(parcel, chat, broken=True)


def _claim_redraw(unit: Unit, message: str) -> str | None:
    return message if claim_update(unit, message) else None


def _updated(unit: Unit, outcome: UpdateResult) -> None:
    match outcome:
        case parcel, None:
            set_delivery(unit, parcel.message, drawn=digest_of(parcel.out), attempts=0)
        case parcel, Undelivered() as failure:
            record_failed_update(unit, parcel, failure)
        case parcel, _:
            postpone(unit, parcel.message)


def _addressee(parcel: Outgoing) -> Addressee:
    return Addressee(parcel.person, parcel.entra_object_id, parcel.email)
