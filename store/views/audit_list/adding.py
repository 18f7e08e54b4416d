"""What the form that adds an audit offers: its kinds, and its auditors (programme.md §6)."""

from dataclasses import dataclass

from store.duties.predicates.closed_lists import today
from store.ledger import Reader
from store.people.posts import has_left
from store.programme.kinds import FULL, REAUDIT, one
from store.tables import Cycle, Person


@dataclass(frozen=True, slots=True)
class Adding:
    """`kinds` are (name, words); `auditors` are (UPN, name), those not trained yet first."""

    cycle: str
    version: int
    service: str
    kinds: tuple[tuple[str, str], ...]
    auditors: tuple[tuple[str, str], ...]


def adding(reader: Reader, cycle_id: str, *, most: int) -> Adding:
    """Kinds that are not drawn, and everybody in post."""
    cycle = reader.get(Cycle, cycle_id)
    now = today(reader)
    here = [person for person in reader.rows(Person) if not has_left(person, now)]
    here.sort(key=lambda person: (person.trained_on is not None, person.name))
    return Adding(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        kinds=tuple(
            (name, f"{rule.title}, of {one(rule.subject)}")
            for name, rule in reader.profile.kinds.items()
            if name not in (FULL, REAUDIT)
        ),
        auditors=tuple(
            (person.id, person.name + ("" if person.trained_on else ", not trained yet"))
            for person in here[:most]
        ),
    )
