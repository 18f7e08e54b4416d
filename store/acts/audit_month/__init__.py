"""Acts about the audit month: from the allocation to the check of the return."""

from store.acts.audit_month import (
    allocation,
    appraisal,
    check,
    conflict,
    dip_sample,
    draft,
    exemption,
    practice,
    reallocation,
    return_,
    section,
)

__all__ = (
    "allocation",
    "appraisal",
    "check",
    "conflict",
    "dip_sample",
    "draft",
    "exemption",
    "practice",
    "reallocation",
    "return_",
    "section",
)
