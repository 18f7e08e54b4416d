"""Acts about work below good: meetings, actions, progress and looking again."""

from store.acts.below_good import (
    action,
    board,
    changed_grade,
    dip_reaudit,
    invitation,
    progress,
    progression,
    reaudit,
    uopp,
    uopp_record,
    urgent,
)

__all__ = (
    "action",
    "board",
    "changed_grade",
    "dip_reaudit",
    "invitation",
    "progress",
    "progression",
    "reaudit",
    "uopp",
    "uopp_record",
    "urgent",
)
