"""Turns of phrase that a busy reader stumbles over, and one word for one thing (style-notes)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

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


def stumbles(words: str) -> Iterator[str]:
    """Each turn of phrase in `words` that is not plain, with what is meant."""
    for pattern, meant in {**BANNED, **ONE_WORD}.items():
        if found := re.search(pattern, words):
            yield f"words: {found.group()!r}, for {meant!r}"
    for number, noun in COUNTED.findall(words):
        if (number == "1" and noun in PLURALS) or (number != "1" and noun in SINGULARS):
            yield f"words: {number} {noun}"
