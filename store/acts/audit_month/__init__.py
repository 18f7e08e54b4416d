"""Acts about the audit month: from the allocation to the check of the return."""

from store.acts.audit_month import (
    allocation,
    appraisals,
    checks,
    conflict,
    dips,
    drafts,
    exemption,
    practice,
    reallocation,
    returns,
    sections,
)

__all__ = (
    "allocation",
    "appraisals",
    "checks",
    "conflict",
    "dips",
    "drafts",
    "exemption",
    "practice",
    "reallocation",
    "returns",
    "sections",
)
