"""One tick: everything that is due now, in the order in which people should receive it."""

from dataclasses import dataclass
from datetime import datetime

from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import silence
from bot.scheduler.deliver import Delivery
from bot.scheduler.digests import issue_digest, next_digest
from bot.scheduler.sweep import next_rung, sweep
from store.duties.outbox import next_waiting
from store.ledger import Reader


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a tick did."""

    nudged: int
    digest: str | None
    delivered: int


async def tick(access: LedgerAccess, delivery: Delivery, *, simulated: bool = False) -> TickResult:
    """Sweep, issue a digest if one is due, and deliver. Idempotent, safe at any time.

    It does nothing while the clock is in doubt, unless the clock is `simulated`: then somebody
    moves it on purpose.
    """
    ledger, programme, at = access.ledger, access.programme, access.now()
    if not simulated and await access.read(silence) is not None:
        return TickResult(0, None, 0)
    swept = await access.run(lambda: sweep(ledger, programme, at))
    digest = await access.run(lambda: issue_digest(ledger, programme, at))
    return TickResult(swept.people, digest, await delivery.deliver())


def next_due(reader: Reader) -> tuple[datetime, str] | None:
    """When the next thing happens by the clock, and a sentence that names it."""
    coming = [
        (next_rung(reader), "Nudges go out"),
        (next_digest(reader), "The non-submission digest is issued"),
        (next_waiting(reader), "A waiting message goes out"),
    ]
    ahead = [(moment, what) for moment, what in coming if moment is not None]
    return min(ahead, default=None)
