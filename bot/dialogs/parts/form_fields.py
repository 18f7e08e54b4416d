"""What a form sends in, as an act's fields; and an act's complaint, as the input it is about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

FROM_FORM = "from_form"
"""Says that a button stands in the form itself, so that a form without inputs is sent as well."""

ENVELOPE = frozenset(
    {"verb", "id", "version", "msteams", "page", "show", "who", "stands_on", FROM_FORM}
)
"""What a card's data says of itself, and what is looked for in a dialog: no fields of any act."""

SEVERAL = frozenset(
    {"services_involved", "reasons", "dates", "attended", "invite", "same_for", "times", "also"}
)
"""Inputs whose values come joined by commas."""

Flat = Mapping[str, str]
"""A form's inputs as they were typed, by name: `domains.c1.grade`."""

ACTION_PARTS = 3
"""`actions`, the slot's number, the field."""


def typed_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by input; empty boxes are dropped."""
    return {
        key: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in data.items()
        if key not in ENVELOPE and value not in (None, "", [])
    }


def listed(flat: Flat) -> dict[str, Any]:
    """The act's fields where each is one input; several choices become a list.

    What no form has stays in, so that the act refuses it by its name.
    """
    return {key: _several(key, value) for key, value in flat.items()}


def nested(flat: Flat) -> dict[str, Any]:
    """The act's fields where some hold others: `domains.c1.grade`, `kloes.k1`, `actions.1.what`."""
    fields: dict[str, Any] = {}
    for key, value in flat.items():
        parts = key.split(".")
        if parts[0] != "actions":
            put(fields, parts, _several(key, value))
    slots = filled_slots(flat)
    if slots:
        fields["actions"] = [_slot(flat, number) for number in slots]
    return fields


def input_named(parts: Sequence[str], _flat: Flat) -> str:
    """The input that an error belongs beside, where fields and inputs have the same names."""
    return parts[0] if parts[0] in SEVERAL else ".".join(parts)


def input_nested(parts: Sequence[str], flat: Flat) -> str:
    """The input that an error belongs beside, in a form whose fields hold others."""
    match parts:
        case [name, *_] if name in SEVERAL:
            return name
        case ["domains", domain] if domain:
            return f"domains.{domain}.grade"
        case ["actions"]:
            return "actions.1.what"
        case ["actions", place, *rest] if _is_number(place):
            slots = filled_slots(flat)
            position = int(place)
            number = slots[position] if position < len(slots) else position + 1
            return ".".join(["actions", str(number), *rest])
        case _:
            return ".".join(parts)


def errors_by_input(
    input_of: Callable[[Sequence[str], Flat], str], wrong: Iterable[tuple[str, str]], flat: Flat
) -> dict[str, str]:
    """Each error beside its input; two errors about one input are joined."""
    beside: dict[str, str] = {}
    for key, how in wrong:
        name, words = input_of(key.split("."), flat), how.rstrip(".")
        beside[name] = f"{beside[name]}; {words}" if name in beside else words
    return beside


def filled_slots(flat: Mapping[str, str]) -> list[int]:
    """The action slots with more in them than a scope."""
    numbers = set()
    for key, value in flat.items():
        parts = key.split(".")
        is_slot = len(parts) >= ACTION_PARTS and parts[0] == "actions" and _is_number(parts[1])
        if is_slot and parts[2] != "scope" and value.strip():
            numbers.add(int(parts[1]))
    return sorted(numbers)


def page_in(sent: Mapping[str, Any]) -> int:
    """The page that was asked for; the first where none is named."""
    page = str(sent.get("page", "1"))
    return int(page) if _is_number(page) else 1


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < len("1000")


def _slot(flat: Mapping[str, str], number: int) -> dict[str, str]:
    at = f"actions.{number}."
    return {key.removeprefix(at): value for key, value in flat.items() if key.startswith(at)}


def _several(key: str, value: Any) -> Any:
    listed = key in SEVERAL and isinstance(value, str)
    return [one for one in value.split(",") if one] if listed else value


def put(fields: dict[str, Any], parts: list[str], value: Any) -> None:
    """Set `value` where `parts` lead; a path through something that is no branch stays flat."""
    here = fields
    for part in parts[:-1]:
        branch = here.setdefault(part, {})
        if not isinstance(branch, dict):
            fields[".".join(parts)] = value
            return
        here = branch
    here[parts[-1]] = value
