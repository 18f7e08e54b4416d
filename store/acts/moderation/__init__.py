"""Acts about moderation, the third lock, disputes, concerns and an Inadequate."""

from store.acts.moderation import (
    concerns,
    cover,
    disputes,
    handing_over,
    locks,
    moderation,
    sharing,
    voiding,
)

__all__ = (
    "concerns",
    "cover",
    "disputes",
    "handing_over",
    "locks",
    "moderation",
    "sharing",
    "voiding",
)
