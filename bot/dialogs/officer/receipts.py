"""The sentence with which one of the audit team's dialogs closes."""

from bot.cards.parts.text import count, joined
from store.ledger import Reader
from store.views.deliveries.unreached import way_told
from store.views.parts.people_in_words import named
from store.views.people.absence import AwayTold, away_told
from store.vocabulary.dates_in_words import say_day

MOST = 5
"""Cases that a receipt names."""


def officer_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of an audit team's act; nothing for another's."""
    match verb:
        case "person.absent":
            return _absence(reader, subject)
        case "person.left":
            name = named(reader, subject).name
            return f"Recorded: {name} has left. What they had in hand comes to the audit team."
        case "person.told":
            name, way = named(reader, subject).name, way_told(reader, subject)
            return f"Recorded: {name} was told {way}. Nothing is left to do until there is news."
        case "closure.add":
            return "Added. Open deadlines on that day have moved, and their cards say so."
        case _:
            return None


def _absence(reader: Reader, subject: str) -> str:
    told = away_told(reader, subject)
    if told.start is None:
        return f"Recorded: {told.name} is here."
    until = "until further notice" if told.end is None else f"to {say_day(told.end)}"
    stead = f"; {told.delegate} stands in" if told.delegate else ""
    away = f"Recorded: {told.name} is away from {say_day(told.start)} {until}{stead}."
    return " ".join([away, *_goes_to(told)])


def _goes_to(told: AwayTold) -> list[str]:
    """Who takes over what at once, and where reminders of the rest go (programme.md §4)."""
    taken = [f"{name[:1].upper()}{name[1:]} takes over {_refs(refs)}." for name, refs in told.taken]
    if not told.owes:
        return taken
    things = count(told.owes, "open thing")
    to = f"to {told.delegate}" if told.delegate else "to whoever is above them"
    return [*taken, f"{things} {'stays' if told.owes == 1 else 'stay'} theirs; reminders go {to}."]


def _refs(refs: tuple[str, ...]) -> str:
    more = len(refs) - MOST
    return joined([*refs[:MOST], *([f"{more} more"] if more > 0 else [])])
