"""The names in the council's extract that nobody could be matched to, to be asked about once."""

from collections import Counter
from dataclasses import dataclass

from store.ledger import Reader
from store.people.name_matching import Directory
from store.people.set_aside import say_why
from store.tables import Case


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A worker's name on cases of one team, or a team's name (`name` is then empty).

    `cases` counts the cases that wait for it; `likely` are UPNs, or "Service/Team" for a team.
    """

    name: str
    team: str
    cases: int
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A case that is never drawn as it stands, and why, in words."""

    case_ref: str
    reason: str


def set_aside_cases(reader: Reader) -> tuple[SetAside, ...]:
    """Every case that is set aside, by reference."""
    return tuple(
        SetAside(case.id, say_why(case.set_aside)) for case in reader.rows(Case) if case.set_aside
    )


def unmatched_names(reader: Reader) -> tuple[Unmatched, ...]:
    """What the audit team is asked: teams first, then people, each by the cases that wait."""
    directory = Directory(reader)
    teams, people = Counter[str](), Counter[tuple[str, str]]()
    for case in reader.rows(Case):
        if not case.set_aside:
            continue
        if "unknown_team" in case.set_aside and case.team_named:
            teams[case.team_named] += 1
        names = [(case.worker_named or "", case.team_named or "")]
        if "unknown_involved" in case.set_aside:
            names += [(str(one[0]), str(one[2] or "")) for one in case.involvements or ()]
        for name, team in dict.fromkeys(names):
            if name and not directory.whom(name, team).known:
                people[name, team] += 1
    asked = [
        Unmatched("", team, n, directory.likely_places(team))
        for team, n in sorted(teams.items(), key=lambda one: (-one[1], one[0]))
    ]
    asked += [
        Unmatched(name, team, n, directory.likely(name))
        for (name, team), n in sorted(people.items(), key=lambda one: (-one[1], one[0]))
    ]
    return tuple(asked)
