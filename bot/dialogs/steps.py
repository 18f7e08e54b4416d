"""What the audit team looks at, what follows its steps, and what explains a refused one."""

from typing import Any

from bot.cards.parts.surface import Surface
from bot.dialogs.conversations import FORMS, LOOKS, STEPS
from bot.dialogs.parts.conversation import Sent
from bot.dialogs.reports.cycle_audits import show_audit
from store.ledger import Reader
from store.registry import ACTS
from store.tables import Audit
from store.views.parts.offers import is_of_the_team
from store.vocabulary.errors import LedgerError, NotAllowed

Json = dict[str, Any]


def look(reader: Reader, verb: str, subject: str, upn: str, *, sent: Sent, place: Surface) -> Json:
    """The card that `verb` shows `upn`. Raises `NotAllowed`, `NotFound`."""
    if not is_of_the_team(reader, upn):
        team = reader.profile.title("audit_team")
        raise NotAllowed(f"Only the {team} can open this: ask them about it.")
    return LOOKS[verb].draw(reader, subject, upn, sent, place)


def after(
    reader: Reader, verb: str, subject: str, upn: str, *, given: Sent, place: Surface
) -> Json | None:
    """The card that follows `verb`, done from one of the audit team's own cards.

    None for other people, and for a form that closes its dialog. An act on one audit without a
    form leads back to that audit.
    """
    if not is_of_the_team(reader, upn) or _closes(verb):
        return None
    if verb in STEPS:
        return STEPS[verb].after(reader, subject, upn, given, place)
    if place.dialog and verb in ACTS and ACTS[verb].on is Audit:
        return show_audit(reader, subject, upn, given, place)
    return None


def _closes(verb: str) -> bool:
    """Whether the act's form closes its dialog, instead of leading on to the next step."""
    has_form = verb in ACTS and bool(ACTS[verb].words.dialog)
    return has_form and not (verb in FORMS and FORMS[verb].leads_on)


def refused(
    reader: Reader, verb: str, subject: str, upn: str, *, error: LedgerError, place: Surface
) -> Json | None:
    """The card that says why a step could not be made, and what would help; none for other acts."""
    explain = STEPS[verb].refused if verb in STEPS else None
    if explain is None or not is_of_the_team(reader, upn):
        return None
    return explain(reader, subject, upn, error, place)
