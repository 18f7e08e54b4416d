"""The learning programme of a profile, in plain words."""

from collections.abc import Iterator

from store.checker.owners_in_words import each
from store.programme.profile import Profile


def learning_in_words(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each key with its rule; nothing where the authority has no learning programme."""
    rule = profile.learning
    if not rule.set_by:
        return
    yield "learning.set_by", f"Learning by month and theme is set by {each(profile, rule.set_by)}."
    sent = each(profile, rule.sent_to)
    yield "learning.sent_to", f"Monday's piece goes to {sent} of the teams in scope."
    by = each(profile, rule.talked_through_by)
    yield "learning.talked_through_by", f"Reflective sessions are held by {by}."
    words = f"A piece takes at most {rule.most_minutes} minutes."
    yield "learning.most_minutes", words
