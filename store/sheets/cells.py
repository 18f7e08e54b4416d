"""What a cell may hold: one small function for each kind of value, which explains what is wrong."""

import re
import unicodedata
from uuid import UUID

from store.sheets.unread import Unread

LONGEST = 200
LONGEST_LIST = 4_000
LONGEST_UPN = 113  # Entra ID's own limit
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without its brackets

# A spreadsheet runs a cell that begins with one of these, full width too (OWASP ASVS 5.0, 1.2.10).
FORMULA_SIGNS = "=+-@"
SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
# Invisible characters that are not in Unicode's category of format characters.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
MARKUP = re.compile(r"[<>\[\]{}`|\\]|://|www\.", re.IGNORECASE)
UPN = re.compile(
    r"[a-z0-9_](?:[a-z0-9._'+#~^!-]*[a-z0-9_#~^!-])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNT = re.compile(r"[0-9]{1,3}")
TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,39})")


class Unfit(ValueError):
    """The value is wrong; `reason` continues a sentence whose subject is the value.

    `value` is the wrong part of the cell, or None for the whole cell.
    """

    def __init__(self, reason: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


def clean(text: str) -> str:
    """`text` with single spaces and composed letters.

    Raises Unfit for control and invisible characters, formulas and a spreadsheet's errors
    (trust.md §4, "what they write"), and for a cell that could not be read.
    """
    if isinstance(text, Unread):
        raise Unfit(text.reason)
    for letter in text:
        kind = unicodedata.category(letter)
        if kind == "Cc":
            raise Unfit(
                "contains a tab, a line break or another control character: type it on one line."
            )
        if kind in {"Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or letter in BLANKS:
            raise Unfit(
                "contains an invisible character (zero width, or text direction): type it again."
            )
    single = unicodedata.normalize("NFC", " ".join(text.split()))
    if unicodedata.normalize("NFKC", single)[:1] in tuple(FORMULA_SIGNS):
        raise Unfit(
            "begins with = + - or @, which a spreadsheet runs as a formula: write the value "
            "without it, or leave the cell empty."
        )
    if single.upper() in SPREADSHEET_ERRORS:
        raise Unfit("is a spreadsheet error: write the value, or leave the cell empty.")
    return single


def text(value: str) -> str:
    """Free text on one line: at most 200 characters, without links or markup."""
    if len(value) > LONGEST:
        raise Unfit(f"has more than {LONGEST} characters: shorten it.")
    if MARKUP.search(value):
        raise Unfit("contains a link or one of < > [ ] { } ` | \\: write it in plain words.")
    return value


def person_name(value: str) -> str:
    """A person's name, with at least one letter."""
    if not any(letter.isalpha() for letter in value):
        raise Unfit("has no letter: write the person's name.")
    return text(value)


def upn(value: str) -> str:
    """A user principal name in lower case."""
    plain = unicodedata.normalize("NFKC", value).lower()
    if not plain.isascii():
        raise Unfit(
            "contains a letter outside a to z, which may look like another: write the user "
            "principal name as Entra ID shows it."
        )
    if len(plain) > LONGEST_UPN or not UPN.fullmatch(plain):
        raise Unfit("is not a user principal name: write it as name@council.example.")
    return plain


def email(value: str) -> str:
    """One mail address in lower case, with the same characters as a user principal name."""
    plain = value.lower()
    if len(plain) > LONGEST_EMAIL or not UPN.fullmatch(plain):
        raise Unfit("is not a mail address: write it as name@council.example.")
    return plain


def object_id(value: str) -> str:
    """An Entra ID object id, in lower case with hyphens."""
    plain = value.lower()
    if not GUID.fullmatch(plain) or not UUID(plain).int:
        raise Unfit(
            "is not an Entra ID object id: copy it from Entra ID, 32 hexadecimal digits written "
            "as 8-4-4-4-12."
        )
    return plain


def count(value: str) -> int:
    """A whole number from 0 to 999."""
    if not COUNT.fullmatch(value):
        raise Unfit("is not a whole number: write 0, 1, 2 and so on, or leave the cell empty.")
    return int(value)


def listed(value: str) -> tuple[str, ...]:
    """The parts of a cell separated by semicolons, without the empty ones."""
    if len(value) > LONGEST_LIST:
        raise Unfit(f"has more than {LONGEST_LIST:,} characters: shorten it.")
    return tuple(part for piece in value.split(";") if (part := piece.strip()))


def flags(value: str) -> tuple[str, ...]:
    """Flags in lower case, each once, in the order given."""
    found = tuple(part.lower() for part in listed(value))
    if not all(TOKEN.fullmatch(flag) for flag in found):
        raise Unfit(
            "contains a flag that is not a single word: write flags as neglect;domestic_abuse, "
            "each with at most 40 letters, digits, _ and -."
        )
    return tuple(dict.fromkeys(found))


def upns(value: str) -> tuple[str, ...]:
    """User principal names, each once, in the order given."""
    return tuple(dict.fromkeys(upn(part) for part in listed(value)))
