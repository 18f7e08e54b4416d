"""Whom a cycle's report went to, and in which version (programme.md §5)."""

from collections.abc import Iterable, Mapping
from typing import Literal

from store.ledger import Reader
from store.people.holding import is_post
from store.people.posts import acting, post
from store.tables import Cycle, CycleReport, Message

Version = Literal["board", "practitioners"]
VERSIONS: Mapping[str, Version] = {
    "practitioners_report": "practitioners", "board_report": "board",
}  # fmt: skip
"""The version that each kind of message speaks of; who got both reads the last of these."""


def sent_papers_of(reader: Reader, cycle: Cycle) -> Mapping[str, Version]:
    """By UPN, the version of the cycle's reports that each person was sent."""
    reports = [row.id for row in reader.rows(CycleReport, cycle=cycle.id)]
    if not reports:
        return {}
    sent = reader.rows(Message, subject=reports, kind=list(VERSIONS))
    found: dict[str, Version] = {}
    for kind, version in VERSIONS.items():
        for message in sent:
            if message.kind == kind:
                found |= dict.fromkeys(_addressed(reader, message.to), version)
    return found


def version_for(reader: Reader, cycle: Cycle, upn: str) -> Version:
    """The whole report for the audit team and who was sent it; else the short version."""
    if upn in acting(reader, post("audit_team")):
        return "board"
    return sent_papers_of(reader, cycle).get(upn, "practitioners")


def _addressed(reader: Reader, to: str) -> Iterable[str]:
    """A person, or who acts for a post today."""
    return acting(reader, to) if is_post(to) else [to]
