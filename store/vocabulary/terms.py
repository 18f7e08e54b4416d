"""Words that each authority has of its own, such as what its audit team is called.

A sentence in the code names a post or a meeting by its term, one character that nobody can type.
`spoken` puts the authority's own word in its place, on the way out and in one place for cards and
one for refusals, so that no sentence can hold another council's word (programme.md §1).
"""

from collections.abc import Mapping
from typing import Final

ADVANCED_PRACTITIONER: Final = "\ue10d"
AUDIT_MANAGER: Final = "\ue101"
AUDIT_OFFICER: Final = "\ue102"
AUDIT_TEAM: Final = "\ue103"
DIVISIONAL_DIRECTOR: Final = "\ue104"
GROUP_MANAGER: Final = "\ue105"
HEAD_OF_LEARNING_ACADEMY: Final = "\ue106"
HEAD_OF_QA: Final = "\ue10c"
HEAD_OF_SERVICE: Final = "\ue107"
PERFORMANCE_TEAM: Final = "\ue108"
PSW: Final = "\ue109"
TEAM_MANAGER: Final = "\ue10a"
MEETING: Final = "\ue10b"
"""The improvement meeting after work below good, such as "UoPP meeting" (programme.md §3)."""

ROLES: Final[Mapping[str, str]] = {
    ADVANCED_PRACTITIONER: "advanced_practitioner",
    AUDIT_MANAGER: "audit_manager",
    AUDIT_OFFICER: "audit_officer",
    AUDIT_TEAM: "audit_team",
    DIVISIONAL_DIRECTOR: "divisional_director",
    GROUP_MANAGER: "group_manager",
    HEAD_OF_LEARNING_ACADEMY: "head_of_learning_academy",
    HEAD_OF_QA: "head_of_qa",
    HEAD_OF_SERVICE: "head_of_service",
    PERFORMANCE_TEAM: "performance_team",
    PSW: "psw",
    TEAM_MANAGER: "team_manager",
}
"""Each term that stands for a post, with the post's name in a profile's `titles`."""

Spoken = Mapping[int, str]
"""An authority's own word for each term, by the term's code point."""


def has_terms(text: str) -> bool:
    """Whether a term stands in `text`."""
    return not text.isascii() and any(term in text for term in (*ROLES, MEETING))


def spoken(text: str, words: Spoken) -> str:
    """`text` with the authority's own words in place of the terms."""
    return text if text.isascii() else text.translate(words)
