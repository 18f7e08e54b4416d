"""A cycle's KLOE meeting: which one is current, who is invited, who may read it (§2.1)."""

import json
from collections.abc import Iterable

from store.audits.governing_grade import today
from store.duties.predicates.closed_lists import people_named
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import acting, has_left, post
from store.tables import Cycle, Meeting, Person

KIND = "kloe"
PARTS = ("going_well", "worried_about", "need_assurance")
"""A service's self-assessment against the grade descriptors (Tower Hamlets guide §6)."""


def meeting_of(reader: Reader, cycle: Cycle) -> Meeting | None:
    """The meeting that is convened or was held; none if one is still to be convened."""
    last = last_meeting(reader, cycle)
    return last if last is not None and last.state in ("convened", "held") else None


def last_meeting(reader: Reader, cycle: Cycle) -> Meeting | None:
    """The meeting that was convened last, even if it has since been called off."""
    found = reader.rows(Meeting, about=cycle.id, kind=KIND, order=NEWEST, limit=1)
    return found[0] if found else None


def to_invite(reader: Reader, cycle: Cycle, also: Iterable[str] = ()) -> list[str]:
    """The people whom the profile invites, then `also`, such as a service's audit leads.

    The profile invites the Head of Service and Group Managers of the service, the Learning Academy,
    and the manager of IROs and CP chairs (Tower Hamlets guide §6).
    """
    named = [upn for who in reader.profile.kloe.invite for upn in people_named(reader, who, cycle)]
    return list(dict.fromkeys([*named, *also]))


def unknown(reader: Reader, upns: Iterable[str]) -> list[str]:
    """Those of `upns` who are not in the people file or have left."""
    people = {upn: reader.find(Person, upn) for upn in upns}
    return [upn for upn, row in people.items() if row is None or has_left(row, today(reader))]


def readers_of(reader: Reader, meeting: Meeting) -> set[str]:
    """Who may read the record: people who were invited or came, the service's Head, the audit team.

    No report, digest or other card repeats it (programme.md §2.1).
    """
    cycle = reader.get(Cycle, meeting.about)
    heads = acting(reader, post("head_of_service", cycle.service))
    return {*meeting.invited, *meeting.attended} | heads | acting(reader, post("audit_team"))


def assessment_of(reader: Reader, meeting: Meeting, upn: str) -> dict[str, str] | None:
    """The self-assessment by its three parts; none for people who may not read it."""
    if upn not in readers_of(reader, meeting):
        return None
    text = reader.unseal(meeting.record)
    return None if text is None else {part: str(json.loads(text)[part]) for part in PARTS}
