"""Coded values of Annex A and the SSD. The short code counts, never the letter before it.

Producers disagree about letters, capitals, dashes, colons and quotation marks; `DISAGREEMENTS` in
`producers` has each case.
"""

import re
import unicodedata

NOBODY = frozenset({"#n/a", "null", "none", "n/a", "unknown", "unallocated", "not allocated", "-"})
"""What an extract writes where it found nobody."""
CLOSED = "closed"
"""How a closed episode's status begins."""
EMPTY = frozenset({"null", "#n/a"})
"""What an extract writes where it has no value."""
ETHNICITIES = frozenset({
    "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN",
    "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
})  # fmt: skip
"""The codes of the children in need census."""
OTHER_SPELLINGS = {"CNHE": "CHNE"}
ABUSE_CODES = {
    "NEG": "neglect", "PHY": "physical abuse", "EMO": "emotional abuse", "SAB": "sexual abuse",
    "SEX": "sexual abuse", "MUL": "multiple not recommended",
}  # fmt: skip
"""The SSD's short codes of categories of abuse."""

_LETTER = re.compile(r"^\s*[a-z]{1,2}\s*\)\s*", re.IGNORECASE)
_QUOTES = re.compile("['\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4\"\u201c\u201d]")
_JOINTS = re.compile(r"[\s\u2010-\u2015\-:;,/()&.]+")
_ETHNICITY = re.compile(r"[A-Z]{4}")
_CODE = re.compile(r"[A-Z]{1,2}[0-9]{1,2}[A-Z]?")
_COUNT = re.compile(r"([0-9]{1,6})(?:\.0)?")
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


def without_letter(text: str) -> str:
    """`text` without a letter such as `a) ` before it."""
    return _LETTER.sub("", unicodedata.normalize("NFKC", text)).strip()


def words(text: str) -> str:
    """The value as plain words: no letter, capitals, quotation marks, dashes or brackets."""
    plain = _QUOTES.sub("", without_letter(text)).casefold()
    return " ".join(_JOINTS.sub(" ", plain).split())


def short_code(text: str) -> str:
    """The code with which the value begins, such as C2, N1 or RC9; empty if there is none."""
    found = _CODE.match(without_letter(text).upper())
    return found[0] if found else ""


def ethnicity(text: str) -> str:
    """The four-letter code; empty for a value that is none of the census's."""
    found = _ETHNICITY.match(without_letter(text).upper())
    code = OTHER_SPELLINGS.get(found[0], found[0]) if found else ""
    return code if code in ETHNICITIES else ""


def abuse(text: str) -> str:
    """The category of abuse in plain words, also from the SSD's short codes."""
    plain = words(text)
    return ABUSE_CODES.get(plain.upper(), plain)


def yes(text: str) -> bool | None:
    """Whether the value says yes; None if it says neither yes nor no."""
    plain = words(text)
    return True if plain in _YES else False if plain in _NO else None


def says_so(text: str) -> bool:
    """Whether the value says yes, or counts at least one."""
    return bool(yes(text)) or number(text) > 0


def number(text: str) -> int:
    """A count; 0 for what is none."""
    found = _COUNT.fullmatch(text.strip())
    return int(found[1]) if found else 0


def is_blank(text: str) -> bool:
    """Whether the cell says that there is no value."""
    return not text.strip() or text.strip().casefold() in EMPTY


def names_nobody(text: str) -> bool:
    """Whether the cell says that nobody, or no team, is allocated."""
    return is_blank(text) or words(text) in NOBODY or text.strip().casefold() in NOBODY
