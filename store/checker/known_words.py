"""Words that a profile may use: titles of roles and posts; and the nearest word to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches

from store.people.posts import POSTS
from store.vocabulary.roles import ROLES

ANNOUNCED: frozenset[str] = frozenset()
"""Verbs of the Contract: a profile may name them before a release does them."""

TITLED = frozenset(ROLES) | frozenset(POSTS)
"""What an authority may have its own title for."""


def near(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean "auditor"?`, or a full stop."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else "."
