"""Whether this copy of the bot can do its work now: ledger, shape, data key, timetable."""

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from store.ledger import Ledger
from store.ledger.database import reachable
from store.ledger.sealed import opens_what_is_sealed
from store.migrations import is_current

LATE = 600.0
"""Seconds since delivery last ended well after which this copy is of no use: it ticks each 2."""


def ledger_ready(ledger: Ledger) -> dict[str, bool]:
    """What of the ledger is ready: it answers, has this version's shape, and the key fits. Waits.

    `{"ledger", "migrations", "key"}`; what cannot be looked at is not ready.
    """
    answers = _asked(lambda: reachable(ledger.engine))
    current = answers and _asked(lambda: is_current(ledger.engine))
    fits = current and _asked(lambda: opens_what_is_sealed(ledger.engine, ledger.key))
    return {"ledger": answers, "migrations": current, "key": fits}


def _asked(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except SQLAlchemyError:
        return False
