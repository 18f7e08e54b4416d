"""The short session that a tab gets for its token: event streams and downloads send no header.

A session is a signed word and no row: it names the Entra object id and when it ends, nothing of
what the person may see. Who that is today is looked up for each page.
"""

import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

COOKIE: Final = "__Host-sightline"
"""Browsers take a cookie with this prefix only over https, for this host alone."""
SECONDS: Final = 3600
"""A session ends after an hour; the page then signs in again by itself."""

_WORD: Final = re.compile(r"([0-9a-z-]{1,64})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)


class Sessions:
    """Makes and reads sessions; `key` is the ledger's data key, from which theirs is derived."""

    def __init__(self, key: bytes, *, now: Callable[[], datetime]) -> None:
        self._key = hmac.digest(key, b"board session", "sha256")
        self._forms = hmac.digest(key, b"board form", "sha256")
        self._now = now

    def cookie(self, object_id: str) -> str:
        """The `Set-Cookie` of a new session."""
        ends = int(self._now().timestamp()) + SECONDS
        word = f"{object_id}.{ends}"
        signed = f"{word}.{self._mark(word)}"
        return (
            f"{COOKIE}={signed}; Path=/; Max-Age={SECONDS}; Secure; HttpOnly; SameSite=None; "
            "Partitioned"
        )

    def object_id(self, cookie: str | None) -> str | None:
        """Whose session it is; None for one that is over, forged or missing."""
        found = _WORD.fullmatch(cookie or "")
        if found is None:
            return None
        person, ends, mark = found.groups()
        if not hmac.compare_digest(mark, self._mark(f"{person}.{ends}")):
            return None
        left = int(ends) - self._now().timestamp()
        return person if 0 < left <= SECONDS else None

    def form_word(self, whose: str) -> str:
        """The word that a form of this session's own page carries, so that no other site has it."""
        return hmac.digest(self._forms, whose.encode(), "sha256").hex()

    def _mark(self, word: str) -> str:
        return hmac.digest(self._key, word.encode(), "sha256").hex()
