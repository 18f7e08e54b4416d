"""How the sentences are put together with which forms about work below good close."""

from collections.abc import Callable

from store.ledger import Reader
from store.tables import Action, Audit
from store.views.parts.action_deadlines import moved_in_words
from store.views.parts.due import due_by
from store.vocabulary.states import ActionState

UOPP_SHARED = "uopp.share"
"""The duty after a meeting, at which actions may have been agreed."""


def about(sentence: str) -> Callable[[Reader, Audit], str]:
    """`sentence`, with the case's reference in the place of `{ref}`."""
    return lambda _reader, audit: sentence.format(ref=audit.case_ref)


def still_to_do(kind: str, sentence: str) -> Callable[[Reader, Audit], str]:
    """`sentence`, with the day of that duty in the place of `{by}` and the case's `{ref}`."""

    def receipt(reader: Reader, audit: Audit) -> str:
        due = due_by(reader, audit.id, kind)
        said = sentence.format(ref=audit.case_ref, by="" if due is None else f" by {due.words}")
        return f"{said}{moved_in_words(reader, audit.id) if kind == UOPP_SHARED else ''}"

    return receipt


def while_in(
    receipt: Callable[[Reader, Action], str], *states: ActionState
) -> Callable[[Reader, Action], str]:
    """`receipt` while the action is in one of `states`; an old form sent again says it moved on."""

    def said(reader: Reader, action: Action) -> str:
        if action.state in states:
            return receipt(reader, action)
        ref = reader.get(Audit, action.audit).case_ref
        return f"That action for {ref} has moved on: see your latest card about it."

    return said
