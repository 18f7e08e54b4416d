"""The words that a profile may use: roles, verbs and kinds of duty (contract.md §7)."""

from collections.abc import Iterable
from difflib import get_close_matches

from store.people.posts import POSTS
from store.sheets.person import ROLES

KINDS = frozenset({
    "kloe.hold", "list.propose", "list.confirm", "allocation.accept", "conflict.resolve",
    "exemption.decide", "reallocation.confirm", "section.complete", "return.submit",
    "return.check", "return.rectify", "moderation.decide", "void.decide", "lock.confirm",
    "dispute.answer", "dispute.decide", "concern.answer", "dip.sample", "dip.signoff",
    "urgent.address", "uopp.hold", "uopp.share", "uopp.note", "case.note",
    "supervision.record", "progress.report", "uopp.second", "dip.reaudit",
    "progression.confirm", "action.complete", "action.confirm", "closure.record",
    "improvement.escalate", "reaudit.allocate", "impact.report", "highlight.report",
    "board.report", "campaign.agree", "board.signoff", "digest.address", "leaver.reassign",
    "delivery.reach", "practice.decide",
})  # fmt: skip
"""Every kind of duty that Sightline knows; an authority's own is called `duty.<name>`."""

OWN = "duty."

RECORDED = "duty.done"
"""The act that meets a duty of the authority's own where none says more than that it was done."""

ANNOUNCED: frozenset[str] = frozenset()
"""Verbs of the Contract: a profile may name them before a release does them."""

TITLED = frozenset(ROLES) | frozenset(POSTS)
"""What an authority may have its own title for."""


def near(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean "auditor"?`, or a full stop."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else "."
