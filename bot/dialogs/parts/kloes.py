"""Lines of enquiry in a form: `kloes.1.text`, `kloes.1.where` and so on, as an act's fields."""

from collections.abc import Sequence
from typing import Any

from bot.dialogs.parts.form_fields import Flat, input_named

PARTS = 3
"""`kloes`, the line's number, its part."""


def with_kloes(flat: Flat) -> dict[str, Any]:
    """The act's fields, with the numbered lines of enquiry as a list; empty lines are left out."""
    fields: dict[str, Any] = {}
    kloes: dict[int, dict[str, str]] = {}
    for key, value in flat.items():
        parts = key.split(".")
        if len(parts) == PARTS and parts[0] == "kloes" and parts[1].isdecimal():
            kloes.setdefault(int(parts[1]), {})[parts[2]] = value
        else:
            fields[key] = value
    if kloes:
        fields["kloes"] = [_with_choice(kloes[number]) for number in sorted(kloes)]
    return fields


def _with_choice(line: dict[str, str]) -> dict[str, str]:
    """A chosen filter and what was typed beside it, as one filter; neither leaves none."""
    both = [part for part in (line.pop("pick", ""), line.pop("where", "").strip()) if part]
    return line | ({"where": " and ".join(both)} if both else {})


def input_of_kloes(parts: Sequence[str], flat: Flat) -> str:
    """The input that an error belongs beside; the act numbers only the lines that were filled."""
    match parts:
        case ["kloes"]:
            return "kloes.1.text"
        case ["kloes", place, *rest] if place.isdecimal():
            filled = _lines_filled(flat)
            number = filled[int(place)] if int(place) < len(filled) else int(place) + 1
            return ".".join(["kloes", str(number), *rest])
        case _:
            return input_named(parts, flat)


def _lines_filled(flat: Flat) -> list[int]:
    numbers = {
        int(key.split(".")[1])
        for key, value in flat.items()
        if key.startswith("kloes.") and key.split(".")[1].isdecimal() and value.strip()
    }
    return sorted(numbers)
