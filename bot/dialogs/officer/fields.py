"""What the audit team's forms send in, as the acts' own fields."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def officer_fields(verb: str, flat: Mapping[str, str]) -> dict[str, Any] | None:
    """The act's own fields from the form's flat inputs, where they are nested; else nothing."""
    if verb == "cycle.open":
        return _open_fields(flat)
    if verb == "timetable.record":
        lines = [line for line in flat.get("entries", "").splitlines() if line.strip()]
        return {**flat, "entries": [_entry(line) for line in lines]}
    if verb == "kloe.convene":
        return _convened_fields(flat)
    if verb == "kloe.held":
        return _open_fields(flat) | {"attended": _several(flat, "attended")}
    if verb == "kloe.confirm":
        return {**flat, "times": _several(flat, "times")}
    if verb == "register.issue":
        cycles = [one for one in flat.get("cycles", "").split(",") if one]
        return {**flat, "cycles": cycles}
    return None


def _entry(line: str) -> dict[str, str]:
    """`Frontdoor, 2027-01, Neglect`; a service may well have a comma in its own name."""
    before, month, theme = line, "", ""
    for part in line.split(","):
        if _MONTH.fullmatch(part.strip()):
            before, _, theme = line.partition(f",{part}")
            month = part.strip()
            break
    theme = theme.strip().removeprefix(",").strip()
    return {"service": before.strip(), "month": month} | ({"theme": theme} if theme else {})


def _convened_fields(flat: Mapping[str, str]) -> dict[str, Any]:
    """`times.1.on` and `times.1.at` become one moment on the authority's own clocks."""
    fields: dict[str, Any] = {k: v for k, v in flat.items() if not k.startswith("times.")}
    numbers = sorted({key.split(".")[1] for key in flat if key.startswith("times.")})
    moments = [
        f"{flat.get(f'times.{number}.on', '')}T{flat.get(f'times.{number}.at', '')}"
        for number in numbers
    ]
    return fields | {"times": moments, "also": _several(flat, "also")}


def _several(flat: Mapping[str, str], name: str) -> list[str]:
    return [one for one in flat.get(name, "").split(",") if one]


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


OFFICERS = frozenset({"cycle.open", "timetable.record", "kloe.convene", "kloe.held"})
"""Acts whose complaints are about inputs that are called otherwise than their fields."""


def officer_input_of(parts: Sequence[str], flat: Mapping[str, str]) -> str:
    """The input of the form that a complaint belongs beside: the act counts filled lines alone."""
    match parts:
        case ["kloes"]:
            return "kloes.1.text"
        case ["starts_at" | "times", *_]:
            return "times.1.on"
        case ["entries" | "attended" | "also" as name, *_]:
            return name
        case ["kloes", place, *rest] if place.isdecimal():
            filled = _lines_filled(flat)
            number = filled[int(place)] if int(place) < len(filled) else int(place) + 1
            return ".".join(["kloes", str(number), *rest])
        case _:
            return ".".join(parts)


def _lines_filled(flat: Mapping[str, str]) -> list[int]:
    """The numbers of the form's lines of enquiry that something was typed in."""
    numbers = {
        int(key.split(".")[1])
        for key, value in flat.items()
        if key.startswith("kloes.") and key.split(".")[1].isdecimal() and value.strip()
    }
    return sorted(numbers)
