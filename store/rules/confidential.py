"""Confidential duties and concerns: who hears a concern and who may read it (§2.12)."""

import json
from typing import Any

from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader
from store.people.posts import holders, in_post, post, whose_work
from store.tables import Audit, Concern, Duty

HEARS = ("audit_manager", "head_of_learning_academy", "divisional_director")
"""Posts that hear a concern after the raiser's manager: the first without a part in the audit."""


def is_confidential(reader: Reader, duty: Duty) -> bool:
    """Whether only its owner sees `duty`: no list, digest or escalation names it."""
    rule = reader.profile.duty.get(duty.kind)
    return rule is not None and rule.confidential


def content_of(reader: Reader, concern: Concern) -> dict[str, Any]:
    """`{"audit", "text"}` as it was raised; empty once it has been disposed of."""
    text = reader.unseal(concern.content)
    opened: dict[str, Any] = {} if text is None else json.loads(text)
    return opened


def learnt_of(reader: Reader, meeting: dict[str, Any]) -> str:
    """What was learnt in one meeting of a concern; empty where nothing was written."""
    text = reader.unseal(meeting["learnt"])
    return "" if text is None else str(json.loads(text)["learnt"])


def has_learning(concern: Concern) -> bool:
    """Whether something that was learnt was recorded at one of its meetings."""
    return any(meeting["learnt"] is not None for meeting in concern.meetings)


def hearers(reader: Reader, concern: Concern) -> set[str]:
    """Who may hold the meeting: its holder and, while they are away, the Audit Manager.

    A delegate may not: what was said to one person in confidence does not pass to a stand-in. Nor
    may the person who raised it, or who audits or moderates the audit. The raiser's own manager
    may be the Team Manager of that work; a post is passed over where it is its holder's own work.
    """
    found: set[str] = set()
    audit = _audit_of(reader, concern)
    for owner in (concern.holder, *map(post, HEARS)):
        in_a_post = owner.startswith("post:")
        but = (in_posts_apart if in_a_post else apart)(audit, concern.raised_by)
        found |= {person.id for person in in_post(reader, owner)} - but
        if any(not is_gone(reader, upn) for upn in found):
            break
    return found


def readers_of(reader: Reader, concern: Concern) -> set[str]:
    """Who may read it: who raised it, who hears it now, and who has held a meeting about it."""
    met = {meeting["by"] for meeting in concern.meetings}
    now = set() if concern.state == "closed" else hearers(reader, concern)
    return {concern.raised_by} | met | now


def involved_in(reader: Reader, concern: Concern) -> set[str]:
    """Who may not hear it as the holder of a post, as its audit stands now."""
    return in_posts_apart(_audit_of(reader, concern), concern.raised_by)


def _audit_of(reader: Reader, concern: Concern) -> Audit | None:
    return reader.find(Audit, content_of(reader, concern).get("audit"))


def apart(audit: Audit | None, raiser: str) -> set[str]:
    """Who may not hear it: its raiser, and who audits or moderates the audit."""
    did = () if audit is None else (audit.auditor, audit.moderator, audit.moderated_by)
    return {upn for upn in (raiser, *did) if upn is not None}


def in_posts_apart(audit: Audit | None, raiser: str) -> set[str]:
    """The same and those whose work was audited: their post is passed over (§2.12)."""
    return apart(audit, raiser) | (set() if audit is None else whose_work(audit))


def manager_apart_from(reader: Reader, involved: set[str]) -> str:
    """The Audit Manager, or the first post above whose holders are not all `involved`.

    Where there is none, it waits at a post that nobody holds, for whoever comes to it.
    """
    held = {name: {person.id for person in holders(reader, post(name))} for name in HEARS}
    apart_from_it = [name for name, people in held.items() if people - involved]
    vacant = [name for name, people in held.items() if not people]
    return post([*apart_from_it, *vacant, HEARS[-1]][0])
