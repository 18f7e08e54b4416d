"""A person's work: their open duties, most urgent first, and how many audits they moderate."""

from dataclasses import dataclass

from store.ledger import Reader
from store.tables import Audit, Person
from store.views.nudges.duty_lines import Ask, ask
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import work_of
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.states import WITH_AUDITOR


@dataclass(frozen=True, slots=True)
class MyWork:
    """A person's work. `moderates` counts audits to moderate that are still with the auditor."""

    who: NamedPerson
    version: int
    asks: tuple[Ask, ...]
    moderates: int = 0

    @property
    def upn(self) -> str:
        """Whose work it is."""
        return self.who.upn

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(ask.due.passed for ask in self.asks)


def my_work(reader: Reader, upn: str) -> MyWork:
    """The work of `upn` as of the reader's moment."""
    person = reader.get(Person, upn)
    found = work_of(reader, upn)
    people = {duty.id: doers for duty, doers in found}
    duties = one_line_an_audit((duty for duty, _ in found), reader.at)
    lines = (ask(reader, duty, upn, people[duty.id]) for duty in duties)
    still_out = reader.rows(Audit, moderator=upn, state=WITH_AUDITOR)
    return MyWork(
        who=named(reader, upn),
        version=person.version,
        asks=tuple(line for line in lines if line is not None),
        moderates=len(still_out),
    )
