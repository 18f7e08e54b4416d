"""The people of a programme for the desk: their roles, teams, open duties and absences."""

from collections import defaultdict
from datetime import date

from bot.desk.council import DeskPerson
from store.ledger import Reader
from store.people.posts import has_left, is_absent, name_of
from store.people.upns import current_upns
from store.tables import Person, UpnAlias
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import work_by_person
from store.vocabulary.dates_in_words import say_day


def everybody(reader: Reader) -> list[DeskPerson]:
    """All people of the programme, each with as many duties as their "my work" lists.

    Leavers come first, so that later entries override theirs.
    """
    today = reader.calendar.local(reader.at).date()
    work = {
        upn: one_line_an_audit(duties, reader.at) for upn, duties in work_by_person(reader).items()
    }
    now = current_upns(reader)
    others: dict[str, set[str]] = defaultdict(set)
    for alias in reader.rows(UpnAlias):
        others[alias.person] |= {alias.person, alias.id}
    people = sorted(reader.rows(Person), key=lambda person: not has_left(person, today))
    return [
        DeskPerson(
            id=person.id,
            upn=(upn := now.get(person.id, person.id)),
            name=person.name,
            role=", ".join(_capital(reader.profile.title(role)) for role in person.roles),
            team=person.team,
            service=person.service,
            entra_object_id=person.entra_object_id,
            owes=len(duties := work.get(person.id, [])),
            overdue=sum(duty.due_at < reader.at for duty in duties),
            away=_away(reader, person, today),
            former_upns=tuple(sorted(others[person.id] - {upn})),
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
