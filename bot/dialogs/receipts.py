"""The sentence with which a dialog closes: what was done and what happens next."""

from store.ledger import Reader
from store.registry import ACTS
from store.tables import Audit
from store.vocabulary.terms import spoken


def receipt(reader: Reader, verb: str, subject: str, *, repeated: bool = False) -> str:
    """What `verb` on `subject` has done and what follows, for the person who did it.

    A dialog sent again does nothing, so it must not say that it did (programme.md §7).
    """
    act, audit = ACTS[verb], reader.find(Audit, subject)
    if repeated and audit is not None and act.target and audit.state not in act.target:
        return f"You sent this before and {audit.case_ref} has moved on, so nothing was done now."
    declared, row = act.words.receipt, reader.find(act.on, subject)
    if declared and row is not None:
        said = declared if isinstance(declared, str) else declared(reader, row)
        return spoken(said, reader.profile.own_words)
    return "Done." if audit is None else f"Done: {audit.case_ref}."
