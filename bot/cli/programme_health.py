"""The checks of `sightline doctor` on one programme: its rules, people, cases, posts and facts."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import func, select

from bot.cli.finding import Finding
from bot.cli.tampering import of_deliveries
from bot.scheduler.clock_doubt import silence
from store.checker.checker import check
from store.ledger import Reader
from store.papers.own_template import own_template
from store.people.posts import POSTS, in_post, post
from store.programme.profile import Profile
from store.tables import Case, Fact, Person, ProfileText, Programme
from store.tables.columns import instant
from store.vocabulary.dates_in_words import say_moment
from store.vocabulary.errors import Invalid

OF_EACH_SERVICE = {
    "head_of_service": "head_of_service",
    "exempting_authority": "head_of_service",
    "auditors_head": "head_of_service",
    "group_managers": "group_manager",
    "service_leads": "service_leads",
}
"""The post of the audited service that each of these owners means."""


def of_programme(reader: Reader) -> Iterator[Finding]:
    """Check what a programme needs before a cycle can run."""
    yield Finding("Programme", "ok", reader.get(Programme, reader.programme).authority)
    yield _profile(reader)
    people, cases = _count(reader, Person), _count(reader, Case)
    if people:
        yield Finding("People", "ok", f"{people} in the directory")
    else:
        yield Finding("People", "wrong", "None yet. Run `sightline people import FILE`.")
    if cases:
        yield Finding("Cases", "ok", f"{cases} to draw from")
    else:
        yield Finding("Cases", "wrong", "None yet. Run `sightline cases import FILE`.")
    if people:
        yield _posts(reader)
    yield from _template(reader)
    yield _last_fact(reader)
    yield from of_deliveries(reader)


def _profile(reader: Reader) -> Finding:
    text = reader.get(ProfileText, reader.profile_id)
    if problems := check(text.text):
        first = problems[0]
        words = f"{text.name}: line {first.line}, {first.key}: {first.reason}"
        return Finding("Profile", "wrong", words)
    return Finding("Profile", "ok", f"{text.name}, version {text.id}")


def _template(reader: Reader) -> Iterator[Finding]:
    """Check the council's own template of papers, where its profile names one."""
    name, folder = reader.profile.papers.template, reader.ledger.templates
    if not name or folder is None:
        return
    try:
        found = own_template(folder, name)
    except Invalid as error:
        yield Finding("Template", "wrong", f"{error.message} Papers have Sightline's own styles.")
        return
    lacks = [f"these styles, for which Sightline's own stand in: {', '.join(found.lacks)}"]
    missing = [
        *(lacks if found.lacks else ()),
        *(() if found.has_logo else ("a logo in its head",)),
    ]
    if missing:
        yield Finding("Template", "warning", f"{name} lacks {'; and '.join(missing)}.")
    else:
        yield Finding("Template", "ok", f"{name}: its styles and logo are on every paper")


def _count(reader: Reader, table: type[Person] | type[Case]) -> int:
    query = select(func.count()).select_from(table).where(table.programme == reader.programme)
    return int(reader.session.scalar(query) or 0)


def _posts(reader: Reader) -> Finding:
    """Check that somebody holds each post that the profile names, so that its duties are done."""
    services = sorted({case.service for case in reader.rows(Case)} - {""})
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
        words = f"Vacant: {', '.join(vacant)}. Give somebody the role in the people file."
        return Finding("Posts", "warning", words)
    return Finding("Posts", "ok", "Somebody holds each post that the profile names")


def _named(profile: Profile) -> Iterator[str]:
    """Every owner and recipient that the profile names."""
    for duty in profile.duty.values():
        yield from duty.owner.values()
    for ladder in profile.ladder.values():
        yield from (rung.tell for rung in ladder.rungs)
    yield from profile.digest.recipients
    yield profile.digest.addressed_by
    yield profile.exemption.alternate
    yield from profile.copies.list_proposed
    yield from profile.copies.returned
    yield from profile.copies.moderated


def _last_fact(reader: Reader) -> Finding:
    fact = reader.session.get(Fact, (reader.programme, reader.head()[0]))
    if fact is None:
        words = "The ledger's head is missing. Run `sightline ledger verify`."
        return Finding("Last fact", "wrong", words)
    at: datetime = instant(fact.at)
    zone = reader.profile.programme.zone
    said = f"Number {fact.seq}, {say_moment(at, year=True, zone=zone)}"
    if at > reader.at:
        words = f"{said}, which is later than this machine's clock. Check the clock."
        return Finding("Last fact", "warning", words)
    if silence(reader) is not None:
        words = (
            f"{said}, and work has been due since. If the clock is right, the bot waits for you to "
            "confirm it: run `sightline sweep`."
        )
        return Finding("Last fact", "wrong", words)
    return Finding("Last fact", "ok", said)
