"""Whose an improvement action may be, in words, for every form that asks for one (§3)."""

from store.audits.action_owners import possible_owners
from store.ledger import Reader
from store.tables import Audit
from store.views.parts.people_in_words import named, owner_in_words

BESIDE = {
    "auditor": "who audited this",
    "iro": "this child's {title}",
    "cp_chair": "this child's {title}",
}
"""What somebody is to this audit, where their own role does not say it."""


def owner_choices(reader: Reader, audit: Audit) -> tuple[tuple[str, str], ...]:
    """Each possible owner of an action as (value, words): by name, and by post where several are.

    The one who audited and the child's own IRO and CP chair are told from others of their role.
    """
    profile, found = reader.profile, []
    for who, owner in possible_owners(reader, audit).items():
        words = owner_in_words(reader, owner)
        if who in BESIDE:
            words = f"{named(reader, owner).name}, {BESIDE[who].format(title=profile.title(who))}"
        found.append((who, words[:1].upper() + words[1:]))
    return tuple(found)
