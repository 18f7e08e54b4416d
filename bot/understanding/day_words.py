"""The words about time that `bot.understanding.days` knows, and those that make it ask."""

import re
from datetime import date, timedelta

SINGLE = {
    "today": timedelta(),
    "tonight": timedelta(),
    "tomorrow": timedelta(days=1),
    "day after tomorrow": timedelta(days=2),
}
UNITS = {"day": timedelta(days=1), "week": timedelta(days=7), "fortnight": timedelta(days=14)}
NUMBERS = {
    **dict.fromkeys(("a", "an", "one"), 1),
    **dict.fromkeys(("two", "a couple of", "couple of"), 2),
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NOT_DAYS = re.compile(
    r"\b[a-z]{1,4}[-/ ]?\d{3,8}\b"  # a case's reference
    r"|\bpages? \d+(?: of \d+)?\b|\b\d+ of \d+\b|\bno\.? ?\d+\b"
    r"|\b(?:at|by|before|around|about) \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?\b"
    r"(?! ?(?:st|nd|rd|th|/|-|\.\d))"
    r"(?! (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|of ))"
    r"|\b\d{1,2}(?:[:.]\d\d)? ?[ap]m\b|\b\d{1,2}:\d\d\b"
    r"|\bmay (?:i|we|be|not|have|need|you)\b|\bmarch(?:ing|ed)\b"
    r"|\bsecond (?:meeting|one|uopp|time)\b|\bmonth(?:'s|ly)\b|\bdaily\b|\bweekly\b|\bevery day\b"
    r"|\bday off\b|\b(?:all|half|each|a|my|the) day\b(?! after)|\blast (?:working )?day\b"
    r"|\bdays? left\b|\bworking days?\b"
)
"""What looks like a day and is none; taken out first."""

GUARD = re.compile(
    r"\b(?:weeks?|weekends?|fortnights?|months?|days?|year|next|since|ago|last|later|soon"
    r"|christmas|xmas|easter|half[- ]term|new year|bank holiday|yesterday|summer|spring|autumn"
    r"|winter|end of|mid|january|february|march|april|june|july|august|september|october"
    r"|november|december|jan|feb|apr|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
"""Words about time: one that is left over when the rules are through makes the reader ask."""


def month_of(word: str) -> int:
    """The number of a month by its name or its first letters."""
    return MONTHS.index(word[:3]) + 1


def weekday_of(word: str) -> int:
    """The number of a weekday, Monday 0, by its name or its first letters."""
    return WEEKDAYS.index(word[:3])


def day_of_month(number: int, today: date) -> date | None:
    """The next day with that number, today included; None where there is none in two months."""
    for ahead in range(62):
        day = today + timedelta(days=ahead)
        if day.day == number:
            return day
    return None
