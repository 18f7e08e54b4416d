"""Which fields of an act are days or times, and between which days each may lie."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from store.clock.given_days import DayRange
from store.ledger import Reader
from store.registry.checking import todays
from store.registry.declaring import ACTS

Path = tuple[str, ...]
"""Where a field stands: `("actions", "*", "by")`, with `*` for each item of a list."""


def day_fields(fields: type[BaseModel]) -> Mapping[Path, DayRange | None]:
    """Every day and time among the fields, with its range; None where any time is taken."""
    return dict(_in_model(fields, ()))


def day_limits(reader: Reader, verb: str) -> Mapping[Path, tuple[date, date]]:
    """The first and the last day that each field of `verb` takes today."""
    today, found = todays(reader), day_fields(ACTS[verb].fields)
    return {path: lies.limits(today) for path, lies in found.items() if lies is not None}


def _in_model(fields: type[BaseModel], at: Path) -> Iterator[tuple[Path, DayRange | None]]:
    for name, field in fields.model_fields.items():
        here = (*at, field.alias or name)
        lies = next((one for one in field.metadata if isinstance(one, DayRange)), None)
        yield from _in_type(field.annotation, here, lies)


def _in_type(kind: Any, at: Path, lies: DayRange | None) -> Iterator[tuple[Path, DayRange | None]]:
    parts = get_args(kind)
    if kind in (date, datetime):
        yield at, lies
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _in_model(kind, at)
    elif hasattr(kind, "__metadata__"):
        own = next((one for one in kind.__metadata__ if isinstance(one, DayRange)), lies)
        yield from _in_type(parts[0], at, own)
    else:
        inside = (*at, "*") if get_origin(kind) in (list, dict, tuple) else at
        for part in parts:
            yield from _in_type(part, inside, lies)
