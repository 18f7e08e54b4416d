"""How large a rehearsal's council is, and how a profile and a council are fitted to each other.

A small council fills smaller numbers of the same rules: what a profile asks for each holder of a
role, the kinds that it draws none of and every share stay as they are written.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from store.allocation.independence import AUDITING
from store.programme.profile import Profile
from store.programme.whole_text import written
from store.sheets.person import PersonRow

SPARE = 4
"""Cases beyond those drawn, for the swaps and added audits of one cycle."""


@dataclass(frozen=True, slots=True)
class CouncilSize:
    """How large a council is: its services, teams per service, practitioners and cases per team.

    `quotas` is the most full audits of one quota and `dips` the (least, most) dip samples of a line
    of enquiry, where the profile asks for more; None keeps the profile's own.
    """

    services: int
    teams: int
    practitioners: int
    cases: int
    quotas: int | None = None
    dips: tuple[int, int] | None = None


SMALL = CouncilSize(services=2, teams=3, practitioners=1, cases=6, quotas=4, dips=(1, 2))
FULL = CouncilSize(services=3, teams=8, practitioners=3, cases=16)


def fit_profile(text: str, size: CouncilSize) -> str:
    """The profile `text` with quotas and dip samples that a council of that size can fill."""
    if size.quotas is None and size.dips is None:
        return text
    data = tomllib.loads(text)
    selection = data["selection"]
    for quota in selection["quotas"]:
        if "at_least" in quota and size.quotas is not None:
            quota["at_least"] = min(quota["at_least"], size.quotas)
        if "at_most" in quota and size.quotas is not None:
            quota["at_most"] = max(min(quota["at_most"], size.quotas), quota["at_least"] + 1)
    if size.dips is not None:
        span = selection["dip_samples_per_kloe"]
        for name, most in zip(("at_least", "at_most"), size.dips, strict=True):
            span[name] = min(span[name], most)
    return written(data)


def cases_needed(
    rules: Profile, people: Sequence[PersonRow], size: CouncilSize, months: int
) -> int:
    """The cases that each team needs, so that every draw of `months` months is filled.

    `each` counts every holder of the role: more than may audit in one service, never fewer.
    """
    drawn = sum(
        quota.at_most or quota.at_least
        if quota.at_least is not None
        else (quota.each or 0) * sum(_may_audit(person, quota.held_by) for person in people)
        for quota in rules.selection.quotas
    )
    cycles = min(months, max(rules.selection.not_again_months, 1))
    wide = rules.programme.cycles == "authority"
    teams = size.teams * (size.services if wide else 1)
    return -(-(drawn * cycles + SPARE) // teams)


def _may_audit(person: PersonRow, roles: Sequence[str]) -> bool:
    return bool(set(roles) & set(person.roles) & AUDITING) and person.trained_on is not None
