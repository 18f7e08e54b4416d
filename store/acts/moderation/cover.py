"""The duty owner of an Inadequate whose deadline spans a long holiday (programme.md §4)."""

from datetime import date

from store.acts.moderation.receipts import cover_named
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_gone, people_named, today
from store.ledger import Reader, Unit
from store.people.posts import acting, has_left, is_absent, is_here_through, post, service_of
from store.registry import LONG_CLOCK, Words, act
from store.relations.moderation import COVER_NAMER
from store.rules.inadequate import urgent_clock
from store.tables import Audit, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class CoverNamed(Fields):
    """The duty owner until the deadline."""

    person: str


@act(
    LONG_CLOCK,
    on=Audit,
    words=Words(story="found a deadline over a long holiday and named a duty owner"),
)
def long_clock(unit: Unit, audit: Audit, _fields: object) -> None:
    """Notify the Head of Service and Divisional Director at once, and name a duty owner.

    The duty owner is the Head of Service, or who acts for them, until somebody names another.
    """
    if audit.cover is not None:
        return
    heads = acting(unit, post("head_of_service", service_of(unit, audit)))
    here = [upn for upn in sorted(heads) if not is_gone(unit, upn)]
    ends = _ends(unit, audit)
    staying = [upn for upn in here if is_here_through(unit.get(Person, upn), today(unit), ends)]
    audit.cover = next(iter(staying or here or sorted(heads)), None)
    once = f"cover:{audit.id}:{unit.next_seq}"
    told = {
        upn
        for name in unit.profile.inadequate.long_clock
        for upn in people_named(unit, name, audit)
    }
    for upn in sorted(told):
        queue(unit, upn, "cover", audit.id, once=once, urgent=True)
    if audit.cover is not None and audit.cover not in told:
        # The duty owner is a delegate or the post above, and has to know at once.
        queue(unit, audit.cover, "cover_named", audit.id, urgent=True)


def _ends(reader: Reader, audit: Audit) -> date:
    """The day on which the deadline falls."""
    clock = urgent_clock(reader, audit)
    return today(reader) if clock is None else reader.calendar.local(clock.due_at).date()


def _no_long_clock(reader: Reader, audit: Audit) -> str | None:
    if audit.cover is not None and urgent_clock(reader, audit) is not None:
        return None
    return "No deadline runs over a long holiday here, so no duty owner is needed."


@act(
    "cover.name",
    on=Audit,
    by=COVER_NAMER,
    fields=CoverNamed,
    closed_because=_no_long_clock,
    words=Words(
        story="named another duty owner",
        button="Name somebody else…",
        dialog="Name the duty owner",
        submit="Name the duty owner",
        receipt=cover_named,
    ),
)
def name(unit: Unit, audit: Audit, given: CoverNamed) -> None:
    """Make somebody else the duty owner and notify them at once."""
    person = unit.find(Person, given.person.lower())
    if person is None:
        raise Invalid(
            "That person is not in the people file: choose somebody who is.",
            {"person": "is not known"},
        )
    now, ends = today(unit), _ends(unit, audit)
    if has_left(person, ends):
        gone = "has left" if has_left(person, now) else "leaves before the deadline"
        raise Invalid(f"{person.name} {gone}: choose somebody who is here.", {"person": gone})
    if not is_here_through(person, now, ends):
        away = "is away" if is_absent(person, now) else "is away before the deadline"
        raise Invalid(f"{person.name} {away}: choose somebody who is here.", {"person": away})
    audit.cover = person.id
    queue(unit, person.id, "cover_named", audit.id, urgent=True)
