"""An act done on a page: the registry decides, as for a card (contract.md §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from aiohttp import web

from bot.board.doors import Door
from bot.board.forms import OURS
from bot.dialogs.fields import fields_of
from bot.ledger_access import LedgerAccess
from store.ledger import Actor, Unit
from store.registry import perform
from store.vocabulary.errors import Held, Invalid, LedgerError, NotAllowed, NotFound, UnknownVerb

LONGEST_VERSION: Final = 9
NOTHING_HERE: Final = "There is nothing here for you."
NOT_FROM_HERE: Final = (
    "This did not come from your own page, or the page is older than your sign-in. Nothing was "
    "done. Please open the page again."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page's form sends: its own inputs, and those that are fields of the act."""

    back: str
    version: int
    typed: Mapping[str, str]


async def sent(request: web.Request, door: Door) -> Sent:
    """What came from a page of this very session.

    Raises HTTPForbidden for another's, and `NotFound` for what no page of ours sends.
    """
    given = await request.post()
    word, version = (str(given.get(OURS + name, "")) for name in ("word", "version"))
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    known = compare_digest(word.encode(), door.form_word(request).encode())
    if site != "same-origin" or not known:
        raise web.HTTPForbidden(text=NOT_FROM_HERE)
    if not version.isascii() or not version.isdecimal() or len(version) > LONGEST_VERSION:
        raise NotFound(NOTHING_HERE)
    # Several choices of one input are joined, as a dialog sends them.
    typed = {
        name: ",".join(map(str, given.getall(name)))
        for name in dict.fromkeys(given)
        if not name.startswith(OURS)
    }
    return Sent(str(given.get(OURS + "back", "")), int(version), typed)


async def press(access: LedgerAccess, upn: str, verb: str, subject: str, said: Sent) -> str:
    """Do `verb` as `upn`; gives why it was refused, "" if it was done.

    Raises `NotFound` alike for what is not there, what is another's and what is no act, so that a
    guessed id tells nothing; `Invalid` for what was typed wrongly; and `Held`.
    """

    def do(unit: Unit) -> None:
        perform(unit, verb, subject, fields_of(verb, said.typed), version=said.version)

    try:
        await access.write(Actor(upn, "board"), do)
    except (NotAllowed, UnknownVerb) as refused:
        raise NotFound(NOTHING_HERE) from refused
    except (Held, NotFound, Invalid):
        raise
    except LedgerError as refused:
        return refused.message
    return ""
