"""Typed words evened out: text-speak written out, references and days as one word each."""

import re
import tomllib
from functools import cache
from importlib.resources import files

REFERENCE = re.compile(r"\b[A-Za-z]{1,4}[-/ ]?\d{3,8}\b")
"""What a case reference looks like: a few letters and a number."""
NUMBER = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b")
MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")
"""A capitalised word within a sentence, most often somebody's name."""
WORD = re.compile(r"[a-z0-9_][a-z0-9_'/-]*|\?")
OWN_NAMES = frozenset(
    {"mash", "teams", "sightline", "ofsted", "annex", "uopp", "kloe", "frontdoor"}
)
LONGEST = 600
"""Characters that are read; what is said in more is not said to a bot."""


@cache
def _words() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    table = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    concepts = tuple(
        (f"x{name}", re.compile("|".join(_pattern(word) for word in sorted(words, key=len)[::-1])))
        for name, words in table["concepts"].items()
    )
    return table["text_speak"], concepts


def _pattern(word: str) -> str:
    stem = word.removesuffix("*")
    return rf"\b{re.escape(stem)}{'[a-z]*' if word.endswith('*') else ''}\b"


def normal(text: str) -> str:
    """The words of `text` in small letters; what they are about, such as a case, as one word."""
    speak, _ = _words()
    said = text[:LONGEST].replace("\u2019", "'").replace("\u2018", "'")
    said = REFERENCE.sub(" zref ", said)
    said = NAME.sub(_named, said).lower()
    said = NUMBER.sub(" znum ", MONTH.sub(" zmonth ", WEEKDAY.sub(" zweekday ", said)))
    return " ".join(speak.get(word, word) for word in WORD.findall(said))


def _named(found: re.Match[str]) -> str:
    word = found.group()
    lower = word.lower()
    known = lower in OWN_NAMES or WEEKDAY.fullmatch(lower) or MONTH.fullmatch(lower)
    return word if known else "zname"


def concepts(said: str) -> str:
    """The concepts of words that `normal` has evened out, a word each; empty where none stands."""
    return " ".join(name for name, pattern in _words()[1] if pattern.search(said))
