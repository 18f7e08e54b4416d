"""The sentence with which the form that records an absence closes: who takes over what (§4)."""

from store.ledger import Reader
from store.tables import Person
from store.views.people.absence import AwayTold, away_told
from store.vocabulary.dates_in_words import say_day

MOST = 5
"""Cases that a receipt names."""


def absence_recorded(reader: Reader, person: Person) -> str:
    """From when to when, who stands in, who takes over, and where reminders go."""
    told = away_told(reader, person.id)
    if told.start is None:
        return f"Recorded: {told.name} is here."
    until = "until further notice" if told.end is None else f"to {say_day(told.end)}"
    stead = f"; {told.delegate} stands in" if told.delegate else ""
    away = f"Recorded: {told.name} is away from {say_day(told.start)} {until}{stead}."
    return " ".join([away, *_handed_over(told)])


def _handed_over(told: AwayTold) -> list[str]:
    """Who takes over what at once, and where reminders of the rest go (programme.md §4)."""
    taken = [f"{name[:1].upper()}{name[1:]} takes over {_refs(refs)}." for name, refs in told.taken]
    if not told.owes:
        return taken
    things = "1 open thing stays" if told.owes == 1 else f"{told.owes} open things stay"
    to = told.delegate or "the person above them"
    return [*taken, f"{things} theirs; reminders go to {to}."]


def _refs(refs: tuple[str, ...]) -> str:
    more = len(refs) - MOST
    named = [*refs[:MOST], *([f"{more} more"] if more > 0 else [])]
    return " and ".join([*([", ".join(named[:-1])] if named[1:] else []), *named[-1:]])
