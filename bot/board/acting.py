"""An act pressed on a page: the registry decides, as for a card (contract.md §7)."""

from bot.ledger_access import LedgerAccess
from store.ledger import Actor, Unit
from store.registry import perform
from store.vocabulary.errors import Held, LedgerError, NotAllowed, NotFound, UnknownVerb


async def press(access: LedgerAccess, upn: str, verb: str, subject: str, version: int) -> str:
    """Do `verb` as `upn`; gives why it was refused, "" if it was done.

    Raises `NotFound` alike for what is not there, what is another's and what is no act, so that a
    guessed id tells nothing; and `Held`.
    """

    def do(unit: Unit) -> None:
        perform(unit, verb, subject, {}, version=version)

    try:
        await access.write(Actor(upn, "board"), do)
    except (NotAllowed, UnknownVerb) as refused:
        raise NotFound("There is nothing here for you.") from refused
    except (Held, NotFound):
        raise
    except LedgerError as refused:
        return refused.message
    return ""
