"""Where an audit is, in words: one sentence for every state, on every card that lists audits."""

from collections.abc import Mapping

from store.vocabulary import terms

STATE_WORDS: Mapping[str, str] = {
    "drawn": "drawn",
    "allocated": "allocated, not issued",
    "issued": "not accepted yet",
    "accepted": "accepted",
    "exemption_asked": "exemption asked for",
    "conflict_declared": "conflict declared",
    "reallocating": "waits for a new auditor",
    "swapped": "swapped for another case",
    "returned": "returned",
    "rectifying": "sent back to its auditor",
    "referred": f"with the {terms.AUDIT_TEAM}",
    "moderated": "moderated",
    "complete": "complete",
    "voided": "voided",
    "offered": "offered as a dip sample",
    "sampling": "being sampled",
    "sampled": "sampled",
}


def state_in_words(state: str) -> str:
    """Where an audit is; a state of a later version by its own name."""
    return STATE_WORDS.get(state, state.replace("_", " "))
