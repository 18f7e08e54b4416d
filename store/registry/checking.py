"""What is wrong with the fields of an act: everything at once, in words."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from store.clock.given_days import NOT_A_DAY, NOT_A_TIME, Today, context
from store.ledger import Reader
from store.registry.declaring import ACTS, Act
from store.registry.naming import NOT_THIS_CHILD, naming, told, without_waiver
from store.tables import Row
from store.vocabulary.errors import Invalid, NamesChild

NEEDED = "is needed"
"""What is wrong with a field that is missing."""


def faults(reader: Reader, verb: str, row: Row, given: Mapping[str, Any]) -> dict[str, str]:
    """Everything that is wrong with `given` as fields of `verb`, by field; empty where all is well.

    What the fields say of themselves and what the act's rules find come together, so that
    people correct a form once.
    """
    declared = ACTS[verb]
    given, waived, unclear = without_waiver(declared, given)
    own: dict[str, str] = {NOT_THIS_CHILD: unclear} if unclear else {}
    try:
        _read(reader, declared, given)
    except ValidationError as error:
        own |= {
            ".".join(str(part) for part in problem["loc"]) or "fields": _in_words(problem)
            for problem in error.errors()
        }
    broken = dict(declared.rules(reader, row, given))
    if not waived:
        named = naming(reader, declared, row, given)
        broken |= {field: told(found) for field, found in named.items()}
    # Where the rules name the missing parts of a branch, the branch itself is left out.
    covered = {
        key
        for key, how in own.items()
        if how == NEEDED and any(other.startswith(f"{key}.") for other in broken)
    }
    return broken | {key: how for key, how in own.items() if key not in covered}


def checked(reader: Reader, declared: Act, row: Row, given: Mapping[str, Any]) -> BaseModel:
    if wrong := faults(reader, declared.verb, row, given):
        given, waived, _ = without_waiver(declared, given)
        if not waived and (found := naming(reader, declared, row, given)):
            raise NamesChild(wrong, found) from None
        raise Invalid(
            f"{len(wrong)} {'field needs' if len(wrong) == 1 else 'fields need'} correcting.", wrong
        ) from None
    return _read(reader, declared, given)


def todays(reader: Reader) -> Today:
    """Today, as the days that people give are checked against it."""
    return Today(reader.today, reader.profile.tool.practice_window_months, reader.calendar)


def _read(reader: Reader, declared: Act, given: Mapping[str, Any]) -> BaseModel:
    fields, _, _ = without_waiver(declared, given)
    return declared.fields.model_validate(fields, context=context(todays(reader)))


_IN_WORDS: Final = {
    "missing": NEEDED,
    "extra_forbidden": "is not a field of this act",
    "string_too_short": "is empty",
    "string_type": "is not text",
    "list_type": "is not a list",
    "date_from_datetime_parsing": NOT_A_DAY,
    "date_parsing": NOT_A_DAY,
    "date_type": NOT_A_DAY,
    "datetime_from_date_parsing": NOT_A_TIME,
    "datetime_parsing": NOT_A_TIME,
    "datetime_type": NOT_A_TIME,
}
"""What is wrong with a field, by the kind of error that pydantic finds."""


def _in_words(problem: Any) -> str:
    """What is wrong with a field, in words. The value itself is never repeated."""
    match problem["type"]:
        case "value_error":
            return str(problem["ctx"]["error"])
        case "string_too_long":
            return f"is longer than {problem['ctx']['max_length']:,} characters"
        case kind:
            return _IN_WORDS.get(kind, str(problem["msg"]))
