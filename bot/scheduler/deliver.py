"""Delivery: draw each owed message from the current ledger, claim it, send it, record the result.

Nothing is sent inside a transaction. A message that may not have arrived is sent once more, marked.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.ledger_access import LedgerAccess
from bot.scheduler.batches import Batches, tell_trouble
from bot.scheduler.other_channels import Addressee, OtherChannels
from bot.scheduler.outcomes import (
    SendResult,
    postpone,
    record,
    record_failed_update,
    record_removed,
    take_up,
)
from bot.scheduler.preparing import Outgoing, claim, claim_update, digest_of, draw, draw_update
from bot.send_outcome import SendOutcome, Undelivered
from bot.teams.courier import Courier
from store.duties.outbox import end_redraw, left_claimed, to_redraw, waiting
from store.ledger import Reader, Unit

log = structlog.get_logger()

NEEDS_OPERATOR = frozenset({
    SendOutcome.misconfigured, SendOutcome.too_big, SendOutcome.signed_out,
    SendOutcome.chat_in_doubt,
})  # fmt: skip
"""Outcomes that need an operator: a retry does not help."""

SENDING = "sending"
"""The name of the lock under which one copy of the bot sends."""
MAX_IN_FLIGHT = 8
"""Messages in flight at the same time; the courier keeps Teams' own limits."""


CardUpdate = tuple[Outgoing, str]
"""A changed card, and the id of its message in the chat."""
UpdateResult = tuple[str, Outgoing | None, Exception | None]
"""A message, its changed card or None if the one in the chat says the same, and the error if its
update failed."""


@dataclass(slots=True)
class Delivery:
    """Sends for one programme. `service_url` and `tenant_id` are for people who never wrote."""

    access: LedgerAccess
    courier: Courier
    tenant_id: str
    service_url: str
    other_channels: OtherChannels = field(default_factory=OtherChannels)
    batches: Batches = field(init=False)
    refused: int = 0
    """How many chats were found edited in the database; nothing was sent to them."""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.batches = Batches(self.access)

    async def deliver(self) -> int:
        """Send what is due now and update changed cards; gives the number of messages sent.

        Of several copies of the bot only one sends, because each counts Teams' limits by itself.
        It looks again at the end, for messages that other copies owed meanwhile.
        """
        gone = 0
        async with self._one_at_a_time:
            while True:
                async with self.access.alone(SENDING) as mine:
                    if not mine:
                        return gone
                    await self._take_up()
                    gone += await self._deliver()
                owed, changed = await self._next(set(), with_updates=True)
                if not (owed or changed):
                    return gone

    async def _take_up(self) -> None:
        """Take up what was claimed when this copy gained the right to send: its sender is dead."""
        await self.batches.together(await self.access.read(left_claimed), take_up, str)

    async def _deliver(self) -> int:
        """Keep MAX_IN_FLIGHT messages in flight; whenever one ends, the most urgent is next.

        While no message waits, changed cards are updated too, MAX_IN_FLIGHT together.
        """
        gone = 0
        sending: dict[asyncio.Task[SendResult], str] = {}
        redrawing: set[asyncio.Task[None]] = set()
        try:
            while True:
                owed, changed = await self._next(set(sending.values()), with_updates=not redrawing)
                for outgoing in await self._claim(owed):
                    sending[asyncio.create_task(self._send(outgoing))] = outgoing.message
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
            # Record what has gone out, however this ends, so that it does not go out again.
            left = await asyncio.gather(*sending)
            await asyncio.gather(*redrawing, return_exceptions=True)
            await self._record(left)

    async def _next(self, sending: set[str], *, with_updates: bool) -> tuple[list[str], list[str]]:
        """What is next: owed messages, or, if none waits, changed cards."""
        free = MAX_IN_FLIGHT - len(sending)

        def look_round(reader: Reader) -> tuple[list[str], list[str]]:
            owed = [m for m in waiting(reader, 2 * MAX_IN_FLIGHT) if m not in sending]
            changed = to_redraw(reader, MAX_IN_FLIGHT) if with_updates and not owed else []
            return owed[:free], changed

        return await self.access.read(look_round)

    async def _claim(self, messages: list[str]) -> list[Outgoing]:
        """Claim these messages, each drawn as of now."""
        drawn, since = await self.batches.drawn(messages, draw)
        claimed = await self.batches.together(
            drawn, lambda unit, one: claim(unit, *one, since=since), lambda one: one[0]
        )
        self.refused += sum(outgoing.refused for outgoing in claimed if outgoing is not None)
        return [outgoing for outgoing in claimed if outgoing is not None]

    async def _send(self, outgoing: Outgoing) -> SendResult:
        """Try to send one message; every error becomes part of the result."""
        chat = outgoing.conversation_id
        try:
            if outgoing.elsewhere:
                return SendResult(
                    outgoing, channel=await self.other_channels.tell(_addressee(outgoing))
                )
            chat, service_url = await self._where(outgoing)
            return SendResult(
                outgoing, chat, activity=await self.courier.send(service_url, chat, outgoing.out)
            )
        except Undelivered as failure:
            trouble = failure
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            return _broken(outgoing, chat, error)
        try:
            return await self._not_sent(outgoing, trouble, chat)
        except Exception as error:  # noqa: BLE001 - likewise
            return _broken(outgoing, chat, error)

    async def _where(self, outgoing: Outgoing) -> tuple[str, str]:
        """The chat to send to; created first if Sightline has none with that person."""
        if outgoing.conversation_id is not None and outgoing.service_url is not None:
            return outgoing.conversation_id, outgoing.service_url
        created = await self.courier.create(
            outgoing.entra_object_id, self.tenant_id, self.service_url
        )
        return created, self.service_url

    async def _not_sent(
        self, outgoing: Outgoing, failure: Undelivered, chat: str | None
    ) -> SendResult:
        told = log.error if failure.outcome in NEEDS_OPERATOR else log.info
        told("message.not_sent", message=outgoing.message, outcome=failure.outcome.value)
        trouble, installed = failure, False
        if failure.outcome is SendOutcome.not_installed:
            try:
                installed = await self.other_channels.install(
                    _addressee(outgoing), self.access.now()
                )
            except Undelivered as later:
                trouble = later
        return SendResult(outgoing, chat, failure=trouble, installed=installed)

    async def _record(self, ended: Sequence[SendResult]) -> int:
        """Record these results; gives the number of messages sent."""
        elsewhere = bool(self.other_channels.channels)
        written = await self.batches.together(
            ended,
            lambda unit, tried: record(unit, tried, self.service_url, elsewhere=elsewhere),
            lambda tried: tried.outgoing.message,
            until_done=True,
        )
        return sum(written)

    async def _redraw(self, messages: list[str]) -> None:
        """Update delivered cards: drawn from one snapshot, recorded in one commit.

        One that newer news replaces is deleted; one that is gone is sent again as a new message.
        """
        claimed = await self.batches.together(
            messages, lambda unit, m: (m, claim_update(unit, m)), str
        )
        until = {message: moment for message, moment in claimed if moment is not None}
        drawn, _ = await self.batches.drawn(list(until), draw_update)
        outcomes = await asyncio.gather(*(self._update(*one) for one in drawn))
        await self.batches.together(
            outcomes,
            lambda unit, outcome: _updated(unit, outcome, until[outcome[0]]),
            lambda outcome: outcome[0],
            until_done=True,
        )

    async def _update(self, message: str, changed: CardUpdate | None) -> UpdateResult:
        if changed is None:
            return message, None, None
        outgoing, activity = changed
        where = outgoing.service_url or self.service_url, outgoing.conversation_id or "", activity
        try:
            if outgoing.goes:
                await self.courier.delete(*where)
            else:
                await self.courier.update(*where, outgoing.out)
        except Undelivered as failure:
            log.info("message.not_redrawn", message=message, outcome=failure.outcome.value)
            return message, outgoing, failure
        except Exception as error:  # noqa: BLE001 - one card must not hold up the rest
            tell_trouble(message, error)
            return message, outgoing, error
        return message, outgoing, None

    async def finish(self) -> None:
        """Wait until what is under way has been recorded; the caller starts nothing more."""
        async with self._one_at_a_time:
            return


def _broken(outgoing: Outgoing, chat: str | None, error: Exception) -> SendResult:
    tell_trouble(outgoing.message, error)
    return SendResult(outgoing, chat, broken=True)


def _updated(unit: Unit, outcome: UpdateResult, until: datetime) -> None:
    """Record an update that was claimed `until` then. Only here the mark of its card ends."""
    match outcome:
        case message, None, _:
            end_redraw(unit, message, until, attempts=0)
        case message, Outgoing(goes=True), None:
            record_removed(unit, message, until)
        case message, Outgoing() as shown, None:
            end_redraw(unit, message, until, drawn=digest_of(shown.out), attempts=0)
        case _, Outgoing() as shown, Undelivered() as failure:
            record_failed_update(unit, shown, failure, until)
        case message, _, _:
            postpone(unit, message)


def _addressee(outgoing: Outgoing) -> Addressee:
    return Addressee(outgoing.person, outgoing.entra_object_id, outgoing.email)
