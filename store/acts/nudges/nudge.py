"""A nudge: the rungs of duties that one person is reminded of in one bundle (programme.md §4)."""

from pydantic import Field

from store.duties.outbox import queue
from store.duties.settle import looked_at
from store.ledger import Unit
from store.registry import act
from store.rules.standing import still_asked
from store.tables import Duty, Person, Programme
from store.vocabulary.fields import Fields


class RungSent(Fields):
    """One rung of one duty."""

    duty: str
    rung: str
    tell: str


class NudgeFields(Fields):
    """The rungs in one message to one person; `day` is the authority's own, as an ISO date.

    `alone` is a message beside that day's bundle.
    """

    rungs: list[RungSent]
    day: str
    alone: bool = False


@act("nudge.send", on=Person, fields=NudgeFields)
def send(unit: Unit, person: Person, given: NudgeFields) -> None:
    """One bundle a person a day; each rung is marked as sent, so that it goes out once.

    A bundle takes over what is still open of the one before it, which then goes out of the chat.
    """
    duties = list(dict.fromkeys(sent.duty for sent in given.rungs))
    once = f"nudge:{given.day}" + (f":{duties[0]}" if given.alone else "")
    covers = duties if given.alone else [*duties, *still_asked(unit, person.id, but=duties)]
    message = queue(unit, person.id, "nudge", person.id, once=once, covers=covers)
    for sent in given.rungs:
        duty = unit.get(Duty, sent.duty)
        duty.rungs_sent = [
            *duty.rungs_sent,
            {"rung": sent.rung, "tell": sent.tell, "to": person.id},
        ]
        if message is not None and message.id not in duty.told:
            duty.told = [*duty.told, message.id]


class SweptFields(Fields):
    """The duties that the sweep looked at; `quiet` are rungs for which nobody was notified.

    `deferred` are duties whose rung goes out on the next working day.
    """

    duties: list[str]
    deferred: list[str] = Field(default_factory=list)
    quiet: list[RungSent] = Field(default_factory=list)


@act("duties.sweep", on=Programme, fields=SweptFields)
def sweep(unit: Unit, _programme: Programme, given: SweptFields) -> None:
    """Mark the rungs that notified nobody, and set when each duty's next rung is due."""
    for quiet in given.quiet:
        duty = unit.get(Duty, quiet.duty)
        duty.rungs_sent = [*duty.rungs_sent, {"rung": quiet.rung, "tell": quiet.tell, "to": None}]
    for duty_id in given.duties:
        duty = unit.get(Duty, duty_id)
        duty.swept_at = unit.at
        ladder = unit.profile_of(duty).ladders[duty.ladder]
        rung = ladder.next_after(
            unit.calendar, duty.opened_at, duty.due_at, unit.at, closures=duty.closures
        )
        duty.rung_at = looked_at(unit, duty.owner, rung)
    tomorrow = unit.calendar.add(unit.calendar.local(unit.at).date(), 1)
    for duty_id in given.deferred:
        duty = unit.get(Duty, duty_id)
        if duty.closed_at is None:  # the duty of a leaver has just been closed
            duty.rung_at = unit.calendar.day_starts(tomorrow)
