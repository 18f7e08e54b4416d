"""Rules of duties, and of the ladders that remind people of them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from store.clock.deadlines import Deadline
from store.programme.section import Section, Words, by_case

DEFAULT = "default"
"""The source of a rule that the published text does not give: Sightline's default."""


def _deadlines(value: Any) -> Any:
    return {case: Deadline.parse(text) for case, text in by_case(value).items()}


class DutyRule(Section):
    """One kind of duty: the acts that open, meet and end it, its owner and its deadline.

    `since` gives, for a case of `due` or for an act that opens it, the moment of the subject that
    the days count from, where they do not count from the act. `events` gives, for an act that opens
    it, what happened with it, where that is not `event` (programme.md §4: "a deadline says the rule
    that made it"). `source` may also differ by case. `stand_in` does the duty while the owner is
    away.
    """

    opens_on: tuple[str, ...] = Field(min_length=1)
    when: str = "always"
    owner: Annotated[Mapping[str, str], BeforeValidator(by_case)]
    due: Annotated[Mapping[str, Deadline], BeforeValidator(_deadlines)]
    event: Words
    since: Mapping[str, str] = {}
    events: Mapping[str, Words] = {}
    met_by: tuple[str, ...] = Field(min_length=1)
    ends_on: tuple[str, ...] = ()
    ladder: Annotated[Mapping[str, str], BeforeValidator(by_case)]
    words: Words
    source: Annotated[Mapping[str, str], BeforeValidator(by_case)]
    urgent_when: str = "never"
    stand_in: str | None = None
    confidential: bool = False

    def source_of(self, case: str) -> str:
        """Where the rule of one case of `due` was published; `DEFAULT` where it was not."""
        return self.source.get(case) or self.source.get("otherwise", DEFAULT)


class Rung(Section):
    """One rung of a ladder: when it goes out, and to whom."""

    at: str
    tell: str = "owner"


class LadderRule(Section):
    """The nudges and escalations of a kind of duty."""

    rungs: tuple[Rung, ...] = ()
    source: str = DEFAULT
