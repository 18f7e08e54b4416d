"""Roles and posts that a profile may title, and suggestions for misspelt words."""

from collections.abc import Iterable
from difflib import get_close_matches

from store.people.posts import POSTS
from store.vocabulary.roles import ROLES

ANNOUNCED: frozenset[str] = frozenset()
"""Verbs that a profile may already name, although no release performs them yet."""

TITLED = frozenset(ROLES) | frozenset(POSTS)
"""The roles and posts that may have a local title."""


def near(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean "auditor"?`, or a full stop."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else "."
