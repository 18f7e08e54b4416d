"""One bundle of nudges: what it told somebody of, and how much of it still stands."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people import in_post
from store.tables import Duty, Message, Person
from store.views.asks import Ask, ask
from store.views.people_in_words import Named, named


@dataclass(frozen=True, slots=True)
class Nudge:
    """The lines that are still open: what is asked first, most urgent first, then what is told.

    `told` counts those it went out with.
    """

    who: Named
    version: int
    asks: tuple[Ask, ...]
    told: int

    @property
    def overdue(self) -> int:
        """How many of the lines are past their day."""
        return sum(ask.due.passed for ask in self.asks)


def nudge(reader: Reader, message: Message) -> Nudge:
    """What a nudge says to its reader now; duties that were met or cancelled are gone from it."""
    lines = []
    for duty_id in message.covers:
        duty = reader.find(Duty, duty_id)
        if duty is not None and duty.closed_at is None:
            line = _line(reader, duty, message.to)
            lines += [] if line is None else [line]
    person = reader.find(Person, message.to)
    return Nudge(
        who=named(reader, message.to),
        version=0 if person is None else person.version,
        asks=tuple(sorted(lines, key=lambda line: (line.is_told, line.due.at))),
        told=len(message.covers),
    )


def _line(reader: Reader, duty: Duty, upn: str) -> Ask | None:
    """Whoever was nudged as owner and is not the owner stands in; others are told."""
    tells = {rung["tell"] for rung in duty.rungs_sent if rung["to"] == upn}
    mine = any(holder.id == upn for holder in in_post(reader, duty.owner))
    stands_in = not mine and "owner" in tells
    return ask(reader, duty, upn, told=not mine and not stands_in, stands_in=stands_in)
