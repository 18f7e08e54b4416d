"""An Inadequate whose deadline spans a long holiday, and its duty owner (programme.md §4)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from store.clock.bank_holidays import bank_holidays
from store.duties.predicates.closed_lists import people_named, today
from store.ledger import Reader
from store.people.posts import is_here_through
from store.rules.inadequate import urgent_clock
from store.tables import Audit, Duty, Message, Person
from store.views.audit_month.return_read import may_read_return
from store.views.parts.brief import Brief, brief
from store.views.parts.documents import document_link
from store.views.parts.due import Due, due_of
from store.views.parts.grades_of import GradeGiven, grades_of, turned_inadequate
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, of_person, owner_in_words
from store.views.parts.when_done import last_done

COVERING = (
    "head_of_service", "group_manager", "team_manager", "audit_manager", "audit_officer",
    "head_of_learning_academy", "psw", "assistant_director", "divisional_director", "director",
)  # fmt: skip
"""Roles that may be duty owner: they have authority over the work or the programme."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A deadline over a long holiday: which holiday, until when, and who the duty owner is.

    `words` and `owner` say what is due and from whom; `by_itself` is whether nobody has named the
    duty owner, so that it is who acts for the Head of Service.
    """

    audit: Brief
    state: Literal["running", "ended"]
    over: str
    given: GradeGiven
    holder: NamedPerson
    viewer: str
    by_itself: bool = True
    named_by: str = ""
    named_on: str = ""
    ends: Due | None = None
    words: str = ""
    owner: str = ""
    acts_for: str = ""
    document_link: str = ""
    may_read_return: bool = False
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def mine(self) -> bool:
        """Whether the reader is the duty owner."""
        return self.holder.upn == self.viewer


@dataclass(frozen=True, slots=True)
class CoverForm:
    """Who may be named duty owner, as (UPN, name and role); those of the service come first."""

    audit: Brief
    holder: NamedPerson
    ends: Due | None
    choices: tuple[tuple[str, str], ...]


def cover(reader: Reader, audit_id: str, upn: str) -> Cover | None:
    """The deadline for the Head of Service and the Director; None for anybody else."""
    audit = reader.get(Audit, audit_id)
    told = {
        to
        for name in reader.profile.inadequate.long_clock
        for to in people_named(reader, name, audit)
    }
    return _cover(reader, audit, upn) if upn in told else None


def cover_named(reader: Reader, audit_id: str, upn: str) -> Cover | None:
    """The same for everybody who is or was the duty owner."""
    audit = reader.get(Audit, audit_id)
    was_named = reader.rows(Message, subject=audit.id, kind="cover_named", to=upn, limit=1)
    return _cover(reader, audit, upn) if was_named or upn == audit.cover else None


def _cover(reader: Reader, audit: Audit, upn: str) -> Cover | None:
    turned = turned_inadequate(reader, grades_of(reader, audit))
    if turned is None or audit.cover is None:
        return None
    clock = urgent_clock(reader, audit)
    done = last_done(reader, "cover.name", audit.id)
    return Cover(
        audit=brief(reader, audit),
        state="ended" if clock is None else "running",
        over="" if clock is None else _over(reader, clock),
        given=turned[0],
        holder=named(reader, audit.cover),
        viewer=upn,
        by_itself=done is None,
        named_by="" if done is None else done.by,
        named_on="" if done is None else done.on,
        ends=None if clock is None else due_of(reader, clock),
        acts_for=reader.profile.title("head_of_service"),
        words="" if clock is None else reader.profile.duty[clock.kind].words,
        owner="" if clock is None else owner_in_words(reader, clock.owner),
        document_link=document_link(reader, audit.id),
        may_read_return=may_read_return(reader, audit.id, upn),
        may=may_now(reader, audit, upn, ("cover.name",)),
    )


def _over(reader: Reader, clock: Duty) -> str:
    """The holiday between its start and its end, in everyday words."""
    start = reader.calendar.local(clock.opened_at).date()
    end = reader.calendar.local(clock.due_at).date()
    between = [start + timedelta(n) for n in range((end - start).days + 1)]
    if any((day.month, day.day) == (12, 25) for day in between):
        return "Christmas"
    if any(_is_easter(day) for day in between):
        return "Easter"
    return "several days without work"


def _is_easter(day: date) -> bool:
    return "Good Friday" in bank_holidays().get(day, "")


def cover_form(reader: Reader, audit_id: str) -> CoverForm:
    """Who may be named duty owner until the deadline."""
    audit = reader.get(Audit, audit_id)
    clock = urgent_clock(reader, audit)
    now = today(reader)
    ends = now if clock is None else reader.calendar.local(clock.due_at).date()
    rank = {role: place for place, role in enumerate(COVERING)}
    people = [
        person
        for person in reader.rows(Person)
        if set(person.roles) & set(COVERING)
        and is_here_through(person, now, ends)
        and person.id != audit.cover
    ]
    service = brief(reader, audit).service
    people.sort(
        key=lambda person: (
            person.service.casefold() != service.casefold(),
            min(rank[role] for role in person.roles if role in rank),
            person.name,
        )
    )
    return CoverForm(
        audit=brief(reader, audit),
        holder=named(reader, audit.cover),
        ends=None if clock is None else due_of(reader, clock),
        choices=tuple((person.id, of_person(reader, person).with_role) for person in people),
    )
