"""The story of one audit, from the facts: who did what and when, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import col, select

from store.duties.outbox import DELIVERED, FAILED
from store.ledger import Reader
from store.registry import ACTS, story_of
from store.tables import Audit, Duty, Fact, Message
from store.tables.columns import instant
from store.views.parts.people_in_words import actor_in_words, owner_in_words
from store.vocabulary.message_kinds import ARRIVED
from store.vocabulary.terms import spoken

ABOUT_CYCLE = ("cycle.select", "cycle.allocate", "list.propose", "list.confirm")


@dataclass(frozen=True, slots=True)
class StoryMoment:
    """One line: when on the authority's own clocks, who, and what they did, in words."""

    at: datetime
    who: str
    what: str


def audit_story(reader: Reader, audit_id: str) -> list[StoryMoment]:
    """What has happened to an audit, oldest first; empty for an unknown one."""
    audit = reader.find(Audit, audit_id)
    if audit is None:
        return []
    lines = [*_acts(reader, audit), *_messages(reader, audit)]
    return [
        StoryMoment(reader.calendar.local(at), who, what)
        for at, _, who, what in sorted(lines, key=lambda line: (line[0], line[1]))
    ]


Line = tuple[datetime, int, str, str]
"""The moment, the order within that moment, who, and what."""


def _acts(reader: Reader, audit: Audit) -> Iterable[Line]:
    """Facts about the audit or a part of it, and those of its cycle that concern every audit."""
    subject = col(Fact.subject)
    part = and_(subject >= f"{audit.id}.", subject < f"{audit.id}/")
    of_cycle = and_(subject == audit.cycle, col(Fact.verb).in_(ABOUT_CYCLE))
    # Each by itself and in no order: else SQLite reads every fact of the programme.
    query = select(Fact.at, Fact.seq, Fact.actor, Fact.verb)
    found = [
        line
        for about in (subject == audit.id, part, of_cycle)
        for line in reader.session.execute(
            query.where(col(Fact.programme) == reader.programme, about)
        )
    ]
    for at, seq, actor, verb in sorted(found, key=lambda line: line[1]):
        if (what := story_of(verb)) is None:
            continue
        by_itself = verb in ACTS and ACTS[verb].is_consequence
        who = "Sightline" if by_itself else actor_in_words(reader, actor)
        yield instant(at), seq, who, spoken(what, reader.profile.own_words)


def _messages(reader: Reader, audit: Audit) -> Iterable[Line]:
    """The messages that were delivered, and those that could not be."""
    subject = col(Message.subject)
    nudges = {message for duty in reader.rows(Duty, subject=audit.id) for message in duty.told}
    part = and_(subject >= f"{audit.id}.", subject < f"{audit.id}/")
    ended = (DELIVERED, FAILED)
    about = reader.rows(Message, or_(subject == audit.id, part), state=ended)
    told = reader.rows(Message, id=nudges - {message.id for message in about}, state=ended)
    found = [*about, *told]
    settled = _settled(reader, [message.id for message in found])
    for message in found:
        if message.settled_at is None:
            continue
        what = spoken(ARRIVED.get(message.kind, "a message"), reader.profile.own_words)
        to = owner_in_words(reader, message.to)
        reached = message.state == DELIVERED
        words = f"delivered {what} to {to}" if reached else f"could not deliver {what} to {to}"
        yield message.settled_at, settled.get(message.id, 0), "Sightline", words


def _settled(reader: Reader, messages: list[str]) -> dict[str, int]:
    """The number of the fact that settled each message, which gives its place in the story."""
    query = select(Fact.subject, Fact.seq).where(
        col(Fact.programme) == reader.programme, col(Fact.subject).in_(messages)
    )
    return dict(sorted(reader.session.execute(query).all(), key=lambda line: line[1]))
