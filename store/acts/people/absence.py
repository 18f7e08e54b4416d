"""Absences: recorded with a delegate, settled on the first day, ended (programme.md §4)."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from store.acts.people.leaver import already_left, look_on_the_morning
from store.acts.people.receipts import absence_recorded
from store.audits.disputes import latest_dispute
from store.audits.subjects import subject_of
from store.clock.given_days import AwayDay
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import owner_named, today
from store.duties.settle import give
from store.duties.standing_in import MODERATORS, TEAM, ask_the_team, nobody_here
from store.ledger import Unit
from store.ledger.private import blank_to_none
from store.people.posts import has_left, is_absent
from store.registry import Words, act, perform_after
from store.relations.basic import KEEPER
from store.rules.reassigning import stand_in_for
from store.tables import Audit, Duty, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

Day = Annotated[AwayDay | None, BeforeValidator(blank_to_none)]


class Absence(Fields):
    """The first and last day away, both included; without a last day, until further notice."""

    model_config = ConfigDict(populate_by_name=True)
    from_: AwayDay = Field(alias="from")
    to: Day = None
    delegate: Annotated[str | None, BeforeValidator(blank_to_none)] = None


@act(
    "person.absent",
    on=Person,
    by=KEEPER,
    shell=True,
    fields=Absence,
    closed_because=already_left,
    words=Words(
        button="Record an absence…",
        dialog="Record an absence",
        submit="Record the absence",
        receipt=absence_recorded,
    ),
)
def absent(unit: Unit, person: Person, given: Absence) -> None:
    """Reminders go to the delegate or one up; a moderator's deputy takes over (§4)."""
    if given.to is not None and given.to < given.from_:
        raise Invalid("The last day away is before the first.", {"to": "is before the first day"})
    if given.to is not None and given.to < today(unit):
        raise Invalid("That absence is over: there is nothing to record.", {"to": "is in the past"})
    person.absent_from, person.absent_to = given.from_, given.to
    person.delegate = _delegate(unit, person, given)
    if is_absent(person, today(unit)):
        perform_after(unit, "absence.settle", person)
        return
    look_on_the_morning(unit, person)


@act("absence.settle", on=Person)
def settle_absence(unit: Unit, person: Person, _fields: object) -> None:
    """Run on the first day away: a moderator's deputy takes over (§4)."""
    for duty in unit.rows(Duty, owner=person.id, closed_at=None):
        deputy = stand_in_for(unit, duty)
        if deputy is not None:
            give(unit, duty, deputy)
            _say_so(unit, duty, deputy)
        else:
            _to_the_team(unit, duty)


def _to_the_team(unit: Unit, duty: Duty) -> None:
    """No deputy is here either, so the audit team has to find somebody else."""
    subject = subject_of(unit, duty.subject)
    if subject is not None and nobody_here(unit, duty.kind, subject, duty.owner, duty.due_at):
        give(unit, duty, TEAM)
        ask_the_team(unit, duty.kind, subject)


def _say_so(unit: Unit, duty: Duty, deputy: str) -> None:
    """Send the deputy the card that asks for it."""
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
            "The delegate is not in the people file or has left: choose somebody else.",
            {"delegate": "is not in the people file or has left"},
        )
    if delegate.id == person.id:
        raise Invalid(
            "People cannot stand in for themselves: choose somebody else.",
            {"delegate": "is the person who is away"},
        )
    if is_absent(delegate, max(given.from_, today(unit))):
        raise Invalid(
            f"{delegate.name} is away then too: choose somebody who is here.",
            {"delegate": "is away then"},
        )
    return delegate.id


def _not_away(_reader: object, person: Person) -> str | None:
    return f"{person.name} is not recorded as away." if person.absent_from is None else None


@act(
    "person.back",
    on=Person,
    by=KEEPER,
    shell=True,
    closed_because=_not_away,
    words=Words(button="They are back"),
)
def back(unit: Unit, person: Person, _fields: object) -> None:
    """End an absence early, or cancel one that is ahead.

    What the audit team had because no moderator was here goes back to the moderator.
    """
    person.absent_from = person.absent_to = person.delegate = None
    for duty in unit.rows(Duty, owner=TEAM, kind=MODERATORS, closed_at=None):
        audit = unit.find(Audit, duty.subject)
        if audit is not None and owner_named(unit, "moderator", audit) == person.id:
            give(unit, duty, person.id)
            _say_so(unit, duty, person.id)
