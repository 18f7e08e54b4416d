"""What a meeting's form sends in: days and times of their own inputs, as the act's moments."""

from collections.abc import Mapping
from typing import Any

USUAL = "09:30"
"""When a meeting starts where only its day was chosen."""


def meeting_fields(verb: str, flat: Mapping[str, str]) -> dict[str, Any] | None:
    """`day1` and `time1` become one of `times`; nothing for another act's form."""
    if verb != "uopp.convene":
        return None
    fields: dict[str, Any] = {
        key: value for key, value in flat.items() if not key.startswith(("day", "time"))
    }
    if "times" in flat:
        fields["times"] = flat["times"]
    days = sorted(key for key in flat if key.startswith("day") and key[3:].isdecimal())
    if days:
        fields["times"] = [f"{flat[day]}T{flat.get(f'time{day[3:]}', USUAL)}" for day in days]
    return fields


def meeting_input_of(verb: str, key: str) -> str | None:
    """The input of the form that a complaint belongs beside; nothing for another act's form."""
    if verb == "uopp.convene" and key.partition(".")[0] == "times":
        return "day1"
    return None
