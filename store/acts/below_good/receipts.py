"""The sentences with which forms about UoPP meetings and progress close: done, and what is next."""

from collections.abc import Callable

from store.audits.uopp_meetings import decider_of, meetings, proposals
from store.ledger import Reader
from store.tables import Audit
from store.views.parts.due import due_by, moment_in_words
from store.views.parts.people_in_words import owner_in_words


def still_to_do(kind: str, sentence: str) -> Callable[[Reader, Audit], str]:
    """`sentence`, with the day of that duty in the place of `{by}`."""

    def receipt(reader: Reader, audit: Audit) -> str:
        due = due_by(reader, audit.id, kind)
        return sentence.format(by="" if due is None else f" by {due.words}")

    return receipt


def about(sentence: str) -> Callable[[Reader, Audit], str]:
    """`sentence`, with the case's reference in the place of `{ref}`."""
    return lambda _reader, audit: sentence.format(ref=audit.case_ref)


def arranged(reader: Reader, audit: Audit) -> str:
    """Whether times were proposed or one was fixed."""
    found = meetings(reader, audit)
    if not found or found[0].starts_at is None:
        return "Proposed. A card shows you who can come when, and you fix one of the times."
    return f"Fixed for {moment_in_words(reader, found[0].starts_at)}. Everybody has been told."


def proposed(reader: Reader, audit: Audit) -> str:
    """Who decides the proposal, and by when."""
    found = proposals(reader, audit)
    due = due_by(reader, audit.id, "progression.confirm")
    if not found or due is None:
        return f"Done: {audit.case_ref}."
    who = owner_in_words(reader, decider_of(reader, audit))
    return f"Proposed: {found[0].grade}. It is decided by {who}, by {due.words}."
