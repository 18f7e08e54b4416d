"""Somebody who typed words, and what the words speak of, while they are answered."""

from dataclasses import dataclass

from bot.understanding.days import DaysRead, days_in
from store.ledger import Reader
from store.tables import Person
from store.views.nudges.spoken_of import SpokenOf, spoken_of


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody's words while they are answered. Nothing of them is kept."""

    reader: Reader
    person: Person
    words: str = ""
    about: str = ""
    """The reference of the case that they speak of, or that they were last asked about."""

    @property
    def audits(self) -> tuple[SpokenOf, ...]:
        """The audits that they may mean."""
        return spoken_of(self.reader, self.person.id, self.about)

    @property
    def days(self) -> DaysRead:
        """The days that they speak of."""
        return days_in(self.words, self.reader.calendar.local(self.reader.at).date())

    @property
    def team(self) -> str:
        """What the audit team is called."""
        return self.reader.profile.title("audit_team")
