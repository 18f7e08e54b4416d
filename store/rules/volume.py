"""How many audits a cycle has where the profile leaves it to whoever opens it (§6: per month)."""

from collections.abc import Mapping

from store.programme.profile import Profile
from store.programme.selection import quotas_to_say
from store.vocabulary.errors import Invalid


def refuse_volume(profile: Profile, given: Mapping[str, int]) -> None:
    """Raise `Invalid` for a number outside the profile's bounds, or for none of its quotas."""
    left_open, wrong = quotas_to_say(profile.selection.quotas), {}
    for key, many in given.items():
        quota = left_open.get(key)
        if quota is None:
            choices = ", ".join(left_open) or "none: the profile sets every number"
            wrong[f"volume.{key}"] = f"is not left open by the profile; left open: {choices}"
        elif not (quota.at_least or 0) <= many <= (quota.at_most or 0):
            wrong[f"volume.{key}"] = f"choose a number from {quota.at_least} to {quota.at_most}"
    both = {**{key: quota.at_least or 0 for key, quota in left_open.items()}, **given}
    fixed = [quota for quota in profile.selection.quotas if quota.key not in left_open]
    if (
        not wrong
        and given
        and not any(both.values())
        and not any(q.at_least or q.each for q in fixed)
    ):
        wrong[f"volume.{next(iter(given))}"] = "is 0, so that no case would be drawn"
    if wrong:
        raise Invalid("Say how many audits this cycle has within the profile's bounds.", wrong)
