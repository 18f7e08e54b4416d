"""Who has which open duties, within the reader's scope: the answer to "who owes"."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Duty, Person
from store.views.nudges.duty_lines import about
from store.views.parts.due import Due, due_of
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.people_in_words import NamedPerson, of_person
from store.views.parts.scope import scope_of


@dataclass(frozen=True, slots=True)
class Owing:
    """One person: how many duties, how many are overdue, and the most urgent."""

    who: NamedPerson
    owes: int
    overdue: int
    first: str
    due: Due


@dataclass(frozen=True, slots=True)
class WhoOwes:
    """The people with open duties, the most urgent first.

    `kinds` are the duties by kind: the kind, how many, and how many are overdue. `asker` is who
    looks, and `version` theirs.
    """

    scope: str
    people: tuple[Owing, ...]
    kinds: tuple[tuple[str, int, int], ...] = ()
    asker: str = ""
    version: int = 0


def who_owes(reader: Reader, upn: str) -> WhoOwes:
    """Everybody in the scope of `upn` who has an open duty."""
    scope = scope_of(reader, upn)
    duties: dict[str, list[Duty]] = defaultdict(list)
    people: dict[str, Person] = {}
    for duty in reader.rows(Duty, closed_at=None, order="due_at"):
        if is_confidential(reader, duty):
            continue
        for owner in doers(reader, duty).owners:
            person = reader.get(Person, owner)
            if scope.has_person(person):
                people[owner] = person
                duties[owner].append(duty)
    owed = {owner: one_line_an_audit(each, reader.at) for owner, each in duties.items()}
    owing = [_owing(reader, people[owner], each) for owner, each in owed.items()]
    return WhoOwes(
        scope=scope.words,
        people=tuple(sorted(owing, key=lambda one: (one.due.at, -one.owes, one.who.name))),
        kinds=_by_kind(reader, {duty.id: duty for each in owed.values() for duty in each}.values()),
        asker=upn,
        version=reader.get(Person, upn).version,
    )


def _by_kind(reader: Reader, duties: Iterable[Duty]) -> tuple[tuple[str, int, int], ...]:
    """The kinds of duty, the most frequent first; one that several people owe counts once."""
    many = Counter[str]()
    overdue = Counter[str]()
    for duty in duties:
        many[duty.kind] += 1
        overdue[duty.kind] += duty.due_at < reader.at
    return tuple((kind, n, overdue[kind]) for kind, n in many.most_common())


def _owing(reader: Reader, person: Person, duties: list[Duty]) -> Owing:
    first = duties[0]
    rule = reader.profile.duty.get(first.kind)
    subject = subject_of(reader, first.subject)
    words = first.kind if rule is None else rule.words
    return Owing(
        who=of_person(reader, person),
        owes=len(duties),
        overdue=sum(duty.due_at < reader.at for duty in duties),
        first=words if subject is None else f"{about(reader, subject)}, {words}",
        due=due_of(reader, first),
    )
