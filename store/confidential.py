"""What is said in confidence: which duties, who hears a concern, who may read it (§2.12)."""

import json
from typing import Any

from store.ledger import Reader
from store.people import holders, in_post, post
from store.predicates import is_gone
from store.tables import Concern, Duty


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
    Never whoever raised it.
    """
    found: set[str] = set()
    for owner in (concern.holder, post("audit_manager"), post("head_of_learning_academy")):
        found |= {person.id for person in in_post(reader, owner)} - {concern.raised_by}
        if any(not is_gone(reader, upn) for upn in found):
            break
    return found


def readers_of(reader: Reader, concern: Concern) -> set[str]:
    """Who may read it: whoever raised it, who is to hear it now, who has held a meeting in it."""
    met = {meeting["by"] for meeting in concern.meetings}
    now = set() if concern.state == "closed" else hearers(reader, concern)
    return {concern.raised_by} | met | now


def manager_apart_from(reader: Reader, involved: set[str]) -> str:
    """The Audit Manager; one up where they are themselves of those `involved`."""
    own = {person.id for person in holders(reader, post("audit_manager"))}
    return post("head_of_learning_academy") if own <= involved else post("audit_manager")
