"""The sentence with which a dialog closes: what was done and what happens next."""

from bot.dialogs.forms_kinds import kinds_told
from bot.dialogs.receipts_disputes import dispute_told
from bot.dialogs.receipts_return import return_told
from store.ledger import Reader
from store.people.posts import exempting_authority
from store.registry import ACTS
from store.tables import Audit
from store.views.parts.due import Due, due_by
from store.views.parts.people_in_words import named, owner_in_words


def receipt(reader: Reader, verb: str, subject: str, *, repeated: bool = False) -> str:
    """What `verb` on `subject` has brought about, for the one who did it.

    An old dialog sent in again does nothing, so it must not say that it did (programme.md §7).
    """
    audit = reader.find(Audit, subject)
    targets = ACTS[verb].target
    if repeated and audit is not None and targets and audit.state not in targets:
        return f"You sent this before, and {audit.case_ref} has moved on since: nothing was done."
    if (said := _declared(reader, verb, subject)) is not None:
        return said
    for says in (dispute_told, kinds_told):
        if (said := says(reader, verb, subject)) is not None:
            return said
    for tell in (return_told,):
        if audit is not None and (told := tell(reader, verb, audit)) is not None:
            return told
    if audit is not None:
        return _about(reader, verb, audit)
    return "Done."


def _declared(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that the act itself declares."""
    act = ACTS[verb]
    row = reader.find(act.on, subject)
    if not act.words.receipt or row is None:
        return None
    return (
        act.words.receipt if isinstance(act.words.receipt, str) else act.words.receipt(reader, row)
    )


def _about(reader: Reader, verb: str, audit: Audit) -> str:
    ref = audit.case_ref
    match verb:
        case "exemption.request":
            decider = owner_in_words(reader, exempting_authority(reader, audit.auditor or ""))
            when = _by(due_by(reader, audit.id, "exemption.decide"))
            return f"Asked to be exempt from {ref}. It is decided{when} by {decider}."
        case "exemption.refuse":
            who = named(reader, audit.auditor).name
            return f"Refused. {who} has been told why, and the due date of {ref} stands."
        case "conflict.declare":
            when = _by(due_by(reader, audit.id, "conflict.resolve"))
            return f"Declared. The audit team decides about {ref}{when}."
        case "conflict.resolve":
            kept = audit.state in {"issued", "accepted"}
            return f"{ref} stays where it is." if kept else f"{ref} goes to somebody else."
        case "reallocation.confirm":
            return f"{ref} went to {named(reader, audit.auditor).name}, who has been told."
        case _:
            return f"Done: {ref}."


def _by(due: Due | None) -> str:
    return "" if due is None else f" by {due.on}"
