"""The filter that says which cases a draw may take: `plan=CP and closed_within=6 months`."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt, ne

from store.vocabulary.errors import Invalid

WORDS = ("service", "team", "plan", "flags")
ALLOWED = "service, team, plan, flags (= or !=), closed_on (=, !=, <, <=, >, >=), closed_within (=)"
MOST_NAMED = 12
"""Words of the cases that a refusal names; a list of every team is nothing to read."""

_COMPARE: dict[str, Callable[[date, date], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
# Teams are named "Assessment and Intervention" too: `and` joins only before another condition.
_AND = re.compile(r"\s+and\s+(?=\w+\s*(?:!=|<=|>=|=|<|>))", re.IGNORECASE)
_CONDITION = re.compile(r"(?P<key>\w+)\s*(?P<sign>!=|<=|>=|=|<|>)\s*(?P<value>.*\S)")
_SPAN = re.compile(r"(?P<n>\d{1,4})\s*(?P<unit>day|week|month|year)s?", re.IGNORECASE)


class BadFilter(Invalid):
    """A filter nobody can apply; says which part and what may stand there."""

    def __init__(self, part: str, why: str) -> None:
        message = f"The filter {part!r} cannot be used: {why}. It may hold {ALLOWED}."
        super().__init__(message, {"where": why})
        self.why = f"{part!r} cannot be used: {why}; it may hold {ALLOWED}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a filter may ask of a case; never who the child is."""

    case_ref: str
    service: str
    team: str
    plan: str = ""
    closed_on: date | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `value` is a word in one spelling, or a date."""

    key: str
    sign: str
    value: str | date


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Conditions that must all hold, and the words they came from."""

    text: str = ""
    conditions: tuple[Condition, ...] = ()


def parse_filter(text: str, *, month: date) -> CaseFilter:
    """Read a filter; an empty one takes every case.

    `closed_within=6 months` is counted back from the first day of the audit month `month` and
    reaches to that month's end. Raises `BadFilter` naming the keys that are allowed.
    """
    if not text.strip():
        return CaseFilter()
    conditions: list[Condition] = []
    for part in _AND.split(text.strip()):
        found = _CONDITION.fullmatch(part)
        if found is None or found["value"].lower().endswith(" and"):
            raise BadFilter(part, "it is no condition such as flags=neglect")
        conditions += _conditions(part, found["key"].lower(), found["sign"], found["value"], month)
    return CaseFilter(" ".join(text.split()), tuple(conditions))


def _conditions(part: str, key: str, sign: str, value: str, month: date) -> list[Condition]:
    if key == "closed_within" and sign == "=":
        first, last = _window(part, value, month)
        return [Condition("closed_on", ">=", first), Condition("closed_on", "<=", last)]
    if key == "closed_on":
        try:
            return [Condition(key, sign, date.fromisoformat(value))]
        except ValueError:
            raise BadFilter(part, f"{value!r} is no date such as 2026-06-01") from None
    if key in WORDS and sign in {"=", "!="}:
        return [Condition(key, sign, _spell(value))]
    known = key in {*WORDS, "closed_within"}
    raise BadFilter(part, f"{key} takes no {sign}" if known else f"{key!r} is no known key")


def _window(part: str, value: str, month: date) -> tuple[date, date]:
    span = _SPAN.fullmatch(value)
    if span is None:
        raise BadFilter(part, f"{value!r} is no span such as 6 months")
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
    """Whether the case meets every condition. A case still open meets none on its closing."""
    return all(_holds(condition, case) for condition in where.conditions)


def unheard_of(where: CaseFilter, cases: Iterable[CaseFacts]) -> list[str]:
    """What the filter asks for that none of `cases` has, each with what there is instead.

    A word in another spelling would take no case at all, or every one, and nobody would see why.
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
