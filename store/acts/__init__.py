"""What people may do, a module a subject; nothing here sends, reads the clock or draws chance."""

from store.acts import (
    audit_list,
    audit_month,
    before_cycle,
    below_good,
    deliveries,
    moderation,
    nudges,
    people,
    programme,
    reports,
)

__all__ = (
    "audit_list",
    "audit_month",
    "before_cycle",
    "below_good",
    "deliveries",
    "moderation",
    "nudges",
    "people",
    "programme",
    "reports",
)
