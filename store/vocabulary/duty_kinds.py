"""The kinds of duty that Sightline knows (contract.md §7)."""

from typing import Final, Literal, get_args

DutyKind = Literal[
    "kloe.hold", "list.propose", "list.confirm", "allocation.accept", "conflict.resolve",
    "exemption.decide", "reallocation.confirm", "section.complete", "return.submit",
    "return.check", "return.rectify", "moderation.decide", "void.decide", "lock.confirm",
    "dispute.answer", "dispute.decide", "concern.answer", "dip.sample", "dip.signoff",
    "urgent.address", "uopp.hold", "uopp.share", "uopp.note", "case.note", "supervision.record",
    "progress.report", "uopp.second", "dip.reaudit", "progression.confirm", "action.complete",
    "action.confirm", "closure.record", "improvement.escalate", "reaudit.allocate",
    "impact.report", "highlight.report", "board.report", "campaign.agree", "board.signoff",
    "digest.address", "leaver.reassign", "delivery.reach", "practice.decide",
    "learning.plan", "learning.send",
]  # fmt: skip
"""A kind of duty. An authority's own kinds are named `duty.<name>` (programme.md §4)."""

KINDS = frozenset(get_args(DutyKind))

SHIPPED_OWN = frozenset({"duty.help", "duty.delay"})
"""Kinds with the prefix of an authority's own duties that the supplied profiles use."""

OWN: Final = "duty."
"""The prefix of the kind of an authority's own duty."""

RECORDED: Final = "duty.done"
"""The act that meets an authority's own duty for which no other act exists."""
