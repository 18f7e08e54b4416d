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
]  # fmt: skip
"""What somebody owes. An authority's own duties are called `duty.<name>` (programme.md §4)."""

KINDS = frozenset(get_args(DutyKind))

SHIPPED_OWN = frozenset({"duty.help", "duty.delay"})
"""Kinds that ship with profiles under an authority's own prefix."""

OWN: Final = "duty."
"""How the kind of an authority's own duty begins."""

RECORDED: Final = "duty.done"
"""The act that meets a duty of the authority's own where none says more than that it was done."""
