"""A small council for the tests of allocation: people and rows with only what matters spelt out."""

from datetime import date
from typing import Any

from store.allocation.independence import AllocationRow, Candidate

WINDOW = (date(2026, 12, 1), date(2026, 12, 31))
TRAINED_ON = date(2025, 3, 3)


def auditor(upn: str, **facts: Any) -> Candidate:
    """A trained Team Manager of a team without cases, by default."""
    known: dict[str, Any] = {
        "roles": frozenset({"team_manager"}),
        "service": "Frontdoor",
        "team": f"Team of {upn}",
        "trained_on": TRAINED_ON,
    }
    return Candidate(upn=upn, **(known | facts))


def moderator(upn: str, **facts: Any) -> Candidate:
    """A named moderator without a team, not trained as an auditor."""
    known: dict[str, Any] = {"roles": frozenset({"moderator"}), "service": "Academy"}
    return Candidate(upn=upn, **(known | facts))


def row(name: str, **facts: Any) -> AllocationRow:
    """A case of the MASH team, whose own people are not among the candidates."""
    known: dict[str, Any] = {
        "case_ref": f"M-{name}",
        "service": "Frontdoor",
        "team": "MASH",
        "practitioner": "sw@council",
        "team_manager": "tm@council",
    }
    return AllocationRow(id=name, **(known | facts))
