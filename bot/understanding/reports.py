"""Which report somebody asks for by name, of which service and months."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from bot.understanding.months import months_in

NAMES: Final[Mapping[str, re.Pattern[str]]] = {
    "members": re.compile(r"\bmembers?'? brief|\bbriefing for (?:the )?(?:lead )?members?\b"),
    "scorecard": re.compile(r"\bscore ?cards?\b"),
    "learning": re.compile(r"\blearning (?:report|paper)\b|\breport on (?:the )?learning\b"),
    "highlights": re.compile(r"\bhighlights?\b"),
    "loop": re.compile(r"\bclos(?:ing|e) the loop\b|\bloop report\b|\baction(?:s|s') report\b"),
    "timetable": re.compile(r"\btime ?table\b"),
    "grades": re.compile(r"\bgrad(?:es?|ings?)\b"),
}
"""The words that name each report; the first that fits is meant."""


def report_asked_in(text: str, services: Collection[str], today: date) -> dict[str, str]:
    """`report`, `service`, `since` and `until` (`2026-12`) as far as `text` says them."""
    said = text.lower().replace("\u2019", "'")
    report = next((name for name, pattern in NAMES.items() if pattern.search(said)), "")
    since, until = months_in(text, today)
    given = {
        "report": report,
        "service": service_in(said, services),
        "since": f"{since:%Y-%m}" if since else "",
        "until": f"{until:%Y-%m}" if until else "",
    }
    return {name: value for name, value in given.items() if value}


def service_in(said: str, services: Collection[str]) -> str:
    """The service that is named: in full, or by a word that no other service has."""
    whole = _letters(said)
    for service in sorted(services, key=len, reverse=True):
        if _letters(service) in whole:
            return service
    words = set(_words(said))
    found = [
        service
        for service in services
        if any(
            word in words
            for word in _words(service)
            if not any(word in _words(other) for other in services if other != service)
        )
    ]
    return found[0] if len(found) == 1 else ""


LEAST_LETTERS = 3
"""Shorter words of a service's name are in many sentences."""


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= LEAST_LETTERS]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
