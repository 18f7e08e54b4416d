"""Steps up and down: a case whose plan moved between two imports is flagged for a time (§2.2)."""

from collections.abc import Sequence
from datetime import date

from store.allocation.standing import months_before
from store.ledger import Reader

Step = list[str]
"""The day of the import that saw it, the former plan, the new plan."""


def step_between(order: Sequence[str], was: str, now: str) -> int:
    """1 for a step up along `order`, -1 for one down, 0 for none; other plans are no step."""
    if was == now or was not in order or now not in order:
        return 0
    return 1 if order.index(now) > order.index(was) else -1


def steps_after(reader: Reader, known: Sequence[Step] | None, was: str, now: str) -> list[Step]:
    """The steps of the practice window, with the one that this import sees."""
    since = months_before(reader.today, reader.profile.tool.practice_window_months)
    kept = [list(step) for step in known or () if date.fromisoformat(step[0]) >= since]
    if step_between(reader.profile.child_level_data.steps, was, now):
        kept.append([reader.today.isoformat(), was, now])
    return kept


def step_flags(reader: Reader, steps: Sequence[Step]) -> list[str]:
    """The flags for those steps, as the profile calls them."""
    rules = reader.profile.child_level_data
    found = []
    for _, was, now in steps:
        way = "stepped up" if step_between(rules.steps, was, now) > 0 else "stepped down"
        if way in rules.flags and rules.flags[way] not in found:
            found.append(rules.flags[way])
    return found
