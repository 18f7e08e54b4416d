"""A list that was confirmed early waits for its day, and on that day it goes out (§2.5)."""

from collections.abc import Iterator

from store.ledger import Reader
from store.rules.issuing import issue_moment
from store.tables import Audit, Cycle, Duty, Message

NOT_YET = ("allocation", "selected", "selected_team", "moderating")
"""Kinds of message that tell somebody of an audit, and wait for the day."""


def check_lists(reader: Reader) -> Iterator[str]:
    """Nothing of a waiting list is issued, owed or told; none waits past 09:00 of its day."""
    for cycle in reader.rows(Cycle, state="confirmed"):
        if issue_moment(reader, cycle) <= reader.at:
            yield f"{cycle.id} is confirmed and was not issued on its day"
        audits = reader.rows(Audit, cycle=cycle.id, kind=list(reader.profile.kinds))
        under_way = sorted(a.id for a in audits if a.state not in {"allocated", "swapped"})
        if under_way:
            yield f"{cycle.id} waits for its day, and {', '.join(under_way)} is under way"
        about = [audit.id for audit in audits]
        for duty in reader.rows(Duty, subject=about, closed_at=None) if about else ():
            yield f"{duty.id} is owed, though {cycle.id} waits for its day"
        subjects = [cycle.id, *about]
        for message in reader.rows(Message, kind=list(NOT_YET), subject=subjects):
            yield f"{message.id} tells of {message.subject}, though {cycle.id} waits for its day"
