"""Whether this copy of the bot can work now: its ledger, schema and data key."""

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from store.ledger import Ledger
from store.ledger.database import is_reachable
from store.ledger.key_check import key_opens_ledger
from store.migrations import is_current

LATE = 600.0
"""Seconds without a successful delivery after which this copy is not ready; it runs every 2."""


def ledger_ready(ledger: Ledger) -> dict[str, bool]:
    """Whether the ledger answers, has this version's schema, and opens with the data key. Blocks.

    Gives `{"ledger", "migrations", "key"}`; what cannot be checked is not ready.
    """
    answers = _asked(lambda: is_reachable(ledger.engine))
    current = answers and _asked(lambda: is_current(ledger.engine))
    fits = current and _asked(lambda: key_opens_ledger(ledger.engine, ledger.key))
    return {"ledger": answers, "migrations": current, "key": fits}


def _asked(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except SQLAlchemyError:
        return False
