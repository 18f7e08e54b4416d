"""People: away with a delegate, back again, gone for good (programme.md §4)."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from store.audits.disputes import latest_dispute
from store.audits.subjects import subject_of
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import owner_named, today
from store.duties.settle import give, looked_at
from store.duties.standing_in import MODERATORS, TEAM, ask_the_team, nobody_here
from store.ledger import Unit
from store.ledger.private import blank_to_none
from store.people.posts import has_left, is_absent
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM, KEEPER
from store.rules.reassigning import let_go, stand_in_for
from store.rules.unreached import open_reach
from store.tables import Audit, Duty, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

Day = Annotated[date | None, BeforeValidator(blank_to_none)]


class Absence(Fields):
    """From and to are days away, both included; without an end it is until they are back."""

    model_config = ConfigDict(populate_by_name=True)
    from_: date = Field(alias="from")
    to: Day = None
    delegate: Annotated[str | None, BeforeValidator(blank_to_none)] = None


class Leaving(Fields):
    """The first day on which they are no longer there."""

    on: date


def _left(_reader: object, person: Person) -> str | None:
    return None if person.left_on is None else f"{person.name} has left."


@act(
    "person.absent",
    on=Person,
    by=KEEPER,
    shell=True,
    fields=Absence,
    closed_because=_left,
    words=Words(dialog="Record an absence"),
)
def absent(unit: Unit, person: Person, given: Absence) -> None:
    """Nudges go to the delegate or up the ladder; a moderator's deputy takes over (§4)."""
    if given.to is not None and given.to < given.from_:
        raise Invalid("The absence ends before it begins.", {"to": "is before the first day"})
    if given.to is not None and given.to < today(unit):
        raise Invalid("That absence is over: there is nothing to record.", {"to": "is in the past"})
    person.absent_from, person.absent_to = given.from_, given.to
    person.delegate = _delegate(unit, person, given)
    if is_absent(person, today(unit)):
        perform_after(unit, "absence.settle", person)
        return
    _look_on_the_morning(unit, person)


@act("absence.settle", on=Person)
def settle_absence(unit: Unit, person: Person, _fields: object) -> None:
    """On the first day away, whenever it was recorded: a moderator's deputy takes over (§4)."""
    for duty in unit.rows(Duty, owner=person.id, closed_at=None):
        deputy = stand_in_for(unit, duty)
        if deputy is not None:
            give(unit, duty, deputy)
            _say_so(unit, duty, deputy)
        else:
            _to_the_team(unit, duty)


def _to_the_team(unit: Unit, duty: Duty) -> None:
    """Nor is a deputy here: only somebody else can do it, whom the audit team finds."""
    subject = subject_of(unit, duty.subject)
    if subject is not None and nobody_here(unit, duty.kind, subject, duty.owner, duty.due_at):
        give(unit, duty, TEAM)
        ask_the_team(unit, duty.kind, subject)


def _say_so(unit: Unit, duty: Duty, deputy: str) -> None:
    """The card that asks for it goes to the deputy at once."""
    if duty.kind == "moderation.decide":
        queue(unit, deputy, "returned", duty.subject)
    audit = unit.find(Audit, duty.subject)
    dispute = None if audit is None else latest_dispute(unit, audit)
    if duty.kind == "dispute.answer" and dispute is not None:
        queue(unit, deputy, "dispute", dispute.id)


def _delegate(unit: Unit, person: Person, given: Absence) -> str | None:
    if given.delegate is None:
        return None
    delegate = unit.find(Person, given.delegate.lower())
    if delegate is None or has_left(delegate, today(unit)):
        raise Invalid(
            "The delegate is not in the people file, or has left.",
            {"delegate": "is not known or has left"},
        )
    if delegate.id == person.id:
        raise Invalid("Nobody stands in for themselves.", {"delegate": "is the person themselves"})
    if is_absent(delegate, max(given.from_, today(unit))):
        raise Invalid(
            f"{delegate.name} is away then as well: choose somebody who is here.",
            {"delegate": "is away then"},
        )
    return delegate.id


def _not_away(_reader: object, person: Person) -> str | None:
    return f"{person.name} is not recorded as away." if person.absent_from is None else None


@act("person.back", on=Person, by=KEEPER, shell=True, closed_because=_not_away)
def back(unit: Unit, person: Person, _fields: object) -> None:
    """Back earlier than recorded, or an absence that will not be.

    What the audit team had because no moderator was here is the moderator's again.
    """
    person.absent_from = person.absent_to = person.delegate = None
    for duty in unit.rows(Duty, owner=TEAM, kind=MODERATORS, closed_at=None):
        audit = unit.find(Audit, duty.subject)
        if audit is not None and owner_named(unit, "moderator", audit) == person.id:
            give(unit, duty, person.id)
            _say_so(unit, duty, person.id)


@act(
    "person.left",
    on=Person,
    by=AUDIT_TEAM,
    shell=True,
    fields=Leaving,
    closed_because=_left,
    words=Words(dialog="Somebody left"),
)
def left(unit: Unit, person: Person, given: Leaving) -> None:
    """From that day nothing is sent to them and their open work goes to others."""
    person.left_on = given.on
    if has_left(person, today(unit)):
        perform_after(unit, "leaver.settle", person)
        return
    _look_on_the_morning(unit, person)


def _look_on_the_morning(unit: Unit, person: Person) -> None:
    """Recorded ahead: the sweep looks at what they owe on the morning they are gone or away."""
    for duty in unit.rows(Duty, owner=person.id, closed_at=None):
        duty.rung_at = looked_at(unit, person.id, duty.rung_at)


@act("leaver.settle", on=Person)
def settle_leaver(unit: Unit, person: Person, _fields: object) -> None:
    """Whatever they had to do has an owner again: no subject without one (programme.md §4)."""
    let_go(unit, person.id)
    if open_reach(unit, person.id) is not None:
        redraw_about(unit, unit.programme)
