"""Acts about moderation, the third lock, disputes, concerns and an Inadequate."""

from store.acts.moderation import (
    concern,
    cover,
    dispute,
    handing_over,
    moderation,
    referral,
    sharing,
    third_lock,
)

__all__ = (
    "concern",
    "cover",
    "dispute",
    "handing_over",
    "moderation",
    "referral",
    "sharing",
    "third_lock",
)
