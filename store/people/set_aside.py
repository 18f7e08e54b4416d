"""Cases that nobody may draw yet, because somebody on them is not known, and why.

Independence that cannot be proved is not assumed (programme.md §2.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from store.people.name_matching import Directory

Involved = tuple[str, str, str, str | None, str | None]
"""Somebody on a case: name and role as the extract has them, team, first day, last day."""

REASONS: Mapping[str, str] = {
    "no_worker": "nobody is named as its worker",
    "unknown_worker": "its worker is not known",
    "no_team": "no team is named",
    "unknown_team": "its team is not known",
    "no_manager": "its team has no Team Manager",
    "unknown_involved": "somebody who was involved is not known",
    "no_closing_date": "it is closed and has no closing date",
}
"""Why a case is set aside, in words of the case."""
CHAIRED_BY = {"CLA": "iro", "CP": "cp_chair"}
"""The role whose holders chair a child's reviews under each plan."""
PERHAPS = "may chair its reviews"
"""The role of everybody who may be the case's IRO or CP chair, where the extract names none."""


def say_why(reasons: Sequence[str]) -> str:
    """The reasons in words: "its worker is not known; its team is not known"."""
    return "; ".join(REASONS.get(reason, reason) for reason in reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNames:
    """The names on a case, as the extract writes them; `chair` is its known IRO or CP chair."""

    worker: str
    team: str
    plan: str
    involved: Sequence[Involved] = ()
    chair: str | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Whom the names on a case mean; what is not known is empty, and `set_aside` says so."""

    practitioner: str = ""
    service: str = ""
    team: str = ""
    team_manager: str = ""
    involvements: tuple[tuple[str | None, ...], ...] = ()
    set_aside: tuple[str, ...] = field(default=())

    @property
    def involved(self) -> tuple[str, ...]:
        """The ids of everybody involved who is known, each once, but the worker."""
        found = dict.fromkeys(str(one[-1]) for one in self.involvements if one[-1])
        return tuple(person for person in found if person != self.practitioner)


def settle_names(directory: Directory, names: CaseNames) -> Settled:
    """Find out whom the names on a case mean."""
    reasons = ["no_closing_date"] if names.undated else []
    whom, place = directory.whom(names.worker, names.team), directory.place(names.team)
    if whom.person is None:
        reasons.append("unknown_worker" if names.worker else "no_worker")
    if place is None:
        reasons.append("unknown_team" if names.team else "no_team")
    manager = "" if place is None else directory.manager(place, whom.person)
    if place is not None and not manager:
        reasons.append("no_manager")
    involvements: list[tuple[str | None, ...]] = []
    for name, role, team, since, until in names.involved:
        found = directory.whom(name, team)
        involvements.append((name, role, team, since, until, found.person))
        # A name that is like nobody's in the people file is nobody's there.
        if not found.known and directory.likely(name) and "unknown_involved" not in reasons:
            reasons.append("unknown_involved")
    if names.chair is None and names.plan in CHAIRED_BY:
        chairs = directory.holding(CHAIRED_BY[names.plan])
        involvements += ((PERHAPS, PERHAPS, "", None, None, person) for person in chairs)
    service, team = place or ("", "")
    return Settled(
        practitioner=whom.person or "",
        service=service,
        team=team,
        team_manager=manager,
        involvements=tuple(involvements),
        set_aside=tuple(reasons),
    )
