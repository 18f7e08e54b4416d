"""Months in the words of whoever asks for a report: "since April", "April to June", "last year"."""

import re
from datetime import date
from typing import Final

from bot.understanding.day_hops import number
from bot.understanding.day_stretches import MONTH, N
from bot.understanding.day_words import month_of
from store.clock.calendar import months_after

Months = tuple[date | None, date | None]
"""The first day of the first month and of the last, both included; None where nobody said it."""

_ONE = rf"(?P<{{0}}>{MONTH})(?: (?P<{{0}}y>20\d\d))?"
_YEAR = re.compile(r"\b(?P<since>since |from )?(?P<y>20\d\d)\b")
_TO = re.compile(rf"\b{_ONE.format('a')} ?(?:to|-|until|till|and|through) ?{_ONE.format('b')}\b")
_SINCE = re.compile(rf"\b(?:since|from|after|starting) (?:the start of )?{_ONE.format('a')}\b")
_UNTIL = re.compile(rf"\b(?:until|till|up to|to the end of) {_ONE.format('a')}\b")
_IN = re.compile(rf"\b{_ONE.format('a')}(?:'s)?\b")
_LAST = re.compile(rf"\b(?:last|past|previous) (?P<n>{N}) months\b")
_NAMED: Final = re.compile(r"\b(?P<which>this|last) (?P<unit>month|year)(?:'s)?\b")
_FINANCIAL: Final = re.compile(r"\b(?:this )?financial year\b")
APRIL, DECEMBER = 4, 12
MAY_IS_A_VERB = re.compile(r"\bmay (?:i|we|you|he|she|they|not|be|have)\b|\bmarch(?:ing|ed)\b")


def months_in(text: str, today: date) -> Months:
    """The months that `text` speaks of, as somebody means who writes on `today`.

    A month without a year is the last one that has begun.
    """
    said = MAY_IS_A_VERB.sub(" ", text.lower().replace("\u2013", "-").replace("\u2019", "'"))
    this = today.replace(day=1)
    if found := _TO.search(said):
        last = _month(found, "b", this)
        first = _month(found, "a", last)
        return first, last
    if found := _SINCE.search(said):
        return _month(found, "a", this), None
    if found := _UNTIL.search(said):
        return None, _month(found, "a", this)
    if found := _LAST.search(said):
        return months_after(this, -number(found["n"])), months_after(this, -1)
    if found := _NAMED.search(said):
        return _named(found, this)
    if _FINANCIAL.search(said):
        return this.replace(year=this.year - (this.month < APRIL), month=APRIL), None
    if found := _IN.search(said):
        month = _month(found, "a", this)
        return month, month
    if found := _YEAR.search(said):
        first = date(int(found["y"]), 1, 1)
        return first, None if found["since"] else first.replace(month=DECEMBER)
    return None, None


def _month(found: re.Match[str], name: str, before: date) -> date:
    """The month of that name, in the year that was said or the last until `before`."""
    month = month_of(found[name])
    if found[f"{name}y"]:
        return date(int(found[f"{name}y"]), month, 1)
    return date(before.year - (month > before.month), month, 1)


def _named(found: re.Match[str], this: date) -> Months:
    if found["unit"] == "month":
        month = this if found["which"] == "this" else months_after(this, -1)
        return month, month
    first = this.replace(year=this.year - (found["which"] == "last"), month=1)
    return first, None if found["which"] == "this" else first.replace(month=DECEMBER)
