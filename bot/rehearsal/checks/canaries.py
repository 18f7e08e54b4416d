"""Canaries: words planted where nobody but a lawful reader may meet them, and the search for them.

A child's name and birth date may stand nowhere. What somebody wrote about a child stands in
dialogs alone, never on a card in the chat. What is said of a member of staff may stand on the
cards of the one question it is about (`STAFF_CARDS`), and nowhere else.
"""

import re
from collections.abc import Iterable
from datetime import date

CHILD = "Quillhaven"
"""The surname of every child of a rehearsal: no adult, place or word has it."""
WORDS = "Marrowfat"
"""Stands in everything that is written about a child."""
STAFF = "Tamarisk"
"""Stands in everything that is said of a member of staff."""
LINK = "Larkspur"
"""Stands in every link to an audit's document, which its lawful readers have on their cards."""

STAFF_CARDS = frozenset({
    "exemption", "exempted", "not_exempted", "conflict", "conflict_resolved", "list_change",
    "list", "reallocation", "returned", "sent_back", "referred", "void_decided", "help_asked",
    "help_answered", "kloe_invite", "uopp_invite", "uopp_chair", "uopp_after", "nudge", "my work",
})  # fmt: skip
"""Messages whose lawful reader is shown what was said, or the document's link."""

ISO = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


class Canaries:
    """Looks for what was planted. What it found is told by place, never by the words."""

    def __init__(self, born: Iterable[date]) -> None:
        """Remember the children's birth dates, in the spellings a leak would have."""
        dates = set(born)
        self._iso = {day.isoformat() for day in dates}
        self._spelt = re.compile("|".join(
            sorted({f"{d:%d/%m/%Y}" for d in dates} | {f"{d.day} {d:%B %Y}" for d in dates})
        ) or "(?!)")  # fmt: skip
        self.found: dict[str, None] = {}

    def search(self, text: str, where: str, *, card: bool = False, staff: bool = False) -> None:
        """Note what of the planted stands in `text`: a card's, or one with words about staff."""
        for word, what in ((CHILD, "a child's name"), (WORDS, "what was written about a child")):
            if word in text:
                self.found[f"{what} stands in {where}"] = None
        if not card and LINK in text:
            self.found[f"a link to an audit's document stands in {where}"] = None
        if not staff and STAFF in text:
            self.found[f"what was said of a member of staff stands in {where}"] = None
        if not self._iso.isdisjoint(ISO.findall(text)) or self._spelt.search(text):
            self.found[f"a child's birth date stands in {where}"] = None
