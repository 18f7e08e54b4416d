"""How long a person's turn may wait for the ledger, so that Teams has its answer within 8 seconds.

Teams gives up on an answer after 10 to 15 seconds, and people then press again (trust.md §2). So a
turn that waits for a held ledger is called off, unless it is being committed already: then what it
came to is told later.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Waits:
    """In seconds from the beginning of a turn."""

    to_do: float = 6.0
    """Until what is not being committed by then is called off."""
    to_answer: float = 7.0
    """Until the answer goes out, whatever is known by then."""


STANDARD_WAITS = Waits()


class NotInTime(Exception):
    """The ledger was not free in time: nothing was written for this, and nothing will be."""


class Undecided(Exception):
    """A commit had begun and has not ended: nobody knows yet whether it was done."""

    def __init__(self, outcome: asyncio.Future[Any]) -> None:
        """`outcome` ends as the commit does."""
        super().__init__()
        self.outcome = outcome


class TurnTime:
    """The time of one turn, and whether what the person asked for is committed."""

    __slots__ = ("_answered_by", "_loop", "_until", "done")

    def __init__(self, waits: Waits) -> None:
        self._loop = asyncio.get_running_loop()
        began = self._loop.time()
        self._until, self._answered_by = began + waits.to_do, began + waits.to_answer
        self.done = False

    async def allows(self, work: asyncio.Future[Any]) -> bool:
        """Wait for `work`; gives whether it ended in time."""
        ended, _ = await asyncio.wait((work,), timeout=self._until - self._loop.time())
        return bool(ended)

    def only_answers(self) -> None:
        """Nothing is done any more in this turn: what is left of its time is for the answer."""
        self._until = self._answered_by

    def is_done(self) -> None:
        """What the person asked for is committed."""
        self.done = True
        self.only_answers()


_TURN: ContextVar[TurnTime | None] = ContextVar("turn_time", default=None)


@contextmanager
def taking_turn(waits: Waits) -> Iterator[TurnTime]:
    """A person waits for the answer: the ledger's work in this block is bound by `waits`."""
    time = TurnTime(waits)
    token = _TURN.set(time)
    try:
        yield time
    finally:
        _TURN.reset(token)


def turn_time() -> TurnTime | None:
    """The time of the turn that is under way; None where nobody waits for an answer."""
    return _TURN.get()


def nobody_waits() -> None:
    """Set the current task free from the time of the turn that started it."""
    _TURN.set(None)


class CallOff:
    """Decides once whether a piece of work is called off or committed, whichever comes first."""

    __slots__ = ("_decided",)

    def __init__(self) -> None:
        self._decided = Lock()

    def call_off(self) -> bool:
        """Call the work off; False if its commit had begun."""
        return self._decided.acquire(blocking=False)

    def go_on(self) -> None:
        """Raise `NotInTime` if the work was called off."""
        if self._decided.locked():
            raise NotInTime

    def commit(self) -> None:
        """From now on the work cannot be called off. Raises `NotInTime` if it was."""
        if not self._decided.acquire(blocking=False):
            raise NotInTime
