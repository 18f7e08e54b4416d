"""Turns of phrase that a busy reader stumbles over, and one word for one thing (style-notes)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyphen import Pyphen

BANNED: Final[Mapping[str, str]] = {
    r"\banew\b": "again",
    r"\bgoes on\b": "is open, continues, or is with somebody",
    r"\bmend(?:s|ed|ing)?\b": "correct",
    r"\b(?:is|are|was|were|been) not told\b": "not shown",
    r"\bholds? it against\b": "check it against",
    r"\bnever they\b": "never the person themselves",
    r"\bon no day\b": "has no due date",
    r"\bof that by itself\b": "you will be notified",
    r"\bwhoever the \w+ is with\b": "the person responsible",
    r"\basks for another kind\b": "another meeting is needed",
    r"\bdecided once\b": "already decided",
    r"(?<!ow they )\b(?:been|was|were|be|are|is) told\b(?! by | in person)": "notified",
    r"\bone up\b": "the manager above",
    r"\bthereof\b|\bhereby\b|\bwhereupon\b|\bshall\b": "a plain word",
    r"\bin order to\b": "to",
    r"\bwith regard to\b|\bin respect of\b": "about",
    r"\bprior to\b": "before",
    r"\bcommence[sd]?\b": "begin",
    r"\butili[sz]e[sd]?\b": "use",
    r"\bescalated it\b": "escalated this",
    r"\bor none\b": "you will be notified if one is needed",
}  # fmt: skip
"""What may stand on no card, and what is meant."""

ONE_WORD: Final[Mapping[str, str]] = {
    r"\breaudit": "re-audit",
    r"\bdip-sample": "dip sample",
    r"\be-?mail(?:ed)? you\b": "notified",
    r"\bwork days?\b": "working day",
    r"\bcase number\b|\bcase id\b": "case reference",
}
"""Other words for a thing that has one already (docs/glossary.md)."""

COUNTED: Final = re.compile(r"(?<![\d.,/:-])(?<!Number )\b(\d+) (?:more )?(working days?|[a-z]+)\b")
PLURALS: Final = frozenset({
    "audits", "actions", "cases", "days", "returns", "re-audits", "samples", "exemptions",
    "meetings", "people", "working days", "weeks", "months", "things", "teams", "lines",
})  # fmt: skip
SINGULARS: Final = frozenset(word.removesuffix("s") for word in PLURALS) - {"people"}


PLAIN: Final = 60
"""Flesch's reading ease from which a text counts as plain English; 100 is read by a child."""
ENOUGH: Final = 12
"""Words from which a text is long enough to be measured."""
_HYPHENS: Final = Pyphen(lang="en_GB")


def reading_ease(sentences: Sequence[str]) -> float | None:
    """Flesch's reading ease of these sentences, higher if easier; None of too few words.

    Syllables are counted where a British printer may divide a word, as `pyphen` knows it.
    """
    words = [word for one in sentences for word in re.findall(r"[A-Za-z\u2019']+", one)]
    if len(words) < ENOUGH:
        return None
    syllables = sum(len(_HYPHENS.positions(word)) + 1 for word in words)
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * syllables / len(words)


def stumbles(words: str) -> Iterator[str]:
    """Each turn of phrase in `words` that is not plain, with what is meant."""
    for pattern, meant in {**BANNED, **ONE_WORD}.items():
        if found := re.search(pattern, words):
            yield f"words: {found.group()!r}, for {meant!r}"
    for number, noun in COUNTED.findall(words):
        if (number == "1" and noun in PLURALS) or (number != "1" and noun in SINGULARS):
            yield f"words: {number} {noun}"
