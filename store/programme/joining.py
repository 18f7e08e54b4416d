"""How a file's own rules are merged with the rules that it inherits.

Tables are merged key by key. Any other value (a text, a number, a list) replaces the inherited one.
"""

from collections.abc import Mapping
from typing import Any

DUTY, AFTER, OTHERWISE = "duty", "after", "otherwise"


def joined(inherited: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`inherited` with the rules of `own` merged in.

    Inherited keys keep their order. A new key follows the key that the file writes above it, or
    comes last. A duty may name in `after` the duty that it follows.
    """
    found = _joined(inherited, own)
    duties, ours = inherited.get(DUTY), own.get(DUTY)
    if isinstance(ours, dict):
        known = duties if isinstance(duties, dict) else {}
        bare = {kind: _without_place(duty) for kind, duty in ours.items()}
        found[DUTY] = _joined(known, bare, places(own))
    return found


def places(own: Mapping[str, Any]) -> dict[str, Any]:
    """For each duty of a file that has `after`: the duty that it follows."""
    duties = own.get(DUTY)
    if not isinstance(duties, dict):
        return {}
    return {
        kind: duty[AFTER]
        for kind, duty in duties.items()
        if isinstance(duty, dict) and AFTER in duty
    }


def _without_place(duty: Any) -> Any:
    if not isinstance(duty, dict):
        return duty
    return {key: value for key, value in duty.items() if key != AFTER}


def _joined(
    inherited: Mapping[str, Any], own: Mapping[str, Any], after: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    found = dict(inherited)
    for key, value in own.items():
        before = inherited.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            found[key] = _joined(before, value)
        else:
            found[key] = value
    return {key: found[key] for key in _order(inherited, own, after or {})}


def _order(
    inherited: Mapping[str, Any], own: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """The keys in order. Cases are read in turn, so `otherwise` comes last."""
    order = list(inherited)
    above = None
    for key in own:
        place = after.get(key, None if key in inherited else above)
        if key in order and place in order and place != key:
            order.remove(key)
        if key not in order:
            order.insert(order.index(place) + 1 if place in order else len(order), key)
        above = key
    if OTHERWISE in order:
        order.append(order.pop(order.index(OTHERWISE)))
    return order


def path_of(table: Mapping[str, Any], said: str) -> tuple[str, ...] | None:
    """The path in `table` of a key written as `duty.list.propose`; None where it has no such key.

    Names of duties contain dots, so the longest name that matches is taken.
    """
    said = said.replace('"', "")
    if said in table:
        return (said,)
    for key in sorted(table, key=len, reverse=True):
        inner = table[key]
        if said.startswith(f"{key}.") and isinstance(inner, dict):
            rest = path_of(inner, said.removeprefix(f"{key}."))
            if rest is not None:
                return (key, *rest)
    return None


def without(table: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """`table` without the value at `path`; unchanged where it has none."""
    key, *rest = path
    if not rest:
        return {name: value for name, value in table.items() if name != key}
    inner = table.get(key)
    if not isinstance(inner, dict):
        return dict(table)
    return {**table, key: without(inner, tuple(rest))}
