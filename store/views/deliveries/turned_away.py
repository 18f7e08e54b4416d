"""Who was turned away on one day, for the audit team (trust.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import person_by_object_id
from store.tables import TurnedAway
from store.vocabulary.dates_in_words import say_day

REASONS: Mapping[str, str] = {
    "unknown": "is not in the directory",
    "left": "has left, according to the directory",
    "guest": "is a guest of the tenant, and guests may not take part",
}


@dataclass(frozen=True, slots=True)
class VisitorLine:
    """One person: their name in Teams, why, at what time, and whether they may take part now."""

    name: str
    why: str
    time: str
    may_now: bool


@dataclass(frozen=True, slots=True)
class TurnedAwayOn:
    """Everybody who was turned away on one day, in order of time."""

    on: str
    people: tuple[VisitorLine, ...]


def turned_away(reader: Reader, subject: str, _upn: str) -> TurnedAwayOn | None:
    """The day of that visit; none if there was no such visit."""
    first = reader.find(TurnedAway, subject)
    if first is None:
        return None
    noted = reader.rows(TurnedAway, on=first.on, order="at")
    return TurnedAwayOn(say_day(first.on), tuple(_visitor(reader, one) for one in noted))


def _visitor(reader: Reader, one: TurnedAway) -> VisitorLine:
    name = reader.unseal(one.name) or f"Somebody with the object id {one.entra_object_id}"
    may_now = one.why != "guest" and person_by_object_id(reader, one.entra_object_id) is not None
    return VisitorLine(name, REASONS[one.why], f"{reader.calendar.local(one.at):%H:%M}", may_now)
