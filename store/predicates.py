"""The closed lists that profiles choose from: when a duty opens, who owns it, who is told."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from store.ledger import Reader
from store.people import exempting_authority, post, service_of
from store.tables import Audit, Cycle, DigestLine, Row

T = TypeVar("T")


def governing_grade(audit: Audit) -> str | None:
    """Disputed, else third-lock, else moderated, else the auditor's (programme.md §1)."""
    return audit.disputed or audit.third_lock or audit.moderated or audit.first


def is_inadequate(reader: Reader, subject: Row) -> bool:
    """Whether the governing grade is the one with the urgent clocks."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].inadequate


def is_below_good(reader: Reader, subject: Row) -> bool:
    """Whether the governing grade is one that the scale puts below good."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].below_good


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "always": lambda _reader, _subject: True,
    "otherwise": lambda _reader, _subject: True,
    "never": lambda _reader, _subject: False,
    "reallocated": lambda _reader, audit: audit.reallocated_at is not None,
    "not_yet_accepted": lambda _reader, audit: audit.state == "issued",
    "inadequate": is_inadequate,
    "below_good": is_below_good,
}
"""What a profile may ask of a subject; a grade's own name may stand beside these."""


def _service(reader: Reader, subject: Row) -> str:
    match subject:
        case Cycle():
            return subject.service
        case Audit():
            return service_of(reader, subject)
        case DigestLine():
            return subject.service
        case _:
            message = f"{type(subject).__name__} belongs to no service"
            raise TypeError(message)


OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "auditor": lambda _reader, audit: audit.auditor,
    "moderator": lambda _reader, audit: audit.moderator,
    "practitioner": lambda _reader, audit: audit.practitioner,
    "team_manager": lambda _reader, audit: audit.team_manager,
    "head_of_service": lambda reader, subject: post("head_of_service", _service(reader, subject)),
    "group_managers": lambda reader, subject: post("group_manager", _service(reader, subject)),
    "exempting_authority": lambda reader, audit: exempting_authority(reader, audit.auditor),
    "auditors_head": lambda reader, subject: exempting_authority(reader, subject.auditor),
    "audit_manager": lambda _reader, _subject: post("audit_manager"),
    "audit_team": lambda _reader, _subject: post("audit_team"),
    "divisional_director": lambda _reader, _subject: post("divisional_director"),
    "digest_answerer": lambda reader, _subject: reader.profile.digest.addressed_by,
}
"""Who may own a duty or be told of it, beside any `post:<name>`."""

TOLD_ELSEWHERE = ("digest",)
"""Targets of a rung that are no message of their own: the next digest carries them."""


def holds(reader: Reader, name: str, subject: Row) -> bool:
    """Whether the predicate or grade called `name` holds of `subject`."""
    if name in reader.profile.grades:
        return isinstance(subject, Audit) and governing_grade(subject) == name
    return PREDICATES[name](reader, subject)


def chosen(reader: Reader, cases: Mapping[str, T], subject: Row) -> tuple[str, T] | None:
    """The first case that holds of `subject`, with its value, or nothing."""
    found = (case for case in cases.items() if holds(reader, case[0], subject))
    return next(found, None)


def owner_named(reader: Reader, name: str, subject: Row) -> str | None:
    """The person or post that `name` means for `subject`."""
    return name if name.startswith("post:") else OWNERS[name](reader, subject)
