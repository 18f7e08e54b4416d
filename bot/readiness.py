"""Whether this copy of the bot can work now: its ledger, schema and data key, and a free hand."""

import asyncio
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from store.ledger import Ledger
from store.ledger.database import is_reachable
from store.ledger.held import can_write
from store.ledger.key_check import key_opens_ledger
from store.migrations import is_current

LATE = 600.0
"""Seconds without a successful delivery after which this copy is not ready; it runs every 2."""
STUCK = 3.0
"""Seconds for which a writer may wait for the ledger before writing counts as stuck."""
ANSWER = 4.5
"""Seconds for a whole look; whoever asks waits for 5. What is not known by then is not ready."""

PARTS = ("ledger", "migrations", "key", "writing")


class Readiness:
    """Looks whether the ledger is ready; callers who ask at the same time share one look."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._looking: asyncio.Task[dict[str, bool]] | None = None

    async def look(self) -> dict[str, bool]:
        """As `ledger_ready`, now."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(ledger_ready, self._ledger))
        looked, _ = await asyncio.wait((self._looking,), timeout=ANSWER)
        return dict(self._looking.result()) if looked else dict.fromkeys(PARTS, False)


def ledger_ready(ledger: Ledger) -> dict[str, bool]:
    """Whether the ledger can be read and written to with this version and this data key. Blocks.

    Gives each of `PARTS`; what cannot be checked is not ready.
    """
    answers = _asked(lambda: is_reachable(ledger.engine))
    current = answers and _asked(lambda: is_current(ledger.engine))
    fits = current and _asked(lambda: key_opens_ledger(ledger.engine, ledger.key))
    free = current and _asked(lambda: can_write(ledger.engine, within=STUCK))
    return dict(zip(PARTS, (answers, current, fits, free), strict=True))


def _asked(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except SQLAlchemyError:
        return False
