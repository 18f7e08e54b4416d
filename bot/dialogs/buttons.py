"""What a button's data says, and how a refusal is told: in words for people, in codes for logs."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.dialogs.forms import READ_ONLY
from bot.turns import Refusal
from store.registry import ACTS
from store.tables import Person
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, NotFound, Stale, UnknownVerb

log = structlog.get_logger()

IN_CONFIDENCE = "concern."
"""Verbs whose subject and person stand in no log: whoever reads logs has no part in it."""

STATUS: Mapping[type[LedgerError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Stale: 409,
    Invalid: 400,
    UnknownVerb: 400,
}


def identified(data: Mapping[str, Any]) -> bool:
    """Whether a button says what it is about."""
    return isinstance(data.get("id"), str)


def subject_in(data: Mapping[str, Any]) -> str:
    """The row that a card names, never who or what; raises `Invalid` where it names none."""
    subject = data.get("id")
    if not isinstance(subject, str) or not subject:
        raise Invalid(
            "This button does not say what it is about: ask for your work again.",
            {"id": "is needed"},
        )
    return subject


def version_in(data: Mapping[str, Any]) -> int:
    """How old the card is; raises `Invalid` where it does not say."""
    version = data.get("version")
    if isinstance(version, str) and version.isdecimal():
        version = int(version)
    if not isinstance(version, int) or isinstance(version, bool):
        raise Invalid(
            "This button does not say how old it is: ask for your work again.",
            {"version": "is needed"},
        )
    return version


def refusal(refused: LedgerError) -> Refusal:
    """The ledger's refusal as an answer."""
    status = next((code for kind, code in STATUS.items() if isinstance(refused, kind)), 409)
    return Refusal(status, refused.code, sentence(refused))


def sentence(refused: LedgerError) -> str:
    """What is so, and for each field how to mend it."""
    mending = "; ".join(f"{field}: {how}" for field, how in refused.fields.items())
    return f"{refused.message} {mending}".strip() if mending else refused.message


def note_done(verb: str, subject: str) -> None:
    """That something was done; of what is in confidence neither what nor by whom."""
    if verb.startswith(IN_CONFIDENCE):
        log.info("act.done", verb="confidential")
    else:
        log.info("act.done", verb=verb, subject=subject)


def note(verb: str, person: Person, refused: LedgerError) -> None:
    """The log gets ids and codes, never what somebody wrote."""
    if verb.startswith(IN_CONFIDENCE):
        log.info("act.refused", verb="confidential", code=refused.code)
        return
    known = verb if verb in ACTS or verb in READ_ONLY else "unknown"
    log.info("act.refused", verb=known, person=person.entra_object_id, code=refused.code)
