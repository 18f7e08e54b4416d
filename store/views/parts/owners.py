"""The open duties of a person: all that "my work" lists, and who owes a duty in words."""

from collections import defaultdict

from store.ledger import Reader
from store.people.holding import holders, is_post
from store.people.post_history import took_up_on
from store.rules.doers import Doers, doers
from store.tables import Duty
from store.views.parts.people_in_words import owner_in_words, post_in_words
from store.vocabulary.dates_in_words import say_day


def work_of(reader: Reader, upn: str) -> list[tuple[Duty, Doers]]:
    """The open duties that `upn` owes or stands in for, with their people; most urgent first."""
    found = (
        (duty, doers(reader, duty)) for duty in reader.rows(Duty, closed_at=None, order="due_at")
    )
    return [(duty, people) for duty, people in found if upn in people.shown]


def work_by_person(reader: Reader) -> dict[str, list[Duty]]:
    """The open duties that "my work" of each person lists, most urgent first, by UPN."""
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in reader.rows(Duty, closed_at=None, order="due_at"):
        for upn in doers(reader, duty).shown:
            found[upn].append(duty)
    return found


def open_duties_of(reader: Reader, upn: str) -> list[Duty]:
    """The open duties that "my work" of `upn` lists, most urgent first."""
    return [duty for duty, _people in work_of(reader, upn)]


def owner_now(reader: Reader, duty: Duty, people: Doers) -> str:
    """Who owes it as an owner string: its post while others may be meant, else the one person."""
    if len(people.owners) == 1 and {p.id for p in holders(reader, duty.owner)} != {*people.owners}:
        return people.owners[0]
    return duty.owner


def owner_of(reader: Reader, duty: Duty, people: Doers) -> str:
    """Who owes it now, in words: a person with their role, or a post by its title."""
    return owner_in_words(reader, owner_now(reader, duty, people))


def how_it_came(reader: Reader, duty: Duty, people: Doers, upn: str) -> str:
    """How a duty came to whoever owes it: its post is vacant, or changed hands since it opened.

    Nobody is late with what was not theirs yet.
    """
    if not is_post(duty.owner) or not people.owners:
        return ""
    held = holders(reader, duty.owner)
    whom = "you" if upn in people.owners else "them"
    if not held:
        vacant = post_in_words(reader, duty.owner)
        return f"Nobody is {vacant} at the moment, so it came to {whom}."
    took_up = [took_up_on(reader, duty.owner, person) for person in held]
    opened = reader.calendar.local(duty.opened_at).date()
    since = min((day for day in took_up if day is not None), default=None)
    if since is None or None in took_up or since <= opened:
        return ""
    return f"It came to {whom} on {say_day(since)} with the post."
