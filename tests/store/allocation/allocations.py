"""Councils drawn by Hypothesis, and every allocation of a small one tried: the oracle."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from hypothesis import strategies as st

from store.allocation.cost_tables import tier_of
from store.allocation.independence import (
    AllocationRow,
    Candidate,
    auditor_rules,
    fold,
    moderator_rules,
    team_of,
)
from store.allocation.preferences import Score
from tests.store.small_council import TRAINED_ON, WINDOW, auditor, moderator

UPNS = [f"person{number}@council" for number in range(5)]
TEAMS = ["MASH", "A&I", "Court"]
SERVICES = ["Frontdoor", "CLA"]


@st.composite
def councils(
    draw: st.DrawFn, *, rows: int = 4, people: int = 5, ample: bool = False
) -> tuple[list[AllocationRow], list[Candidate]]:
    """A handful of rows and people often too close to them; `ample` adds some who never are."""
    somebody = st.sampled_from([*UPNS, "nobody@council"])
    maybe = st.sampled_from([*UPNS, None, None, None])
    upns = UPNS[: draw(st.integers(1, people))]
    roles = st.sets(
        st.sampled_from([
            "team_manager", "team_manager", "advanced_practitioner", "group_manager", "moderator",
            "moderator", "audit_officer", "external_auditor", "head_of_service", "practitioner",
        ]),
        min_size=1, max_size=3,
    ).map(frozenset)  # fmt: skip
    candidates = [
        Candidate(
            upn=upn,
            roles=draw(roles),
            service=draw(st.sampled_from(SERVICES)),
            team=draw(st.sampled_from([*TEAMS, "", ""])),
            manager=draw(maybe),
            trained_on=draw(st.sampled_from([TRAINED_ON, TRAINED_ON, TRAINED_ON, None])),
            max_audits=draw(st.sampled_from([None, None, 0, 1, 2])),
            absent=draw(st.sampled_from([(), (), (), ((date(2026, 12, 7), None),)])),
            left=draw(st.sampled_from([False, False, False, True])),
            load_before=draw(st.integers(0, 3)),
            moderations_before=draw(st.integers(0, 3)),
        )
        for upn in upns
    ]
    cases = [
        AllocationRow(
            id=f"row{number}",
            case_ref=f"M{number}",
            service="Frontdoor",
            team=draw(st.sampled_from(TEAMS)),
            practitioner=draw(somebody),
            team_manager=draw(somebody),
            iro=draw(maybe),
            cp_chair=draw(maybe),
            involved=frozenset(draw(st.sets(somebody, max_size=1))),
            quota=draw(st.sampled_from(["team_manager", "advanced_practitioner", None])),
        )
        for number in range(draw(st.integers(1, rows)))
    ]
    if ample:
        candidates += [auditor("ample@council"), moderator("one@council"), moderator("two@council")]
    return cases, candidates


@st.composite
def entangled_councils(draw: st.DrawFn) -> tuple[list[AllocationRow], list[Candidate]]:
    """Few people who all may audit and moderate, sit in the audited teams and manage each other."""
    upns = UPNS[: draw(st.integers(2, 4))]
    candidates = [
        Candidate(
            upn=upn,
            roles=frozenset({"team_manager"})
            | draw(st.sampled_from([{"moderator"}, {"psw"}, set()])),
            service=draw(st.sampled_from(SERVICES)) if draw(st.booleans()) else "Frontdoor",
            team=draw(st.sampled_from(TEAMS)),
            manager=draw(st.sampled_from([*upns, None])),
            trained_on=TRAINED_ON,
            max_audits=draw(st.sampled_from([None, None, 1])),
            load_before=draw(st.integers(0, 1)),
            moderations_before=draw(st.integers(0, 1)),
        )
        for upn in upns
    ]
    cases = [
        AllocationRow(
            id=f"row{number}",
            case_ref=f"M{number}",
            service="Frontdoor",
            team=draw(st.sampled_from(TEAMS)),
            practitioner="nobody@council",
            team_manager="nobody@council",
            iro=draw(st.sampled_from([*upns, None, None, None])),
            quota=draw(st.sampled_from(["team_manager", None])),
        )
        for number in range(draw(st.integers(1, 4 if len(upns) < 4 else 3)))
    ]
    return cases, candidates


Choice = list[tuple[Candidate, Candidate]]


def lawful_choices(rows: list[AllocationRow], candidates: list[Candidate]) -> Iterator[Choice]:
    """Every lawful allocation, an (auditor, moderator) for each row."""
    pairs = [
        [
            (auditor, moderator)
            for auditor in candidates
            if all(auditor_rules(row, auditor, window=WINDOW).values())
            for moderator in candidates
            if all(moderator_rules(row, moderator, auditor.upn, window=WINDOW).values())
        ]
        for row in rows
    ]
    for choice in product(*pairs):
        held = [auditor.upn for auditor, _ in choice]
        if all(
            person.max_audits is None or held.count(person.upn) <= person.max_audits
            for person in candidates
        ):
            yield list(choice)


def score_of(
    rows: list[AllocationRow], choice: Choice, history: dict[tuple[str, str], int]
) -> Score:
    """The wishes counted the plain way, as programme.md §2.3 words them."""
    people = {person.upn: person for pair in choice for person in pair}
    auditors = [auditor.upn for auditor, _ in choice]
    moderators = [moderator.upn for _, moderator in choice]
    audited = {(a.upn, team_of(row)) for row, (a, _) in zip(rows, choice, strict=True)}
    seen = audited | {(m.upn, team_of(row)) for row, (_, m) in zip(rows, choice, strict=True)}
    reciprocal = {
        frozenset((one, other))
        for one in people
        for other in people
        if one != other
        and (one, team_of(people[other])) in audited
        and (other, team_of(people[one])) in seen
    }
    tiers = [tier_of(row.quota, a) for row, (a, _) in zip(rows, choice, strict=True)]
    return Score(
        sum(tier > 0 for tier in tiers),
        sum(tiers),
        sum(auditors.count(upn) ** 2 for upn in people),
        sum(a.load_before for a, _ in choice),
        sum("moderator" not in m.roles for _, m in choice),
        sum(moderators.count(upn) ** 2 for upn in people),
        sum(m.moderations_before for _, m in choice),
        len(reciprocal),
        sum(a.manager is not None and fold(a.manager) == fold(m.upn) for a, m in choice),
        sum(history.get((a.upn, row.team), 0) for row, (a, _) in zip(rows, choice, strict=True)),
        sum(fold(a.service) != fold(row.service) for row, (a, _) in zip(rows, choice, strict=True)),
    )
