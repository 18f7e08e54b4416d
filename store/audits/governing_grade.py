"""The grade that governs an audit, and what the scale says of it."""

from datetime import date

from store.ledger import Reader
from store.people.posts import has_left, is_absent, whose_work
from store.tables import Audit, Dispute, Person, Row


def governing_grade(audit: Audit) -> str | None:
    """Disputed, else third-lock, else moderated, else the auditor's own (programme.md §1).

    The auditor's own is the one they amended it to, where their return was sent back.
    """
    return audit.disputed or audit.third_lock or audit.moderated or audit.amended or audit.first


def is_inadequate(reader: Reader, subject: Row) -> bool:
    """Whether the governing grade is the one with the urgent clocks."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].inadequate


def is_below_good(reader: Reader, subject: Row) -> bool:
    """Whether the governing grade is one that the scale puts below good."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].below_good


def is_gone(reader: Reader, upn: str | None) -> bool:
    """Whether that person is away today or has left, so that somebody else does it."""
    person = reader.find(Person, upn)
    return person is None or has_left(person, today(reader)) or is_absent(person, today(reader))


def today(reader: Reader) -> date:
    """The authority's own day."""
    return reader.calendar.local(reader.at).date()


def has_decided(reader: Reader, audit: Audit) -> set[str]:
    """Who has had a say on the grade, and whose work it is: nobody decides twice (§2.12)."""
    raised = reader.rows(Dispute, audit=audit.id)
    said = (audit.auditor, audit.moderator, audit.moderated_by, audit.locked_by)
    heard = [upn for row in raised for upn in (row.raised_by, row.answered_by)]
    return {upn for upn in (*said, *heard) if upn} | whose_work(audit)
