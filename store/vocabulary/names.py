"""Names as people type them: without accents, with any apostrophe, in any order."""

import re
import unicodedata

APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07"
"""The signs that keyboards, phones and Word put into O'Sullivan."""
STANDS_FOR = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""Letters that Unicode does not take apart."""


def plain_words(name: str) -> list[str]:
    """The words of a name in plain letters: "O'Sullivan, Siobhán" → ["osullivan", "siobhan"]."""
    joined = name.translate(dict.fromkeys(map(ord, APOSTROPHES)))
    apart = unicodedata.normalize("NFKD", joined)
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.findall(r"\w+", letters.casefold().translate(STANDS_FOR))


def is_called(name: str, sought: str) -> bool:
    """Whether `name` holds every word of `sought`, in any order; nobody is called nothing.

    A name that is written in two words is found in one, and the other way round.
    """
    words, asked = plain_words(name), plain_words(sought)
    written = f"{' '.join(words)} {''.join(words)}"
    return bool(asked) and (
        all(word in written for word in asked) or "".join(asked) in "".join(words)
    )
