"""What is said in confidence: which duties, who hears a concern, who may read it (§2.12)."""

import json
from typing import Any

from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader
from store.people.posts import holders, in_post, post, whose_work
from store.tables import Audit, Concern, Duty

HEARS = ("audit_manager", "head_of_learning_academy", "divisional_director")
"""Who hears a concern after the raiser's own manager: the first who had no part in the audit."""


def is_confidential(reader: Reader, duty: Duty) -> bool:
    """Whether nobody but its owner hears of `duty`: no list, no digest, no escalation names it."""
    rule = reader.profile.duty.get(duty.kind)
    return rule is not None and rule.confidential


def content_of(reader: Reader, concern: Concern) -> dict[str, Any]:
    """`{"audit", "text"}` as it was raised; empty where it has been disposed of."""
    text = reader.unseal(concern.content)
    opened: dict[str, Any] = {} if text is None else json.loads(text)
    return opened


def learnt_of(reader: Reader, meeting: dict[str, Any]) -> str:
    """What was learnt in one meeting of a concern; nothing where nothing was written."""
    text = reader.unseal(meeting["learnt"])
    return "" if text is None else str(json.loads(text)["learnt"])


def hearers(reader: Reader, concern: Concern) -> set[str]:
    """Who may hold the meeting: its holder; while they are away the Audit Manager as well.

    Never a delegate: standing in for somebody's work is no part in what was told to them alone.
    Never whoever raised it, and never who audits or moderates what it is about. One's own manager
    may well be the Team Manager of that work; a post hears nothing about work of its holder's own.
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
    """Who may read it: whoever raised it, who is to hear it now, who has held a meeting in it."""
    met = {meeting["by"] for meeting in concern.meetings}
    now = set() if concern.state == "closed" else hearers(reader, concern)
    return {concern.raised_by} | met | now


def involved_in(reader: Reader, concern: Concern) -> set[str]:
    """Who cannot hear it in a post of theirs, as the audit that it is about stands now."""
    return in_posts_apart(_audit_of(reader, concern), concern.raised_by)


def _audit_of(reader: Reader, concern: Concern) -> Audit | None:
    return reader.find(Audit, content_of(reader, concern).get("audit"))


def apart(audit: Audit | None, raiser: str) -> set[str]:
    """Whoever raised it, and who audits or moderates: nobody hears a concern about themselves."""
    did = () if audit is None else (audit.auditor, audit.moderator, audit.moderated_by)
    return {upn for upn in (raiser, *did) if upn is not None}


def in_posts_apart(audit: Audit | None, raiser: str) -> set[str]:
    """The same with those whose work it is: a post of theirs goes one up (programme.md §2.12)."""
    return apart(audit, raiser) | (set() if audit is None else whose_work(audit))


def manager_apart_from(reader: Reader, involved: set[str]) -> str:
    """The Audit Manager; one up, and one further, where they are themselves of those `involved`."""
    for name in HEARS:
        if {person.id for person in holders(reader, post(name))} - involved:
            return post(name)
    return post(HEARS[1])
