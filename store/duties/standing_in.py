"""Work whose owner and stand-in are both gone: the audit team has it at once (programme.md §4)."""

from datetime import date, datetime

from store.audits.dispute_days import latest
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_gone, today
from store.ledger import Reader, Unit
from store.people.posts import has_left, is_absent, post
from store.tables import Audit, Person, Row

TEAM = post("audit_team")

MODERATORS = ("moderation.decide", "dispute.answer")
"""Duties of a moderator and their deputy, for which the audit team can find somebody else: they
name another moderator, or have the dispute settled by fresh eyes."""


def nobody_here(reader: Reader, kind: str, subject: Row, owner: str, due: datetime) -> bool:
    """Whether neither its moderator nor the deputy is here before `owner`'s duty is due.

    Who is back by then does it themselves, and nobody has to be named.
    """
    if kind not in MODERATORS or not isinstance(subject, Audit) or owner.startswith("post:"):
        return False
    day = reader.calendar.local(due).date()
    named = {owner, subject.moderator, subject.deputy} - {None}
    return all(_gone_till(reader, upn, day) for upn in named)


def _gone_till(reader: Reader, upn: str | None, day: date) -> bool:
    """Gone today and still gone on that day."""
    if not is_gone(reader, upn):
        return False
    person = reader.find(Person, upn)
    last = max(today(reader), day)
    return person is None or has_left(person, last) or is_absent(person, last)


def ask_the_team(unit: Unit, kind: str, subject: Row) -> None:
    """The card with which they name a moderator, or have the dispute settled, goes to them."""
    dispute = latest(unit, subject) if isinstance(subject, Audit) else None
    if kind == "dispute.answer" and dispute is not None:
        queue(unit, TEAM, "dispute", dispute.id)
    elif kind == "moderation.decide":
        queue(unit, TEAM, "handed_over", subject.id)
