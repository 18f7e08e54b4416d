"""What an import of cases changed, by kind: new, closed, stepped up, moved to another team."""

from collections.abc import Mapping, Sequence
from typing import Any

Columns = Mapping[str, Sequence[Any]]
"""By column, the value before and the value after, as facts hold them."""


def kinds_of_change(columns: Columns, steps: Sequence[str]) -> list[str]:
    """In which ways one case changed; it may have changed in several.

    `steps` are the plans from the lowest to the highest, so that a step up is told from one down.
    """
    was, _ = columns["version"]
    if was is None:
        return ["new"]
    kinds = []
    if "closed_on" in columns:
        before, after = columns["closed_on"]
        kinds.append("closed" if before is None else "reopened" if after is None else "other")
    if "plan" in columns:
        before, after = columns["plan"]
        if before in steps and after in steps:
            way = "up" if steps.index(after) > steps.index(before) else "down"
            kinds.append(f"stepped_{way}_to_{after.replace(' ', '_')}")
        else:
            kinds.append("other_plan")
    if columns.keys() & {"team", "service"}:
        kinds.append("moved_team")
    if "practitioner" in columns:
        kinds.append("moved_worker")
    if "set_aside" in columns:
        kinds.append("set_aside" if columns["set_aside"][1] else "no_longer_set_aside")
    return kinds or ["other"]


def say_kinds(kinds: Mapping[str, int]) -> str:
    """The changes in words: "12 new, 9 closed, 4 stepped up to CP"."""
    return ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in kinds.items())
