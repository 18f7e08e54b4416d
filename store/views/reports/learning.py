"""A Monday's piece as its readers see it, and what the forms of a learning programme ask (§3)."""

from dataclasses import dataclass, field

from store.audits.learning import PLANNED, recorded, sent_piece
from store.ledger import Reader
from store.people.posts import covers, has_left
from store.tables import Cycle, CycleReport
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, of_person
from store.vocabulary.dates_in_words import say_day, say_month

OFFERED = ("learning.reflect", "learning.attend")


@dataclass(frozen=True, slots=True)
class LearningPieceRead:
    """One piece: its theme, what it is called, how long it takes, and where it is."""

    cycle: str
    version: int
    theme: str
    title: str
    minutes: int
    link: str
    on: str
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class LearningForm:
    """The cycle that a form is about: its service, month, latest theme, domains and people."""

    cycle: str
    version: int
    service: str
    month: str
    theme: str
    domains: tuple[tuple[str, str], ...]
    most_minutes: int
    people: tuple[NamedPerson, ...]


def learning_piece(reader: Reader, sent_id: str, upn: str) -> LearningPieceRead:
    """The piece that was sent, for `upn`."""
    sent = reader.get(CycleReport, sent_id)
    piece, cycle = sent_piece(reader, sent), reader.get(Cycle, sent.cycle)
    return LearningPieceRead(
        cycle=cycle.id,
        version=cycle.version,
        theme=piece.theme,
        title=piece.title,
        minutes=piece.minutes,
        link=piece.link,
        on=say_day(piece.on),
        may=may_now(reader, cycle, upn, OFFERED),
    )


def learning_form(reader: Reader, cycle_id: str) -> LearningForm:
    """What the forms show of the cycle and offer to choose from."""
    cycle = reader.get(Cycle, cycle_id)
    plans = recorded(reader, cycle.id, PLANNED)
    here = (
        person
        for person in reader.everybody()
        if covers(cycle, person.service) and not has_left(person, reader.today)
    )
    return LearningForm(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        theme=plans[-1].details["theme"] if plans else cycle.theme or "",
        domains=tuple((domain.key, domain.name) for domain in reader.profile.tool.domains),
        most_minutes=reader.profile.learning.most_minutes,
        people=tuple(sorted((of_person(reader, one) for one in here), key=lambda one: one.name)),
    )
