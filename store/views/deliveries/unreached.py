"""People whom Sightline could not reach, and why; people who did not answer are not among them."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from store.ledger import Reader
from store.people.posts import has_left
from store.registry import may
from store.rules.unreached import TOLD, WAYS, is_lost, last_arrived, lost_in_teams, open_reach
from store.tables import Fact, Message, Person
from store.tables.columns import instant
from store.views.parts.due import Due, due_of
from store.views.parts.people_in_words import NamedPerson, actor_in_words, named, post_in_words
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class NotReached:
    """One person, or a post that nobody holds: why, since when, and how many messages.

    `due` is when they have to be told another way; `told` says who told them, how and on which day,
    and `note` is what that person wrote; `may` is whether the reader may record that they were
    told.
    """

    who: NamedPerson
    why: str
    since: str
    messages: int
    version: int = 0
    due: Due | None = None
    told: str = ""
    note: str = ""
    may: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """People whose newest message did not arrive: those still to be told, the longest first."""

    programme: str
    people: tuple[NotReached, ...]

    @property
    def to_tell(self) -> int:
        """How many of them still have to be told another way."""
        return sum(one.due is not None for one in self.people)


def unreached(reader: Reader, upn: str = "") -> Unreached:
    """Everybody whom no message has reached since the last that failed, as `upn` sees them."""
    failed = lost_in_teams(reader)
    arrived = last_arrived(reader, sorted({message.to for message in failed}))
    lost: dict[str, list[Message]] = defaultdict(list)
    for message in failed:
        if is_lost(message, arrived.get(message.to)):
            lost[message.to].append(message)
    today = reader.calendar.local(reader.at).date()
    lines = []
    for to, messages in lost.items():
        person = reader.find(Person, to)
        if person is None or not has_left(person, today):
            line = _line(reader, to, messages, upn)
            lines.append((line.due is None, messages[0].settled_at, line))
    lines.sort(key=lambda line: (line[0], str(line[1]), line[2].who.name))
    return Unreached(reader.programme, tuple(line for *_, line in lines))


def unreached_told(reader: Reader, _subject: str, upn: str) -> Unreached:
    """As `unreached`, for a card in the chats of the audit team."""
    return unreached(reader, upn)


def unreached_person(reader: Reader, person: str, upn: str) -> NotReached:
    """One person, for the form that records how they were told."""
    lost = [one for one in unreached(reader, upn).people if one.who.upn == person]
    return lost[0] if lost else _line(reader, person, [], upn)


def _line(reader: Reader, to: str, messages: list[Message], upn: str) -> NotReached:
    person, duty = reader.find(Person, to), open_reach(reader, to)
    first = messages[0].settled_at if messages else None
    told, note = ("", "") if duty is not None or first is None else _told(reader, to, first)
    return NotReached(
        who=_who(reader, to),
        why=(messages[-1].reason if messages else "") or "Teams did not say why.",
        since="" if first is None else say_day(reader.calendar.local(first).date()),
        messages=len(messages),
        version=0 if person is None else person.version,
        due=None if duty is None else due_of(reader, duty),
        told=told,
        note=note,
        may=person is not None and may(reader, TOLD, person, upn),
    )


def _told(reader: Reader, person: str, since: datetime) -> tuple[str, str]:
    """Who told them how since then, and the note about it."""
    found = reader.last_fact(person, TOLD)
    if found is None or instant(found.at) < since:
        return "", ""
    given = _given(reader, found.seq)
    on = say_day(reader.calendar.local(instant(found.at)).date())
    by = actor_in_words(reader, found.actor)
    note = given.get("note") or {}
    return f"{by} told them {WAYS[given['how']]} on {on}", reader.unseal(note.get("sealed")) or ""


def way_told(reader: Reader, person: str) -> str:
    """How that person was last told: "by phone"."""
    found = reader.last_fact(person, TOLD)
    return "" if found is None else WAYS[_given(reader, found.seq)["how"]]


def _given(reader: Reader, seq: int) -> dict[str, Any]:
    query = select(Fact.fields).where(col(Fact.programme) == reader.programme, col(Fact.seq) == seq)
    given: dict[str, Any] = json.loads(reader.session.scalars(query).one())
    return given


def _who(reader: Reader, to: str) -> NamedPerson:
    return (
        NamedPerson(to, post_in_words(reader, to)) if to.startswith("post:") else named(reader, to)
    )
