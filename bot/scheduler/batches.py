"""Several messages in one snapshot or one commit; where one of them fails, each by itself.

While something else holds the ledger, no message is at fault: then `Held` goes to the caller, and
the next delivery begins again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bot.ledger_access import LedgerAccess
from bot.scheduler.outcomes import postpone
from store.ledger import SYSTEM, Reader, Unit
from store.people.address_book import gather_chats
from store.tables import Message, Person
from store.vocabulary.errors import Held

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Batches:
    """Draws and writes for several messages together."""

    access: LedgerAccess

    async def drawn(
        self, messages: list[str], draw: Callable[[Reader, str], T]
    ) -> tuple[list[tuple[str, T]], int]:
        """Each message with what `draw` gives for it, and the last fact of the snapshot.

        All come from one snapshot. If one cannot be drawn, each gets a snapshot of its own, since
        a database that failed one query refuses the rest of that transaction.
        """

        def draw_all(reader: Reader) -> tuple[list[tuple[str, T]], int]:
            reader.gather_rows(Message, messages)
            return [(message, draw(reader, message)) for message in messages], reader.head()[0]

        if not messages:
            return [], 0
        try:
            return await self.access.read(draw_all)
        except Held:
            raise
        except Exception as error:  # noqa: BLE001 - one card must not hold up the rest
            if len(messages) == 1:
                await self._trouble(messages[0], error)
                return [], 0
        alone = [await self.drawn([one], draw) for one in messages]
        since = min((since for drawn, since in alone if drawn), default=0)
        return [one for drawn, _ in alone for one in drawn], since

    async def together(
        self,
        those: Sequence[T],
        work: Callable[[Unit, T], R],
        message: Callable[[T], str],
        *,
        until_done: bool = False,
    ) -> list[R]:
        """Do `work` for each item in one commit; if one fails, in a commit for each.

        `until_done`: try for as long as the ledger is held, because it records what has gone out.
        """

        def all_of_them(unit: Unit) -> list[R]:
            # Three questions instead of three for each.
            found = unit.rows(Message, id=[message(one) for one in those])
            people = {one.to for one in found}
            unit.rows(Person, id=people)
            gather_chats(unit, people)
            return [work(unit, one) for one in those]

        if not those:
            return []
        write = self.access.write_once_free if until_done else self.access.write
        try:
            return await write(SYSTEM, all_of_them)
        except Held:
            raise
        except Exception as error:  # noqa: BLE001 - one message must not hold up the rest
            if len(those) > 1:
                alone = [
                    await self.together([one], work, message, until_done=until_done)
                    for one in those
                ]
                return [done for one in alone for done in one]
            await self._trouble(message(those[0]), error)
            return []

    async def _trouble(self, message: str, error: Exception) -> None:
        tell_trouble(message, error)
        await self.access.write_once_free(SYSTEM, lambda unit: postpone(unit, message))


def tell_trouble(message: str, error: Exception) -> None:
    """Log that something went wrong with a message, by the kind of error alone."""
    # A traceback could carry a person's words.
    log.error("message.trouble", message=message, error=type(error).__name__)
