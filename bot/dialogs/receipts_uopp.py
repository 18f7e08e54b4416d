"""The sentence with which a dialog about a UoPP meeting, or what comes of it, closes (§3)."""

from store.audits.uopp_meetings import decider_of, meetings, proposals
from store.ledger import Reader
from store.tables import Audit
from store.views.parts.due import due_by, moment_in_words
from store.views.parts.people_in_words import owner_in_words

VERBS = ("uopp.", "case.", "urgent.", "progression.")


def uopp_told(reader: Reader, verb: str, audit: Audit) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    if not verb.startswith(VERBS):
        return None
    if verb.startswith("progression."):
        return _progression(reader, verb, audit)
    if verb in ("uopp.convene", "uopp.fix"):
        return _arranged(reader, audit)
    owed = "uopp.share" if verb == "uopp.held" else "uopp.hold"
    due = due_by(reader, audit.id, owed)
    by = "" if due is None else f" by {due.words}"
    return {
        "uopp.confirm": "Sent. The chair sees your answer.",
        "uopp.held": f"Recorded. Please share the record{by}.",
        "uopp.not_held": f"Recorded; everybody invited has been told. It is still to be held{by}.",
        "uopp.noted": f"Recorded: the file of {audit.case_ref} says that the meeting was held.",
        "case.noted": f"Recorded: the case note is on the file of {audit.case_ref}.",
        "urgent.addressed": "Recorded. Head of Service and Audit Manager have been told.",
    }.get(verb, f"Done: {audit.case_ref}.")


def _arranged(reader: Reader, audit: Audit) -> str:
    found = meetings(reader, audit)
    if not found or found[0].starts_at is None:
        return "Proposed. A card shows you who can come when, and you fix one of the times."
    return f"Fixed for {moment_in_words(reader, found[0].starts_at)}. Everybody has been told."


def _progression(reader: Reader, verb: str, audit: Audit) -> str:
    found = proposals(reader, audit)
    if verb == "progression.refuse":
        return f"The grade of {audit.case_ref} stays. Those it touches have been told."
    due = due_by(reader, audit.id, "progression.confirm")
    if not found or due is None:
        return f"Done: {audit.case_ref}."
    who = owner_in_words(reader, decider_of(reader, audit))
    return f"Proposed: {found[0].grade}. It is decided by {who}, by {due.words}."
