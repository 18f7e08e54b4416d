"""The governing grade of an audit, and who has had a say on it."""

from datetime import date

from store.ledger import Reader
from store.people.posts import has_left, is_absent, whose_work
from store.tables import Audit, Dispute, Person, Row

GOVERNS = ("disputed", "third_lock", "moderated", "amended", "first")
"""The columns of grades: the first of them that has one governs."""


def governing_grade(audit: Audit) -> str | None:
    """The grade that counts: disputed, else third-lock, else moderated, else the auditor's (§1).

    If the return was sent back, the auditor's grade is the amended one.
    """
    return audit.disputed or audit.third_lock or audit.moderated or audit.amended or audit.first


def is_inadequate(reader: Reader, subject: Row) -> bool:
    """Whether the governing grade is Inadequate, which starts the urgent clocks."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].inadequate


def is_below_good(reader: Reader, subject: Row) -> bool:
    """Whether the profile's scale puts the governing grade below good."""
    grade = governing_grade(subject) if isinstance(subject, Audit) else None
    return grade is not None and reader.profile.grades[grade].below_good


def is_gone(reader: Reader, upn: str | None) -> bool:
    """Whether a person is absent today or has left, so that somebody else acts.

    Nobody (None, or an unknown UPN) counts as gone.
    """
    person = reader.find(Person, upn)
    return person is None or has_left(person, reader.today) or is_absent(person, reader.today)


def today(reader: Reader) -> date:
    """Today's date in the authority's time zone."""
    return reader.today


def people_with_a_say(reader: Reader, audit: Audit) -> set[str]:
    """The people who have had a say on the grade or whose work it is: nobody decides twice (§2.12).

    These are auditor, moderators, third lock, and those who raised or answered a dispute.
    """
    raised = reader.rows(Dispute, audit=audit.id)
    said = (audit.auditor, audit.moderator, audit.moderated_by, audit.locked_by)
    heard = [upn for row in raised for upn in (row.raised_by, row.answered_by)]
    return {upn for upn in (*said, *heard) if upn} | whose_work(audit)
