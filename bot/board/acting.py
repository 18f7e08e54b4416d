"""An act done on a page: the registry decides, as for a card (contract.md §7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Final

from aiohttp import web

from bot.board.doors import Door
from bot.board.forms import OURS
from bot.dialogs.fields import fields_of
from bot.dialogs.receipts import receipt
from bot.ledger_access import LedgerAccess
from store.ledger import Actor, Reader, Unit
from store.registry import ACTS, perform, together
from store.views.nudges.duty_lines import about
from store.vocabulary.errors import Held, Invalid, LedgerError, NotAllowed, NotFound, UnknownVerb

LONGEST_VERSION: Final = 9
MOST: Final = 50
"""Rows of one press: as many as a month's list has, so that an answer comes in time."""
NOTHING_HERE: Final = "There is nothing here for you."
BUSY: Final = "The ledger was busy, so this was not done. Please do it again."
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
    rows: tuple[str, ...] = ()


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
    rows = tuple(map(str, given.getall(f"{OURS}row", [])))
    return Sent(str(given.get(f"{OURS}back", "")), int(version), typed, rows)


def rows_sent(said: Sent) -> list[tuple[str, int]]:
    """The ids and versions of the rows of a press, each once.

    Raises `NotFound` for what no page of ours sends, and `Invalid` for more than `MOST`.
    """
    found: dict[str, int] = {}
    for row in said.rows:
        subject, _, version = row.rpartition("|")
        if not version.isascii() or not version.isdecimal() or len(version) > LONGEST_VERSION:
            raise NotFound(NOTHING_HERE)
        found[subject] = int(version)
    if not found:
        raise NotFound(NOTHING_HERE)
    if len(found) > MOST:
        raise Invalid(f"Please tick at most {MOST} rows at once.", {"row": "are too many"})
    return list(found.items())


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one row of a press: what it is about, in words, and the receipt or refusal."""

    about: str
    done: bool
    said: str


async def press_each(
    access: LedgerAccess,
    upn: str,
    verb: str,
    rows: Sequence[tuple[str, int]],
    typed: Mapping[str, str],
) -> list[Came]:
    """Do `verb` on each row, each in a transaction of its own, and say what came of each.

    Raises `NotFound` for an act that is not done together, and `Invalid` where the first row says
    that what was typed needs mending: nothing is done then.
    """
    if not together(verb):
        raise NotFound(NOTHING_HERE)
    came: list[Came] = []
    for subject, version in rows:
        known = True
        try:
            refused = await press(access, upn, verb, subject, Sent("", version, typed))
        except Invalid as wrong:
            if not came:
                raise
            refused = wrong.message
        except NotFound:
            known, refused = False, NOTHING_HERE
        except Held:
            known, refused = False, BUSY
        came.append(await access.read(partial(_came, verb, subject, refused, known)))
    return came


def _came(verb: str, subject: str, refused: str, known: bool, reader: Reader) -> Came:
    row = reader.find(ACTS[verb].on, subject) if known else None
    words = "" if row is None else about(reader, row)
    return Came(words, not refused, refused or receipt(reader, verb, subject))


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
