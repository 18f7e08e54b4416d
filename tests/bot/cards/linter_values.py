"""What an input is given must be what it can show: Teams' library drops the rest without a word.

See findings/adaptivecards-values-shown-blank.sh (adaptivecards 3.0.6).
"""

import re
from collections.abc import Iterator
from typing import Any

FORMS = {"Input.Time": r"[0-2]\d:[0-5]\d", "Input.Date": r"\d{4}-\d{2}-\d{2}"}


def shown_blank(element: dict[str, Any]) -> Iterator[str]:
    """Each value of an input that its reader would not see, in words."""
    kind, value, name = element["type"], element.get("value"), element.get("id", "?")
    if value in (None, ""):
        return
    if kind in FORMS and not re.fullmatch(FORMS[kind], str(value)):
        yield f"{name}: {value!r} stands blank"
    if kind == "Input.Toggle":
        known = {element.get("valueOn", "true"), element.get("valueOff", "false")}
        if value not in known:
            yield f"{name}: {value!r} is neither on nor off"
    if kind == "Input.ChoiceSet":
        offered = {choice["value"] for choice in element["choices"]}
        chosen = str(value).split(",") if element.get("isMultiSelect") else [str(value)]
        yield from (f"{name}: {each!r} is no choice" for each in chosen if each not in offered)
    if kind == "Input.Text" and not element.get("isMultiline") and "\n" in str(value):
        yield f"{name}: its lines run together"
