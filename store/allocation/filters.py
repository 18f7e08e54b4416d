"""The filter for the cases of a draw: `plan=CP and closed_within=6 months`."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt, ne

from store.clock.given_days import read_day
from store.vocabulary.errors import Invalid

WORDS = ("service", "team", "plan", "flags")
ALLOWED = "service, team, plan, flags (= or !=), closed_on (=, !=, <, <=, >, >=), closed_within (=)"
MOST_NAMED = 12
"""The number of known values that an error names; a list of every team would be too long to
read."""

_COMPARE: dict[str, Callable[[date, date], bool]]
_COMPARE = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
# A team may be named "Assessment and Intervention": `and` joins only before another condition.
_AND = re.compile(r"\s+and\s+(?=\w+\s*(?:!=|<=|>=|=|<|>))", re.IGNORECASE)
_CONDITION = re.compile(r"(?P<key>\w+)\s*(?P<sign>!=|<=|>=|=|<|>)\s*(?P<value>.*\S)")
_SPAN = re.compile(r"(?P<n>\d{1,4})\s*(?P<unit>day|week|month|year)s?", re.IGNORECASE)


class BadFilter(Invalid):
    """A filter that cannot be applied; the error names the part and what is allowed there."""

    def __init__(self, part: str, why: str) -> None:
        message = f"The filter {part!r} cannot be used: {why}. It may hold {ALLOWED}."
        super().__init__(message, {"where": why})
        self.why = f"{part!r} cannot be used: {why}; it may hold {ALLOWED}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a draw can ask about a case; never the child's identity.

    A case is `set_aside` while nobody knows who somebody on it is.
    """

    case_ref: str
    service: str
    team: str
    plan: str = ""
    closed_on: date | None = None
    flags: frozenset[str] = frozenset()
    practitioner: str = ""
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; `value` is a normalised word or a date."""

    key: str
    sign: str
    value: str | date


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Conditions that must all hold, and the text they came from."""

    text: str = ""
    conditions: tuple[Condition, ...] = ()


def parse_filter(text: str, *, month: date) -> CaseFilter:
    """Read a filter; an empty one matches every case.

    `closed_within=6 months` counts back from the first day of the audit month `month` and reaches
    to the end of that month. Raises `BadFilter`, which names the allowed keys.
    """
    if not text.strip():
        return CaseFilter()
    conditions: list[Condition] = []
    for part in _AND.split(text.strip()):
        found = _CONDITION.fullmatch(part)
        if found is None or found["value"].lower().endswith(" and"):
            raise BadFilter(part, "it is not a condition such as flags=neglect")
        conditions += _conditions(part, found["key"].lower(), found["sign"], found["value"], month)
    return CaseFilter(" ".join(text.split()), tuple(conditions))


def _conditions(part: str, key: str, sign: str, value: str, month: date) -> list[Condition]:
    if key == "closed_within" and sign == "=":
        first, last = _window(part, value, month)
        return [Condition("closed_on", ">=", first), Condition("closed_on", "<=", last)]
    if key == "closed_on":
        try:
            return [Condition(key, sign, read_day(value))]
        except ValueError:
            raise BadFilter(part, f"{value!r} is not a date such as 2026-06-01") from None
    if key in WORDS and sign in {"=", "!="}:
        return [Condition(key, sign, _spell(value))]
    known = key in {*WORDS, "closed_within"}
    raise BadFilter(part, f"{key} does not take {sign}" if known else f"{key!r} is not a key")


def _window(part: str, value: str, month: date) -> tuple[date, date]:
    span = _SPAN.fullmatch(value)
    if span is None:
        raise BadFilter(part, f"{value!r} is not a span such as 6 months")
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    n, unit = int(span["n"]), span["unit"].lower()
    try:
        if unit in {"day", "week"}:
            return first - timedelta(days=n if unit == "day" else 7 * n), last
        months = first.year * 12 + first.month - 1 - n * (12 if unit == "year" else 1)
        return date(months // 12, months % 12 + 1, 1), last
    except (ValueError, OverflowError):
        raise BadFilter(part, f"{value!r} reaches too far back") from None


def _spell(word: str) -> str:
    return " ".join(word.split()).casefold()


def matches(where: CaseFilter, case: CaseFacts) -> bool:
    """Whether the case meets every condition; an open case meets none on its closing date."""
    return all(_holds(condition, case) for condition in where.conditions)


def unknown_words(where: CaseFilter, cases: Iterable[CaseFacts]) -> list[str]:
    """The values in the filter that none of `cases` has, each with the values that exist.

    A misspelt value would match no case, or every case, and nobody would see why.
    """
    known = list(cases)
    wrong = []
    for condition in where.conditions:
        if isinstance(condition.value, date):
            continue
        there = sorted({word for case in known for word in _words(condition.key, case) if word})
        if condition.value not in {_spell(word) for word in there}:
            some = ", ".join(there[:MOST_NAMED]) + (", …" if len(there) > MOST_NAMED else "")
            wrong.append(
                f"no case has {condition.key}={condition.value}; "
                + (f"there is {some}" if there else f"no case has any {condition.key}")
            )
    return wrong


def _words(key: str, case: CaseFacts) -> Iterable[str]:
    return case.flags if key == "flags" else (str(getattr(case, key)),)


def _holds(condition: Condition, case: CaseFacts) -> bool:
    if isinstance(condition.value, date):
        closed = case.closed_on
        return closed is not None and _COMPARE[condition.sign](closed, condition.value)
    words = {_spell(word) for word in _words(condition.key, case)}
    return (condition.value in words) == (condition.sign == "=")
