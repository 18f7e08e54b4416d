"""Words of other councils, which no card of this one may hold (programme.md §1, §6)."""

import re

from store.programme.profile import Profile, shipped, shipped_names

EVERYBODYS = frozenset({"auditor", "moderator", "practitioner", "director"})
"""Words of the programme itself, whatever a council calls the people."""


def words_of(profile: Profile) -> set[str]:
    """What a profile calls its posts, its meeting and its kinds of audit."""
    titles = {title for title in profile.titles.values() if title.lower() not in EVERYBODYS}
    return titles | {profile.uopp.name} | {kind.title for kind in profile.kind.values()}


def foreign_words(profile: Profile) -> re.Pattern[str]:
    """Finds what any profile that ships calls something, and this one does not."""
    every = {w for name in shipped_names() for w in words_of(Profile.parse(shipped(name)))}
    own = "\n".join(words_of(profile))
    foreign = sorted(re.escape(word) for word in every if word not in own)
    return re.compile(rf"\b(?:{'|'.join(foreign)})\b")
