"""Buttons that many cards share: an act that may be done now, a document, the rule of a date."""

from collections.abc import Collection
from urllib.parse import quote

from bot.cards.parts.kit import Json, fold, opens_dialog, opens_link, text
from store.views.parts.due import Due
from store.views.parts.offers import button_of


def offered(
    verb: str,
    may: Collection[str],
    subject: str,
    version: int,
    *,
    title: str = "",
    primary: bool = False,
) -> Json | None:
    """The button that opens the act's form, in its own words or in `title`, if it may be done."""
    if verb not in may:
        return None
    return opens_dialog(verb, title or button_of(verb), subject, version, primary=primary)


def opens_document(link: str) -> Json | None:
    """The button that opens an audit's document, where there is one."""
    return opens_link("Open the audit document", link) if link else None


def calls(name: str, upn: str) -> Json | None:
    """The button that calls somebody in Teams; nothing for nobody."""
    if not upn:
        return None
    return opens_link(f"Call {name}", f"https://teams.microsoft.com/l/call/0/0?users={quote(upn)}")


def why_this_date(due: Due | None) -> Json | None:
    """The rule behind a date, one press away."""
    return None if due is None else fold("Why this date?", text(due.why))
