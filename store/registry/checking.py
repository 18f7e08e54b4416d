"""What is wrong with the fields of an act, all of it in one round and in words."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from store.ledger import Reader
from store.registry.declaring import ACTS, Act
from store.tables import Row
from store.vocabulary.errors import Invalid

NEEDED = "is needed"
"""What is said of a field that is not there."""


def faults(reader: Reader, verb: str, row: Row, given: Mapping[str, Any]) -> dict[str, str]:
    """Everything wrong with `given` as fields of `verb`, in one round; nothing where all is well.

    A field and the rules about it are told together, so that nobody mends twice.
    """
    declared = ACTS[verb]
    own: dict[str, str] = {}
    try:
        declared.fields.model_validate(dict(given))
    except ValidationError as error:
        own = {
            ".".join(str(part) for part in problem["loc"]) or "fields": _mend(problem)
            for problem in error.errors()
        }
    told = dict(declared.rules(reader, row, given))
    # A branch that is missing is told by its parts, where the rules know them.
    covered = {
        key
        for key, how in own.items()
        if how == NEEDED and any(other.startswith(f"{key}.") for other in told)
    }
    return told | {key: how for key, how in own.items() if key not in covered}


def checked(reader: Reader, declared: Act, row: Row, given: Mapping[str, Any]) -> BaseModel:
    if wrong := faults(reader, declared.verb, row, given):
        raise Invalid(
            f"{len(wrong)} {'field needs' if len(wrong) == 1 else 'fields need'} mending.", wrong
        ) from None
    return declared.fields.model_validate(dict(given))


def _mend(problem: Any) -> str:
    """What is wrong with a field, in words; the value itself is never repeated."""
    match problem["type"]:
        case "missing":
            return NEEDED
        case "extra_forbidden":
            return "is no field of this act"
        case "value_error":
            return str(problem["ctx"]["error"])
        case "string_too_short":
            return "is empty"
        case "string_type":
            return "is no text"
        case "string_too_long":
            return f"is longer than {problem['ctx']['max_length']:,} characters"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return "is no date: write it as 2026-12-21"
        case _:
            return str(problem["msg"])
