"""Canaries: marker words planted in private text, and the search for them in everything sent out.

A child's name and date of birth must appear nowhere. Text about a child may appear in dialogs, but
never on a card in the chat. Text about a member of staff may appear only on the cards that ask or
answer that question (`STAFF_CARDS`).
"""

import re
from collections.abc import Iterable
from datetime import date

from bot.rehearsal.checks.foreign_words import foreign_words
from store.programme.profile import Profile

CHILD_SURNAME = "Quillhaven"
"""The surname of every child in a rehearsal. No adult, place or other word has it."""
CHILD_TEXT = "Marrowfat"
"""Planted in all text about a child."""
STAFF_TEXT = "Tamarisk"
"""Planted in all text about a member of staff."""
LINK_TEXT = "Larkspur"
"""Planted in every link to an audit's document, which may appear only on its readers' cards."""

STAFF_CARDS = frozenset({
    "exemption", "exempted", "not_exempted", "conflict", "conflict_resolved", "list_change",
    "list", "reallocation", "returned", "sent_back", "referred", "void_decided", "help_asked",
    "help_answered", "kloe_invite", "uopp_invite", "uopp_chair", "uopp_after", "nudge", "my work",
})  # fmt: skip
"""Kinds of message that may show text about a member of staff to their reader."""

ISO = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


class Canaries:
    """Searches for canaries. A leak is reported by its place, never by its text."""

    def __init__(self, born: Iterable[date], profile: Profile | None = None) -> None:
        """Prepare to find the children's dates of birth in any usual spelling.

        With a `profile`, what is spoken holds no word of another council.
        """
        self._foreign = None if profile is None else foreign_words(profile)
        dates = set(born)
        self._iso = {day.isoformat() for day in dates}
        spelt = {f"{d:%d/%m/%Y}" for d in dates} | {f"{d.day} {d:%B %Y}" for d in dates}
        self._spelt = re.compile("|".join(sorted(spelt)) or "(?!)")
        self.found: dict[str, None] = {}

    def search_spoken(
        self, text: str, where: str, *, card: bool = False, staff: bool = False
    ) -> None:
        """As `search`, for what somebody reads: it must also be in the council's own words."""
        self.search(text, where, card=card, staff=staff)
        if self._foreign is not None and (word := self._foreign.search(text)):
            self.found |= {f"another council's {word.group()!r} appears in {where}": None}

    def search(self, text: str, where: str, *, card: bool = False, staff: bool = False) -> None:
        """Record each leak in `text`.

        `card` says that it is a card, which may hold links; `staff` that it may hold text about
        staff.
        """
        leaks = {
            "a child's name": CHILD_SURNAME in text,
            "text about a child": CHILD_TEXT in text,
            "a link to an audit's document": not card and LINK_TEXT in text,
            "text about a member of staff": not staff and STAFF_TEXT in text,
            "a child's date of birth": not self._iso.isdisjoint(ISO.findall(text))
            or self._spelt.search(text),
        }
        self.found |= {f"{what} appears in {where}": None for what, leaks in leaks.items() if leaks}
