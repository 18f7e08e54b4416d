"""What people may do, one module a subject; nothing here sends, reads the clock or draws chance."""

from store.acts import (
    allocation,
    checks,
    concerns,
    conflict,
    cover,
    cycles,
    deliveries,
    digests,
    dips,
    disputes,
    drafts,
    exemption,
    grades,
    handing_over,
    helping,
    lists,
    locks,
    moderation,
    nudges,
    people,
    programme,
    reallocation,
    reports,
    returns,
    sections,
    sharing,
    voiding,
)

__all__ = [
    "allocation", "checks", "concerns", "conflict", "cover", "cycles", "deliveries", "digests",
    "dips", "disputes", "drafts", "exemption", "grades", "handing_over", "helping", "lists",
    "locks", "moderation", "nudges", "people", "programme", "reallocation", "reports", "returns",
    "sections", "sharing", "voiding",
]  # fmt: skip
