"""What profiles may ask of actions and of their closing, and who owns them (programme.md §3)."""

from collections.abc import Callable, Mapping
from typing import Any

from store.audits.action_owners import UNFINISHED, confirmer_of
from store.audits.governing_grade import is_below_good, is_inadequate
from store.ledger import Reader
from store.tables import Action, Audit, Row

DECIDED = ("moderated", "complete")
"""States of an audit whose grade is decided, so that what it asks for is under way."""


def actions_under_way(reader: Reader, audit: Audit) -> bool:
    """Whether one of its actions is still to be done or to be confirmed."""
    return bool(reader.rows(Action, audit=audit.id, state=UNFINISHED, limit=1))


def to_be_supervised(reader: Reader, audit: Audit) -> bool:
    """Work below good, whose closure is not recorded yet."""
    return is_below_good(reader, audit) and audit.closed_at is None


def to_be_closed(reader: Reader, audit: Audit) -> bool:
    """Work below good whose last action is closed, and that is not recorded yet.

    Where no action was ever agreed, only work that has improved is closed.
    """
    if not to_be_supervised(reader, audit) or audit.state not in DECIDED:
        return False
    if actions_under_way(reader, audit):
        return False
    closed = reader.rows(Action, audit=audit.id, state=("confirmed", "signed_off"), limit=1)
    return bool(closed) or audit.improved_at is not None


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "reopened": lambda _reader, action: action.state == "open" and action.done_at is not None,
    "tabled": lambda _reader, action: action.board_on is not None,
    "not_improved": lambda reader, audit: (
        is_below_good(reader, audit) and audit.improved_at is None
    ),
    "to_be_supervised": to_be_supervised,
    "to_be_closed": to_be_closed,
    "inadequate_with_actions": lambda reader, audit: (
        is_inadequate(reader, audit) and actions_under_way(reader, audit)
    ),
}

OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "action_owner": lambda _reader, action: action.owner,
    "second_person": confirmer_of,
}

Kinds = tuple[type[Row], ...]
ASKED_OF: Mapping[str, Kinds] = {
    "reopened": (Action,), "tabled": (Action,), "not_improved": (Audit,),
    "to_be_supervised": (Audit,), "to_be_closed": (Audit,), "inadequate_with_actions": (Audit,),
}  # fmt: skip
OWNED_OF: Mapping[str, Kinds] = {"action_owner": (Action,), "second_person": (Action,)}
