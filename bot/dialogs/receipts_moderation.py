"""The sentence with which a dialog of moderation closes, and what happens next."""

from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Audit, Referral
from store.views.parts.due import Due, due_by
from store.views.parts.grades_of import disputable_until
from store.views.parts.people_in_words import named
from store.vocabulary.dates_in_words import say_day


def moderation_told(reader: Reader, verb: str, audit: Audit) -> str | None:
    """The sentence for one of these acts on an audit; nothing for another's."""
    ref = audit.case_ref
    match verb:
        case "moderation.agree" | "moderation.change":
            return _moderated(reader, audit)
        case "moderation.send_back":
            by = _by(due_by(reader, audit.id, "return.rectify"))
            return f"Sent back. {named(reader, audit.auditor).name} mends {ref}{by}."
        case "moderation.refer":
            by = _by(due_by(reader, audit.id, "void.decide"))
            return f"Referred. The audit team decides what becomes of {ref}{by}."
        case "moderation.conflict" | "moderation.hand_over":
            return _handed_over(reader, audit)
        case "void.decide":
            return _void(reader, audit)
        case "lock.change":
            grade = audit.third_lock
            return f"Changed: {ref} is graded {grade} now. Those who worked on it have been told."
        case "cover.name":
            name = named(reader, audit.cover).name
            return f"{name} is the duty owner for {ref} now and has been told at once."
        case _:
            return None


def _moderated(reader: Reader, audit: Audit) -> str:
    until = disputable_until(reader, audit)
    dispute = "" if until is None else f" The grade may be disputed until {say_day(until)}."
    if audit.moderated is None:
        return f"{audit.case_ref} is moderated. Auditor, practitioner and Team Manager were told."
    return (
        f"{audit.case_ref} is moderated as {audit.moderated}. Auditor, practitioner and Team "
        f"Manager have been told.{dispute}"
    )


def _handed_over(reader: Reader, audit: Audit) -> str:
    if audit.moderator is None:
        return f"Nobody who is lawful is free for {audit.case_ref}: the audit team names somebody."
    return f"{named(reader, audit.moderator).name} moderates {audit.case_ref} now, and was told."


def _void(reader: Reader, audit: Audit) -> str:
    if audit.state != "voided":
        by = _by(due_by(reader, audit.id, "moderation.decide"))
        return f"{audit.case_ref} stands and is moderated{by}. Moderator and auditor were told."
    decided = reader.rows(Referral, audit=audit.id, order=NEWEST, limit=1)
    if decided and decided[0].outcome == "reallocate":
        return f"{audit.case_ref} is void and is audited anew: please confirm who does it."
    return f"{audit.case_ref} is void and closed. Moderator and auditor have been told."


def _by(due: Due | None) -> str:
    return "" if due is None else f" by {due.on}"
