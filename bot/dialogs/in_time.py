"""Answers a turn while Teams still waits for it, and tells the person later what it came to.

The answer is always true. What is called off is never done later; what may still be done is told of
in the person's chat once that is known; and whoever presses again does nothing twice (trust.md §2).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.dialogs.conversation import ProgrammeConversation
from bot.time_to_answer import NotInTime, TurnTime, Undecided, Waits, taking_turn
from bot.turns import (
    Answer,
    Caller,
    FileAnswered,
    FileSent,
    Installed,
    Nothing,
    Removed,
    Submitted,
    Turn,
    Words,
)
from store.vocabulary.errors import Held, LedgerError

NOT_NOW = (
    "Sightline cannot reach its records just now, so nothing was done. Please try again in a few "
    "minutes."
)
DONE_UNSEEN = (
    "This is done. Sightline cannot show just now how it stands, so please ask for your work in a "
    "few minutes."
)
NOT_KNOWN = (
    "Sightline cannot say yet whether this was done. You will be notified in this chat as "
    "soon as that is known. If you press it again, nothing is done twice."
)
DONE_AFTER_ALL = "What you did a moment ago is done."
NOT_DONE = "What you did a moment ago was not done. Please do it again."
NEVER_KNOWN = (
    "Sightline cannot say whether what you did a moment ago was done. Please press it again: "
    "nothing is done twice."
)

Tell = Callable[[Caller, Answer], Awaitable[None]]
"""Says something in a person's chat, after their turn was answered."""
Later = Callable[[Coroutine[Any, Any, None]], None]
"""Has something done that nobody waits for."""

log = structlog.get_logger(__name__)


class AnswersInTime:
    """A conversation whose answers come within `waits`, however long the ledger is held."""

    def __init__(
        self,
        conversation: ProgrammeConversation,
        waits: Waits,
        *,
        later: Later,
        tell: Tell,
        after: Callable[[], None],
    ) -> None:
        """`after` is called when something was done late, as `ProgrammeConversation` says."""
        self._conversation, self._waits = conversation, waits
        self._later, self._tell, self._after = later, tell, after

    async def answer(self, turn: Turn) -> Answer:
        """Answer `turn`, or say truthfully that it was not done, is not shown or is not known."""
        if isinstance(turn, FileSent | FileAnswered):
            return await self._conversation.answer(turn)  # a file takes its time
        with taking_turn(self._waits) as time:
            try:
                return await self._conversation.answer(turn)
            except (NotInTime, Held):
                log.warning("turn.not_in_time", turn=type(turn).__name__)
                return await self._not_in_time(turn, time)
            except Undecided as commit:
                log.warning("turn.undecided", turn=type(turn).__name__)
                if isinstance(turn, Removed):
                    return Nothing()
                self._later(self._once_known(turn.caller, commit.outcome))
                return Words(NOT_KNOWN)

    async def _not_in_time(self, turn: Turn, time: TurnTime) -> Answer:
        if isinstance(turn, Installed | Removed):
            # Nobody reads an answer, and Teams does not say it again.
            self._later(self._once_free(turn))
            return Nothing()
        if time.done:
            return Words(DONE_UNSEEN)
        if isinstance(turn, Submitted):
            time.only_answers()
            try:
                return await self._conversation.kept_open(turn, NOT_NOW)
            except (NotInTime, Held, Undecided):
                pass  # nor can the form be drawn
        return Words(NOT_NOW)

    async def _once_known(self, caller: Caller, outcome: asyncio.Future[Any]) -> None:
        """Tell what a commit has come to."""
        try:
            await outcome
        except LedgerError:
            said = NOT_DONE
        except Exception as error:  # noqa: BLE001 - a commit may fail in any way, and be done
            # A traceback would carry the error's own words, and those may be about a child.
            log.error("commit.unknown", error=type(error).__name__)  # noqa: TRY400
            said = NEVER_KNOWN
        else:
            said = DONE_AFTER_ALL
            self._after()
        await self._tell(caller, Words(said))

    async def _once_free(self, turn: Turn) -> None:
        """Do what nobody waits for, for as long as the ledger is held."""
        while True:
            try:
                answer = await self._conversation.answer(turn)
            except Held:
                log.warning("ledger.held")
            else:
                return await self._tell(turn.caller, answer)
