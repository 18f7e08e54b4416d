"""Rules of duties and of the ladders by which people are reminded of them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from store.clock.deadlines import Deadline
from store.programme.section import Section, Words

DEFAULT = "default"
"""The source of a rule that is ours, because the published text is silent."""


def _by_case(value: Any) -> Any:
    """A plain value is what holds otherwise; a table gives one for each named case."""
    return value if isinstance(value, dict) else {"otherwise": value}


def _deadlines(value: Any) -> Any:
    return {case: Deadline.parse(text) for case, text in _by_case(value).items()}


class DutyRule(Section):
    """One kind of duty: when it opens, for whom, due when, met and ended by what.

    `since` names, for a case of `due`, the column of the subject that it is counted from, where
    that is not the event itself; `source` may differ by such a case too. `stand_in` is who does it
    while the owner is away.
    """

    opens_on: tuple[str, ...] = Field(min_length=1)
    when: str = "always"
    owner: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    due: Annotated[Mapping[str, Deadline], BeforeValidator(_deadlines)]
    event: Words
    since: Mapping[str, str] = {}
    met_by: tuple[str, ...] = Field(min_length=1)
    ends_on: tuple[str, ...] = ()
    ladder: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    words: Words
    source: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    urgent_when: str = "never"
    stand_in: str | None = None
    confidential: bool = False

    def source_of(self, case: str) -> str:
        """Where the rule of one case of `due` was published, or that it is ours."""
        return self.source.get(case) or self.source.get("otherwise", DEFAULT)


class Rung(Section):
    """One rung of a ladder: when, and who is told."""

    at: str
    tell: str = "owner"


class LadderRule(Section):
    """The nudges and escalations of a kind of duty."""

    rungs: tuple[Rung, ...] = ()
    source: str = DEFAULT
