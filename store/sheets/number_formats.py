"""Numbers as a spreadsheet shows them, as far as a reference depends on it.

Excel keeps 12345 and the format `0000000`, and shows 0012345. The zeros are part of a reference, so
such a format is applied. Formats that only decorate an amount (thousands, decimals, a currency) do
not change which number it is, so they are not.
"""

import re
from functools import lru_cache

GENERAL = "General"
MOST_DIGITS = 15
"""Excel keeps this many digits of a number; of a longer one the last are already lost."""

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<zero>0)|(?P<plain>[-/ .():])')


@lru_cache(maxsize=512)
def template(number_format: str) -> tuple[str, ...] | None:
    """The format's parts, "0" for a digit and other text as it stands; None where it is no mask.

    A mask holds zeros and fixed text alone. One zero without any fixed text is no mask.
    """
    section, parts, at = number_format.partition(";")[0], list[str](), 0
    while at < len(section):
        found = _TOKEN.match(section, at)
        if found is None:
            return None
        if found["zero"] is None and "." in (found["plain"] or ""):
            return None
        fixed = found["quoted"] or found["escaped"] or found["plain"]
        parts.append("0" if found["zero"] else f"\0{fixed or ''}")
        at = found.end()
    if "0" not in parts or parts == ["0"]:
        return None
    return tuple(parts)


def shown(number: int, number_format: str) -> str:
    """The whole number as the sheet shows it under that format.

    Digits fill the mask from its right end, and those that are left stand before its first zero.
    """
    parts = None if number < 0 else template(number_format)
    if parts is None:
        return str(number)
    digits = list(str(number).rjust(parts.count("0"), "0"))
    first = parts.index("0")
    written: list[str] = []
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] != "0":
            written.append(parts[place].removeprefix("\0"))
        elif place == first:
            written.append("".join(digits))
        else:
            written.append(digits.pop())
    return "".join(reversed(written))
