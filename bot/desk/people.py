"""The people of a programme for the desk: their roles, teams, open duties and absences."""

from collections import Counter
from datetime import date

from bot.desk.council import DeskPerson
from store.ledger import Reader
from store.people.posts import acting, has_left, is_absent, name_of
from store.tables import Duty, Person
from store.vocabulary.dates_in_words import say_day


def everybody(reader: Reader) -> list[DeskPerson]:
    """All people of the programme. Leavers come first, so that later entries override theirs."""
    today = reader.calendar.local(reader.at).date()
    owes: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    holders: dict[str, set[str]] = {}
    for duty in reader.rows(Duty, closed_at=None):
        if duty.owner not in holders:
            holders[duty.owner] = acting(reader, duty.owner)
        for upn in holders[duty.owner]:
            owes[upn] += 1
            overdue[upn] += duty.due_at < reader.at
    people = sorted(reader.rows(Person), key=lambda person: not has_left(person, today))
    return [
        DeskPerson(
            upn=person.id,
            name=person.name,
            role=", ".join(_capital(reader.profile.title(role)) for role in person.roles),
            team=person.team,
            service=person.service,
            entra_object_id=person.entra_object_id,
            owes=owes[person.id],
            overdue=overdue[person.id],
            away=_away(reader, person, today),
        )
        for person in people
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(day: date, today: date) -> str:
    return say_day(day, year=day.year != today.year)


def _away(reader: Reader, person: Person, today: date) -> str:
    """A person's departure or absence in words; empty if there is none now or to come."""
    if person.left_on is not None:
        verb = "left" if has_left(person, today) else "leaves"
        return f"{verb} on {_day(person.left_on, today)}"
    start, end = person.absent_from, person.absent_to
    if start is None or (end is not None and end < today):
        return ""
    stands_in = f", {name_of(reader, person.delegate)} stands in" if person.delegate else ""
    last = "until further notice" if end is None else f"until {_day(end, today)}"
    if is_absent(person, today):
        return f"away {last}{stands_in}"
    return f"away from {_day(start, today)} {last}{stands_in}"
