"""Words that identify a child in a text: names, the date of birth, a postcode or a street.

Pure functions. Places are (start, end) in characters of the text as it is stored; the words
themselves leave this module nowhere.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from store.audits.ordinary_words import ORDINARY, PARTICLES

Place = tuple[int, int]

SHORT = 2
"""Letters up to which a name is only told from other words by its capital, such as Jo."""

_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"['\u2019\u2018\u02bc`\u00b4_.+-]|%20|\.?\s+")
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9](?!ST\b|ND\b|RD\b|TH\b)[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:(?:[Ff]lat|[Aa]partment|FLAT) [0-9]+[A-Za-z]?\b"
    r"|[0-9]+[A-Za-z]?,? (?:[A-Z][\w'\u2019-]* ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Gardens|Grove|Terrace|Way|Square"
    r"|Walk|Mews|Court|Place|Row|Rise|Parade|Buildings)\b)"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMBERS = re.compile(r"(?<![0-9])([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?![0-9])")
_DAY_FIRST = re.compile(
    r"\b([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ -]([A-Za-z]{3,9})\.?,?[ -]'?([0-9]{4}|[0-9]{2})\b"
)
_MONTH_FIRST = re.compile(
    r"\b([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? '?([0-9]{4}|[0-9]{2})\b"
)


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the ledger knows them: the parts of the name, folded, and the date of birth."""

    names: frozenset[str]
    surname: str
    born: date | None

    @classmethod
    def of(cls, name: str | None, born: date | None) -> "Child":
        """The child with that whole name; a part such as "van" or an initial tells nobody."""
        parts = name_parts(name or "")
        return cls(frozenset(parts), parts[-1] if parts else "", born)


def fold(word: str) -> str:
    """A word without accents and capitals."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that tell who is meant, in order: "O'Sullivan" gives both spellings."""
    parts: list[str] = []
    for word in name.replace("-", " ").split():
        pieces = [fold(piece) for piece in _WORD.findall(word)]
        whole = "".join(pieces)
        parts += [p for p in dict.fromkeys((*pieces, whole)) if len(p) > 1 and p not in PARTICLES]
    return tuple(parts)


def places(
    text: str,
    children: Collection[Child],
    *,
    staff: Iterable[str] = (),
    address: bool = True,
    whole: bool = False,
) -> list[Place]:
    """Where the text identifies one of `children`, in order and without overlaps.

    With `whole`, one name alone tells nobody: it takes two parts of a name side by side, for text
    about many children. The full name of a member of `staff` is theirs. `address` also finds
    postcodes and streets.
    """
    words = [(fold(found.group()), found) for found in _WORD.finditer(text)]
    theirs = _of_staff(words, staff)
    vocabulary, days = {word for word, _ in words}, list(_days(text))
    found: set[Place] = set()
    for child in children:
        found |= {place for place, day in days if day == child.born}
        if vocabulary.isdisjoint(child.names):
            continue
        hits = [n for n, (word, _) in enumerate(words) if word in child.names and n not in theirs]
        beside = set(_side_by_side(text, words, hits))
        for n in hits:
            match = words[n][1]
            if n in beside or (not whole and _is_told(words[n][0], match.group())):
                found.add(match.span())
    if address and not whole:
        found |= {match.span() for rule in (_POSTCODE, _STREET) for match in rule.finditer(text)}
    return _apart(found)


def _is_told(word: str, written: str) -> bool:
    """Whether the word alone is the name: a word of every day needs its capital."""
    return written[0].isupper() or not (word in ORDINARY or len(word) <= SHORT)


Words = Sequence[tuple[str, "re.Match[str]"]]


def _side_by_side(text: str, words: Words, hits: Sequence[int]) -> Iterator[int]:
    """The hits that stand directly beside another, with a space or a mark between them."""
    for one, other in pairwise(hits):
        small = all(len(word) == 1 or word in PARTICLES for word, _ in words[one + 1 : other])
        marks = [text[words[n][1].end() : words[n + 1][1].start()] for n in range(one, other)]
        joined = all(_JOINED.fullmatch(mark) for mark in marks)
        if small and joined and words[one][0] != words[other][0]:
            yield from (one, other)


def _of_staff(words: Words, staff: Iterable[str]) -> set[int]:
    """The words that are part of a colleague's full name."""
    spelt = [word for word, _ in words]
    first: dict[str, list[tuple[str, ...]]] = {}
    for name in staff:
        parts = tuple(fold(piece) for piece in _WORD.findall(name))
        if len(parts) > 1:
            first.setdefault(parts[0], []).append(parts)
    taken: set[int] = set()
    for n, word in enumerate(spelt):
        for parts in first.get(word, ()):
            if tuple(spelt[n : n + len(parts)]) == parts:
                taken |= set(range(n, n + len(parts)))
    return taken


def _days(text: str) -> Iterator[tuple[Place, date]]:
    """The days that stand in the text with their year, each with its place."""
    for match in _NUMBERS.finditer(text):
        one, two, three = (int(part) for part in match.groups())
        year_first = len(match.group(1)) > 2  # noqa: PLR2004 - 2014-02-03
        yield from _a_day(match, *((one, two, three) if year_first else (three, two, one)))
    for match in _DAY_FIRST.finditer(text):
        day, month, year = match.groups()
        yield from _a_day(match, int(year), _month(month), int(day))
    for match in _MONTH_FIRST.finditer(text):
        month, day, year = match.groups()
        yield from _a_day(match, int(year), _month(month), int(day))


def _a_day(match: "re.Match[str]", year: int, month: int, day: int) -> Iterator[tuple[Place, date]]:
    try:
        yield match.span(), date(year + 2000 if year < 100 else year, month, day)  # noqa: PLR2004
    except ValueError:
        return


def _month(word: str) -> int:
    start = word[:3].casefold()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def _apart(found: Iterable[Place]) -> list[Place]:
    """The places in order; those that overlap are one."""
    told: list[Place] = []
    for start, end in sorted(found):
        if told and start < told[-1][1]:
            told[-1] = (told[-1][0], max(end, told[-1][1]))
        else:
            told.append((start, end))
    return told
