"""Days in the words of a British office, by rules of our own that ask where they are not certain.

Of the libraries tried each got a fifth to a half of such phrases wrong without saying so
(docs/decisions/31). Whoever uses what is read here says it back with its weekday first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.understanding.day_hops import DAY, WEEK, after, number
from bot.understanding.day_stretches import WD, N, Stretch, stretches
from bot.understanding.day_words import GUARD, NOT_DAYS

LENGTH = re.compile(
    rf"\b(?:for )?(?:(?:the )?next )?(?P<n>{N})\s+(?:whole |full |working )?"
    r"(?P<unit>days?|weeks?|fortnights?|months?)(?:'s|s')?(?: off| leave| away)?\b"
)


@dataclass(frozen=True, slots=True)
class DaysRead:
    """The first and last day, both included. Either may be None: nobody said it, or not surely.

    `asks` says what is not certain, as a sentence; empty where everything is.
    """

    first: date | None = None
    last: date | None = None
    asks: str = ""


def days_in(text: str, today: date) -> DaysRead:
    """The days that `text` speaks of, as somebody means who writes on `today`."""
    said = NOT_DAYS.sub(lambda found: " " * len(found.group()), text.lower().replace("\u2013", "-"))
    spans = stretches(said, today)
    left = _without(said, spans)
    if not spans:
        return _length_alone(left, today)
    doubts = [span.doubt for span in spans if span.doubt]
    read = _joined(said, spans, today)
    if not doubts and read.asks:
        doubts = [read.asks]
    length = _length(left)
    first, last = read.first, read.last
    if (
        length is not None
        and first is not None
        and len(spans) == 1
        and spans[0].first == spans[0].last
    ):
        last = after(first, *length)
        left = LENGTH.sub(" ", left)
    if not doubts and (word := GUARD.search(left)):
        doubts = [f"I could not place “{word.group().strip()}”."]
    if first is not None and last is not None and last < first:
        return DaysRead(first, None, "The last day I read is before the first.")
    return DaysRead(first, last, doubts[0] if doubts else "")


_BACK = re.compile(
    r"(?:back|return(?:ing|s)?|in again)(?: (?:at work|in|to work|on|from|by))*(?: the)?\s*$"
)
_UNTIL = re.compile(r"(?:until|till|til|'til)(?: the)?\s*$")
_FROM = re.compile(r"(?:from|since|starting|as of|beginning|with effect from|after)(?: the)?\s*$")
_TO = re.compile(r"^\s*(?:-|to|through|thru|and|up to|\+)\s*(?:the )?(?:including )?$")
_TO_UNTIL = re.compile(r"^.*(?:until|till|til)(?: the)?\s*$")
_INCLUSIVE = re.compile(r"inclusive|incl\b|included|including")


def _joined(said: str, spans: list[Stretch], today: date) -> DaysRead:
    """From the first day to the last, by the words that stand before and between."""
    before = [said[: span.start] for span in spans]
    back = next((at for at, words in enumerate(before) if _BACK.search(words)), None)
    if back is not None:
        return _until_back(spans, back, today)
    if len(spans) == 1:
        return _alone(said, before[0], spans[0], today)
    first, second = spans[0], _onwards(spans[0], spans[1], said)
    between = said[first.end : second.start]
    if _TO_UNTIL.match(between) and not _INCLUSIVE.search(said):
        doubt = f"Is {second.last.day} {second.last:%B} the last day away, or the first day back?"
        return DaysRead(first.first, None, doubt)
    pair = len(spans) == len(("first", "last"))
    if (pair and _TO.match(between)) or _TO_UNTIL.match(between):
        return DaysRead(first.first, second.last)
    return DaysRead(first.first, None, "I read more than one day.")


def _onwards(first: Stretch, second: Stretch, said: str) -> Stretch:
    """`Monday to Friday` ends with the Friday after that Monday."""
    if second.first >= first.first or not re.match(WD, said[second.start : second.end]):
        return second
    return replace(second, first=second.first + WEEK, last=second.last + WEEK)


def _until_back(spans: list[Stretch], back: int, today: date) -> DaysRead:
    """The last day away is the one before somebody is back."""
    away = [span for at, span in enumerate(spans) if at != back]
    first = away[0].first if away else today
    return DaysRead(first, spans[back].first - DAY)


def _alone(said: str, before: str, span: Stretch, today: date) -> DaysRead:
    if _FROM.search(before):
        return DaysRead(span.first, span.last if span.last != span.first else None)
    if _UNTIL.search(before):
        if _INCLUSIVE.search(said):
            return DaysRead(today, span.last)
        doubt = f"Is {span.last.day} {span.last:%B} the last day away, or the first day back?"
        return DaysRead(today, None, doubt)
    return DaysRead(span.first, span.last)


def _length(left: str) -> tuple[int, str] | None:
    found = LENGTH.search(left)
    if found is None:
        return None
    unit = "fortnight" if found["unit"].startswith("fortnight") else found["unit"]
    return number(found["n"]), unit


def _length_alone(left: str, today: date) -> DaysRead:
    """`for two weeks` with no first day: from today, which is asked."""
    length = _length(left)
    if length is not None:
        return DaysRead(today, after(today, *length), "I took it from today.")
    word = GUARD.search(left)
    return DaysRead(asks=f"I could not place “{word.group().strip()}”.") if word else DaysRead()


def _without(said: str, spans: list[Stretch]) -> str:
    """What is left of the text when the stretches are taken out."""
    return "".join(_pieces(said, spans))


def _pieces(said: str, spans: list[Stretch]) -> Iterator[str]:
    at = 0
    for span in spans:
        yield said[at : span.start]
        yield " "
        at = span.end
    yield said[at:]
