"""What profiles may ask of an audit about its UoPP meetings, and who owns it (§3)."""

from collections.abc import Callable, Mapping
from typing import Any

from store.audits.governing_grade import is_below_good, is_gone, is_inadequate
from store.audits.uopp_meetings import decider_of, held_meetings, is_not_in_post
from store.ledger import Reader
from store.people.posts import post, service_of
from store.tables import Audit


def changed_since(_reader: Reader, audit: Audit) -> bool:
    """Whether a lock or a dispute gave another grade than the one before it."""
    before = audit.third_lock or audit.moderated
    locked = audit.third_lock not in {None, audit.moderated}
    return locked or audit.disputed not in {None, before}


def awaits_uopp(reader: Reader, audit: Audit) -> bool:
    """Whether work below good has not had its meeting; an Inadequate has one that was led so."""
    if not is_below_good(reader, audit):
        return False
    kinds = {meeting.kind for meeting in held_meetings(reader, audit)}
    return not (kinds - {"uopp"} if is_inadequate(reader, audit) else kinds)


def awaits_second(reader: Reader, audit: Audit) -> bool:
    """Whether an Inadequate has had its first meeting and not the second."""
    held = held_meetings(reader, audit)
    return is_inadequate(reader, audit) and bool(held) and held[0].kind == "uopp_inadequate"


def _work_manager(reader: Reader, audit: Audit) -> str:
    """The Team Manager; where they have left, the Head of Service of the service audited."""
    head = post("head_of_service", service_of(reader, audit))
    return head if is_not_in_post(reader, audit.team_manager) else audit.team_manager


def _sharer(reader: Reader, audit: Audit) -> str:
    """Whoever chaired the last meeting; the audit team where they have left."""
    held = held_meetings(reader, audit)
    chair = held[0].chair if held else audit.auditor
    return post("audit_team") if chair is None or is_not_in_post(reader, chair) else chair


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "changed_since": changed_since,
    "changed_to_inadequate": lambda reader, audit: (
        changed_since(reader, audit) and is_inadequate(reader, audit)
    ),
    "awaits_uopp": awaits_uopp,
    "awaits_second": awaits_second,
}
OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "work_manager": _work_manager,
    "uopp_lead": lambda reader, audit: (
        post("audit_team") if is_gone(reader, audit.auditor) else audit.auditor
    ),
    "uopp_sharer": _sharer,
    "progression_decider": decider_of,
}
