"""What the audit team's forms send in, as the acts' own fields."""

from collections.abc import Mapping, Sequence
from typing import Any


def officer_fields(verb: str, flat: Mapping[str, str]) -> dict[str, Any] | None:
    """The act's own fields from the form's flat inputs, where they are nested; else nothing."""
    if verb == "cycle.open":
        return _open_fields(flat)
    if verb == "register.issue":
        cycles = [one for one in flat.get("cycles", "").split(",") if one]
        return {**flat, "cycles": cycles}
    return None


def _open_fields(flat: Mapping[str, str]) -> dict[str, Any]:
    """`kloes.1.text` and `kloes.1.where` become one line of enquiry; an empty one is left out."""
    fields: dict[str, Any] = {}
    kloes: dict[int, dict[str, str]] = {}
    for key, value in flat.items():
        parts = key.split(".")
        if len(parts) == 3 and parts[0] == "kloes" and parts[1].isdecimal():  # noqa: PLR2004
            kloes.setdefault(int(parts[1]), {})[parts[2]] = value
        else:
            fields[key] = value
    if kloes:
        fields["kloes"] = [kloes[number] for number in sorted(kloes)]
    return fields


def opening_input_of(parts: Sequence[str], flat: Mapping[str, str]) -> str:
    """The input of the form that a complaint belongs beside: the act counts filled lines alone."""
    match parts:
        case ["kloes", place, *rest] if place.isdecimal():
            filled = _lines_filled(flat)
            number = filled[int(place)] if int(place) < len(filled) else int(place) + 1
            return ".".join(["kloes", str(number), *rest])
        case _:
            return ".".join(parts)


def _lines_filled(flat: Mapping[str, str]) -> list[int]:
    """The numbers of the form's lines of enquiry that something was typed in."""
    numbers = {
        int(key.split(".")[1]) for key, value in flat.items()
        if key.startswith("kloes.") and key.split(".")[1].isdecimal() and value.strip()
    }  # fmt: skip
    return sorted(numbers)
