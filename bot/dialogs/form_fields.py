"""What a form sends in, as an act's fields; and an act's complaint, as the input it is about."""

from collections.abc import Mapping
from typing import Any

from bot.cards.return_form import NOT_APPLICABLE

ENVELOPE = frozenset({"verb", "id", "version", "msteams", "page"})
"""What a card's data says of itself, and the page of a dialog: no fields of any act."""

SEVERAL = frozenset({"services_involved"})
"""Inputs whose choices come joined by commas."""


def typed_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by input; empty boxes are dropped."""
    return {
        key: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in data.items()
        if key not in ENVELOPE and value not in (None, "", [])
    }


def fields_of(verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The act's own fields from a form's flat inputs; `domains.c1.grade` is nested.

    Empty boxes are dropped. What no form has stays in, so that the act refuses it by its name.
    """
    flat = typed_of(data)
    if verb != "return.submit":
        return dict(flat)
    fields: dict[str, Any] = {}
    for key, value in flat.items():
        parts = key.split(".")
        if parts[0] == "actions":
            continue
        if parts[0] == "domains" and parts[-1] == "grade" and value == NOT_APPLICABLE:
            domains = fields.setdefault("domains", {})
            if isinstance(domains, dict):  # no form sends "domains" itself; the act refuses it
                domains.setdefault(parts[1], {})
        else:
            _put(fields, parts, _several(key, value))
    slots = filled_slots(flat)
    if slots:
        fields["actions"] = [_slot(flat, number) for number in slots]
    return fields


def filled_slots(flat: Mapping[str, str]) -> list[int]:
    """The action slots with more in them than a scope."""
    numbers = set()
    for key, value in flat.items():
        parts = key.split(".")
        is_slot = len(parts) > 2 and parts[0] == "actions" and parts[1].isdecimal()  # noqa: PLR2004 - actions, number, field
        if is_slot and parts[2] != "scope" and value.strip():
            numbers.add(int(parts[1]))
    return sorted(numbers)


def input_of(verb: str, key: str, flat: Mapping[str, str]) -> str:
    """The input that an act's complaint about the field `key` belongs beside."""
    parts = key.split(".")
    if verb != "return.submit":
        return key
    match parts:
        case ["fields"]:
            return "practitioner_stand_in"
        case ["domains", domain]:
            return f"domains.{domain}.grade"
        case ["domains", domain, *rest] if domain and rest == ["fields"]:
            return f"domains.{domain}.grade"
        case ["actions"]:
            return "actions.1.what"
        case ["actions", place, *rest] if place.isdecimal():
            slots = filled_slots(flat)
            position = int(place)
            number = slots[position] if position < len(slots) else position + 1
            return ".".join(["actions", str(number), *rest])
        case _:
            return key


def _slot(flat: Mapping[str, str], number: int) -> dict[str, str]:
    at = f"actions.{number}."
    return {key.removeprefix(at): value for key, value in flat.items() if key.startswith(at)}


def _several(key: str, value: str) -> Any:
    return [one for one in value.split(",") if one] if key in SEVERAL else value


def _put(fields: dict[str, Any], parts: list[str], value: Any) -> None:
    """Set `value` where `parts` lead; a path through something that is no branch stays flat."""
    here = fields
    for part in parts[:-1]:
        branch = here.setdefault(part, {})
        if not isinstance(branch, dict):
            fields[".".join(parts)] = value
            return
        here = branch
    here[parts[-1]] = value
