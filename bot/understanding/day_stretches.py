"""Stretches of days in a text: one rule for each way to say one, the longest way first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.understanding.day_hops import (
    DAY,
    FRIDAY,
    WEEK,
    coming,
    hop,
    next_weekday,
    number,
    real,
    weeks_on,
)
from bot.understanding.day_words import SINGLE, day_of_month, month_of, weekday_of

WD = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?s?"
ENDINGS = r"(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?"
MONTH = rf"(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec){ENDINGS}|may)"
ORD = r"(?:st|nd|rd|th)"
N = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|couple of|\d{1,2})"
YEAR = r"(?P<y>20\d\d)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days that was read at a place of the text."""

    start: int
    end: int
    first: date
    last: date
    doubt: str = ""


def stretches(said: str, today: date) -> list[Stretch]:
    """Every stretch of days, in the order of the text; none overlaps another."""
    found: list[Stretch] = []
    taken = [False] * len(said)
    for pattern, reader in _RULES:
        for match in pattern.finditer(said):
            if any(taken[match.start() : match.end()]):
                continue
            span = reader(match, today)
            if span is None:
                continue
            found.append(Stretch(match.start(), match.end(), *span))
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted(found, key=lambda span: span.start)


_Read = tuple[date, date, str]


def _one(day: date | None, doubt: str = "") -> _Read | None:
    return None if day is None else (day, day, doubt)


def _iso(found: re.Match[str], _today: date) -> _Read | None:
    return _one(real(int(found["y"]), int(found["m"]), int(found["d"])))


def _slashed(found: re.Match[str], today: date) -> _Read | None:
    day, month = int(found["d"]), int(found["m"] or found["m2"])
    year = found["y"] or found["y2"]
    if year:
        return _one(real(int(year) + (2000 if len(year) == len("26") else 0), month, day))
    return _one(coming(month, day, today))


def _within_month(found: re.Match[str], today: date) -> _Read | None:
    month = month_of(found["month"])
    if found["y"]:
        first = real(int(found["y"]), month, int(found["d"]))
    else:
        first = coming(month, int(found["d"]), today)
    last = None if first is None else real(first.year, month, int(found["e"]))
    if first is None or last is None or last < first:
        return None
    return first, last, ""


def _dated(found: re.Match[str], today: date) -> _Read | None:
    month, on = month_of(found["month"]), int(found["d"])
    day = real(int(found["y"]), month, on) if found["y"] else coming(month, on, today)
    return _one(day, _misfit(found["wd"], day))


def _ordinal(found: re.Match[str], today: date) -> _Read | None:
    day = day_of_month(int(found["d"]), today)
    return _one(day, _misfit(found["wd"], day))


def _misfit(weekday: str | None, day: date | None) -> str:
    """That a weekday was given which does not fit its date."""
    if not weekday or day is None or weekday_of(weekday) == day.weekday():
        return ""
    return f"{day.day} {day:%B} is a {day:%A}."


def _week_of(found: re.Match[str], today: date) -> _Read | None:
    """The working week of the day that follows "week commencing"."""
    inner = stretches(found["rest"], today)
    if not inner:
        return None
    monday = inner[0].first - inner[0].first.weekday() * DAY
    doubt = (
        ""
        if monday == inner[0].first
        else f"{inner[0].first.day} {inner[0].first:%B} is a {inner[0].first:%A}."
    )
    return monday, monday + FRIDAY * DAY, doubt


def _week(found: re.Match[str], today: date) -> _Read | None:
    monday = today - today.weekday() * DAY
    which = found["which"]
    if which in {"this", "rest of the", "rest of this", "all", "the whole", "whole"}:
        return today, max(today, monday + FRIDAY * DAY), ""
    ahead = 2 if found["after"] else 1
    return monday + ahead * WEEK, monday + ahead * WEEK + FRIDAY * DAY, ""


def _relative(found: re.Match[str], today: date) -> _Read | None:
    word = found["word"]
    day = today + SINGLE[word]
    return _one(day + weeks_on(found["on"]))


def _week_today(found: re.Match[str], today: date) -> _Read | None:
    """`a week today`, `two weeks on Monday`, `a fortnight tomorrow`."""
    weeks = 2 if found["unit"].startswith("fortnight") else number(found["n"])
    rest = found["rest"]
    if rest in SINGLE:
        return _one(today + SINGLE[rest] + weeks * WEEK)
    return _one(next_weekday(weekday_of(rest), today) + weeks * WEEK)


def _hence(found: re.Match[str], today: date) -> _Read | None:
    return _one(hop(today, number(found["n"]), found["unit"]))


def _named(found: re.Match[str], today: date) -> _Read | None:
    wanted, which = weekday_of(found["wd"]), found["which"] or ""
    nearest = next_weekday(wanted, today)
    if on := weeks_on(found["on"]):
        return _one(nearest + on)
    same_week = wanted > today.weekday()
    if which == "next" and same_week:
        return _one(
            nearest, f"“Next {nearest:%A}” may be the {nearest.day} or the {(nearest + WEEK).day}."
        )
    if which == "this" and not same_week:
        return _one(
            nearest, f"This {nearest:%A} may be the {(nearest - WEEK).day} or the {nearest.day}."
        )
    if not which and wanted == today.weekday():
        return _one(nearest, f"Today is a {today:%A}.")
    return _one(nearest)


def _month_end(found: re.Match[str], today: date) -> _Read | None:
    first = today.replace(day=1)
    if found["which"] == "next":
        first = (first + 32 * DAY).replace(day=1)
    return _one((first + 32 * DAY).replace(day=1) - DAY)


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], _Read | None]]

_DAYS: tuple[_Rule, ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"\b{YEAR}-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
        (
            (
                r"\b(?P<d>\d{1,2})(?:/(?P<m>\d{1,2})(?:/(?P<y>20\d\d|\d\d))?"
                r"|\.(?P<m2>\d{1,2})\.(?P<y2>20\d\d|\d\d))\b(?![/.:]\d)"
            ),
            _slashed,
        ),
        (
            (
                rf"\b(?:(?:{WD}) )?(?:the )?(?P<d>\d{{1,2}}){ORD}?\s*(?:-|to|through)\s*"
                rf"(?:the )?(?:(?:{WD}) )?(?P<e>\d{{1,2}}){ORD}?\s*(?:of )?(?P<month>{MONTH})\b"
                rf"(?: {YEAR})?"
            ),
            _within_month,
        ),
        (
            (
                rf"\b(?:(?P<wd>{WD}),? )?(?:the )?(?P<d>\d{{1,2}}){ORD}?\s*(?:of )?"
                rf"(?P<month>{MONTH})\b(?:,? {YEAR})?"
            ),
            _dated,
        ),
        (
            (
                rf"\b(?:(?P<wd>{WD}),? )?(?P<month>{MONTH}) (?:the )?(?P<d>\d{{1,2}}){ORD}?\b"
                rf"(?! ?(?:am|pm))(?:,? {YEAR})?"
            ),
            _dated,
        ),
        (rf"\b(?:(?P<wd>{WD}),? )?(?:the )?(?P<d>\d{{1,2}}){ORD}\b", _ordinal),
        (
            (
                rf"(?<!for )\b(?P<n>{N})\s+(?P<unit>weeks?|fortnight)(?: from)?(?: on)? "
                rf"(?P<rest>today|tomorrow|{WD})\b"
            ),
            _week_today,
        ),
        (rf"\bin (?P<n>{N}) (?P<unit>days?|weeks?|fortnights?|months?)(?:' time)?\b", _hence),
        (rf"\b(?P<n>{N}) (?P<unit>days?|weeks?|months?) (?:from now|hence)\b", _hence),
        (
            (
                r"\b(?P<word>day after tomorrow|tomorrow|today|tonight)\b"
                r"(?P<on> (?:week|fortnight)\b)?"
            ),
            _relative,
        ),
        (
            # "sat", "sun" and "wed" are days only where such a word stands before them.
            (
                r"(?:(?<=on )|(?<=from )|(?<=until )|(?<=till )|(?<=til )|(?<=by )|(?<=to )|(?<=- )"
                r"|(?<=-)|(?<=back )|(?<=off )|(?<=in )|(?<=the )|\b(?=(?:this|next|coming) )"
                rf"|\b(?!sat\b|sun\b|wed\b))(?:(?P<which>this|next|coming) )?\b(?P<wd>{WD})\b"
                r"(?P<on> (?:week|fortnight)\b)?"
            ),
            _named,
        ),
        (r"\bend of (?P<which>the|this|next) month\b", _month_end),
    )
)

_WEEKS: tuple[_Rule, ...] = (
    (re.compile(r"\b(?P<which>the) week (?P<after>after next)\b"), _week),
    (
        re.compile(
            r"\b(?:the )?(?P<which>next|this|rest of the|rest of this|all|the whole|whole) week\b"
            r"(?P<after>)"
        ),
        _week,
    ),
)

_RULES: tuple[_Rule, ...] = (
    (
        re.compile(
            r"\b(?:w/c|w/b|week commencing|week beginning|week starting|week of) "
            r"(?P<rest>[a-z0-9 /.-]{2,20})"
        ),
        _week_of,
    ),
    *_DAYS[:-2],
    *_WEEKS,
    *_DAYS[-2:],
)
