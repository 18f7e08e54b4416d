"""Acts about work below good: meetings, actions, progress and looking again."""

from store.acts.below_good import (
    actions,
    board,
    changed_grade,
    invitations,
    progress,
    progression,
    reaudits,
    uopp,
    uopp_after,
)

__all__ = (
    "actions",
    "board",
    "changed_grade",
    "invitations",
    "progress",
    "progression",
    "reaudits",
    "uopp",
    "uopp_after",
)
