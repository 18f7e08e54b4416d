"""Somebody is named for a post for which nobody is found (programme.md §4)."""

from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader, Unit
from store.people.holding import is_post
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.rules.doers import doers
from store.rules.naming import free_for
from store.tables import Duty, NamedFor, Person, Programme
from store.views.parts.people_in_words import named, post_in_words
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Named(Fields):
    """Who answers for the post until somebody holds it, or somebody above is here again."""

    person: str


def _not_asked(reader: Reader, duty: Duty) -> str | None:
    if duty.closed_at is not None:
        return "This is done or no longer needed, so nobody need be named."
    if not doers(reader, duty).asked or not is_post(duty.owner):
        return "Somebody is here who may do this: type “who owes” to see who."
    return None


def _receipt(reader: Reader, duty: Duty) -> str:
    row = reader.find(NamedFor, duty.owner)
    who = "Somebody" if row is None else named(reader, row.person).name
    return f"{who} acts as {post_in_words(reader, duty.owner)} now and has been notified."


@act(
    "post.name",
    on=Duty,
    by=AUDIT_TEAM,
    shell=True,
    fields=Named,
    closed_because=_not_asked,
    words=Words(
        story="named somebody for a post for which nobody was here",
        button="Name somebody…",
        dialog="Name somebody",
        submit="Name them",
        receipt=_receipt,
    ),
)
def name(unit: Unit, duty: Duty, given: Named) -> None:
    """Whoever is named owes all that the post owes while nobody else is found, and hears of it."""
    person = unit.find(Person, given.person.lower())
    if person is None:
        raise Invalid(
            "That person is not in the people file: choose somebody who is.",
            {"person": "is not known"},
        )
    if is_gone(unit, person.id):
        raise Invalid(
            f"{person.name} is away or has left: choose somebody who is here.",
            {"person": "is not here"},
        )
    row = unit.find(NamedFor, duty.owner)
    if row is None:
        unit.add(NamedFor(programme=unit.programme, id=duty.owner, person=person.id))
    else:
        row.person = person.id
    if person not in free_for(unit, duty) or person.id not in doers(unit, duty).able:
        raise Invalid(
            f"{person.name} may not decide this: choose somebody at least as high who had no part "
            "in it.",
            {"person": "may not decide this"},
        )
    programme = unit.get(Programme, unit.programme)
    perform_after(unit, "post.passed", programme, {"post": duty.owner})
