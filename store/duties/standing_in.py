"""Work whose owner and stand-in are both away goes to the audit team at once (programme.md §4)."""

from datetime import date, datetime

from store.audits.disputes import latest_dispute
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_gone, today
from store.ledger import Reader, Unit
from store.people.posts import has_left, is_absent, post
from store.tables import Audit, Person, Row

TEAM = post("audit_team")

MODERATORS = ("moderation.decide", "dispute.answer")
"""Duties of a moderator and their deputy that the audit team can give to somebody else: it names
another moderator, or has somebody new settle the dispute."""


def nobody_here(reader: Reader, kind: str, subject: Row, owner: str, due: datetime) -> bool:
    """Whether the moderator and the deputy are both away until `owner`'s duty is due.

    Somebody who is back by then does it themselves.
    """
    if kind not in MODERATORS or not isinstance(subject, Audit) or owner.startswith("post:"):
        return False
    day = reader.calendar.local(due).date()
    named = {owner, subject.moderator, subject.deputy} - {None}
    return all(_gone_till(reader, upn, day) for upn in named)


def _gone_till(reader: Reader, upn: str | None, day: date) -> bool:
    """Whether `upn` is away today and still away on that day."""
    if not is_gone(reader, upn):
        return False
    person = reader.find(Person, upn)
    last = max(today(reader), day)
    return person is None or has_left(person, last) or is_absent(person, last)


def ask_the_team(unit: Unit, kind: str, subject: Row) -> None:
    """Send the audit team the card to name a moderator, or to have the dispute settled."""
    dispute = latest_dispute(unit, subject) if isinstance(subject, Audit) else None
    if kind == "dispute.answer" and dispute is not None:
        queue(unit, TEAM, "dispute", dispute.id)
    elif kind == "moderation.decide":
        queue(unit, TEAM, "handed_over", subject.id)
