"""Times filled in where a UoPP meeting's form opens, from what calendars say (programme.md §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.cards.parts.kit import quiet
from bot.cards.parts.text import joined
from bot.ledger_access import LedgerAccess
from store.ledger import Reader
from store.rules.free_times import Looking, Slot, best, looking
from store.vocabulary.dates_in_words import say_day

NOT_SEEN = "Calendars could not be seen just now, so please choose the times yourself."
NO_TIME = "No working time is left to look at, so please choose the times yourself."


class Calendars(Protocol):
    """Sees whether people are free; nothing where it cannot be seen, or not in time."""

    async def __call__(self, looking: Looking) -> Mapping[str, frozenset[datetime] | None] | None:
        """By UPN the half hours in which somebody is taken; None of one whom nobody sees."""
        ...


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the form opens with, and a sentence about it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


async def proposed(
    access: LedgerAccess, calendars: Calendars | None, verb: str, subject: str, upn: str
) -> Proposed:
    """Three times for that form; nothing for another, or where calendars may not be seen.

    The caller has made sure that `upn` may open the form.
    """
    if calendars is None or verb != "uopp.convene":
        return Proposed()
    looked = await access.read(lambda reader: looking(reader, subject, upn))
    if looked is None:
        return Proposed(words=NO_TIME)
    busy = await calendars(looked)
    if busy is None:
        return Proposed(words=NOT_SEEN)
    return await access.read(lambda reader: _filled_in(reader, looked, busy))


def _filled_in(
    reader: Reader, looked: Looking, busy: Mapping[str, frozenset[datetime] | None]
) -> Proposed:
    slots = best(reader, looked, busy)
    typed = {
        key: said
        for number, slot in enumerate(slots, start=1)
        for key, said in ((f"day{number}", slot.day.isoformat()), (f"time{number}", slot.clock))
    }
    unseen = [name for upn, name in looked.people.items() if busy.get(upn) is None]
    said = [_said(slots)]
    if unseen:
        said.append(f"The calendar of {joined(unseen)} cannot be seen.")
    return Proposed(typed, " ".join(said))


def _said(slots: tuple[Slot, ...]) -> str:
    if not any(slot.busy for slot in slots):
        return "The times filled in are free in the calendars of those asked; change what you like."
    without = [
        f"{say_day(slot.day)}, {slot.clock} without {joined(list(slot.busy))}"
        for slot in slots
        if slot.busy
    ]
    return f"No better times were found: {'; '.join(without)}."


def told(card: dict[str, Any], words: str) -> dict[str, Any]:
    """The form with that sentence under its title."""
    if words:
        card["body"].insert(1, quiet(words))
    return card
