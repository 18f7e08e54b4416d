"""What `sightline doctor` asks of one programme: its rules, people, cases, posts and last fact."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import func, select

from store.checker.checker import check
from store.ledger import Reader
from store.people.posts import POSTS, in_post, post
from store.programme.profile import Profile
from store.tables import Case, Fact, Person, ProfileText, Programme
from store.tables.columns import instant
from store.vocabulary.dates_in_words import say_moment

Health = tuple[str, str, str]
"""What was looked at; `ok`, `warning` or `wrong`; how it stands."""

OF_EACH_SERVICE = {
    "head_of_service": "head_of_service",
    "exempting_authority": "head_of_service",
    "auditors_head": "head_of_service",
    "group_managers": "group_manager",
}
"""Owners that are a post of the service concerned."""


def of_programme(reader: Reader) -> Iterator[Health]:
    """Everything that a programme needs before a cycle can run."""
    yield ("Programme", "ok", reader.get(Programme, reader.programme).authority)
    yield _profile(reader)
    people, cases = _count(reader, Person), _count(reader, Case)
    yield (
        ("People", "ok", f"{people} in the directory")
        if people
        else ("People", "wrong", "Nobody yet: sightline people import FILE.")
    )
    yield (
        ("Cases", "ok", f"{cases} to draw from")
        if cases
        else ("Cases", "wrong", "None yet: sightline cases import FILE.")
    )
    if people:
        yield _posts(reader)
    yield _last_fact(reader)


def _profile(reader: Reader) -> Health:
    text = reader.get(ProfileText, reader.profile_id)
    if problems := check(text.text):
        first = problems[0]
        words = f"{text.name}: line {first.line}, {first.key}: {first.reason}"
        return ("Profile", "wrong", words)
    return ("Profile", "ok", f"{text.name}, version {text.id}")


def _count(reader: Reader, table: type[Person] | type[Case]) -> int:
    query = select(func.count()).select_from(table).where(table.programme == reader.programme)
    return int(reader.session.scalar(query) or 0)


def _posts(reader: Reader) -> Health:
    """Posts that the profile counts on and nobody holds: what they owe would reach nobody."""
    services = sorted({case.service for case in reader.rows(Case)})
    needed: set[str] = set()
    for name in _named(reader.profile):
        if name.startswith("post:"):
            needed.add(name)
        elif name in OF_EACH_SERVICE:
            needed |= {post(OF_EACH_SERVICE[name], service) for service in services}
        elif name in POSTS:
            needed.add(post(name))
    vacant = [owner.removeprefix("post:") for owner in sorted(needed) if not in_post(reader, owner)]
    if vacant:
        words = f"Held by nobody: {', '.join(vacant)}. Give somebody the role in the people file."
        return ("Posts", "warning", words)
    return ("Posts", "ok", "Every post that the profile counts on is held")


def _named(profile: Profile) -> Iterator[str]:
    """Everybody whom the profile names."""
    for duty in profile.duty.values():
        yield from duty.owner.values()
    for ladder in profile.ladder.values():
        yield from (rung.tell for rung in ladder.rungs)
    yield from profile.digest.recipients
    yield profile.digest.addressed_by
    yield profile.exemption.alternate
    yield from profile.copies.list_proposed
    yield from profile.copies.returned


def _last_fact(reader: Reader) -> Health:
    fact = reader.session.get(Fact, (reader.programme, reader.head()[0]))
    if fact is None:
        return ("Last fact", "wrong", "The ledger's head is missing: sightline ledger verify.")
    at: datetime = instant(fact.at)
    zone = reader.profile.programme.zone
    said = f"Number {fact.seq}, {say_moment(at, year=True, zone=zone)}"
    if at > reader.at:
        words = f"{said}, which is later than this machine's clock: check the clock."
        return ("Last fact", "warning", words)
    return ("Last fact", "ok", said)
