"""What the audit team's forms send in, as the acts' own fields."""

from collections.abc import Mapping
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
