"""How simulated people behave: which act they choose for a duty, and what may follow an act."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from store.programme.profile import DutyRule
from store.registry import ACTS
from store.tables import Row
from store.vocabulary.duty_kinds import RECORDED

CHOICES: Mapping[str, Sequence[tuple[str, float]]] = {
    "list.confirm": (("list.confirm", 80), ("list.change", 20)),
    "allocation.accept": (
        ("allocation.accept", 84), ("exemption.request", 6), ("conflict.declare", 5),
        ("return.save", 5),
    ),
    "return.submit": (("return.submit", 86), ("return.save", 8), ("exemption.request", 3),
                      ("conflict.declare", 3)),
    "exemption.decide": (("exemption.approve", 60), ("exemption.refuse", 40)),
    "return.check": (("check.pass", 84), ("check.send_back", 16)),
    "moderation.decide": (
        ("moderation.agree", 60), ("moderation.change", 18), ("moderation.send_back", 10),
        ("moderation.refer", 6), ("moderation.conflict", 4), ("moderation.hand_over", 2),
    ),
    "action.confirm": (("action.confirm", 88), ("action.reopen", 12)),
    "board.signoff": (
        ("board.signed_off", 70), ("board.deferred", 20), ("board.asked_again", 10),
    ),
    "uopp.hold": (("uopp.convene", 50), ("uopp.held", 50)),
    "uopp.second": (("uopp.convene", 30), ("uopp.held", 70)),
    "progression.confirm": (("progression.confirm", 70), ("progression.refuse", 30)),
    "practice.decide": (("practice.pass", 75), ("practice.again", 25)),
    "lock.confirm": (("lock.confirm", 85), ("lock.change", 15)),
}  # fmt: skip
"""The acts chosen for each kind of duty, with weights; for other kinds, the acts that meet it."""

TRAIT_BEHIND: Mapping[str, str] = {
    "exemption.request": "would rather not",
    "conflict.declare": "knows the family",
    "moderation.conflict": "knows the family",
    "moderation.change": "disagrees",
    "dispute.raise": "disagrees",
    "concern.raise": "disagrees",
}
"""Acts that people with a trait choose far more often than others do."""
WITH_TRAIT, WITHOUT_TRAIT = 4.0, 0.5
"""The factors on such an act's weight."""


def weighted_choices(
    kind: str, rule: DutyRule | None, row: Row, traits: frozenset[str]
) -> list[tuple[str, float]]:
    """What a person with these traits may do about a duty of that kind on `row`, with weights."""
    met_by = () if rule is None else rule.met_by
    choices = CHOICES.get(kind) or [(verb, 1.0) for verb in met_by]
    return [
        (verb, weight * _factor(verb, traits))
        for verb, weight in choices
        if verb in ACTS
        and (isinstance(row, ACTS[verb].on) or verb == RECORDED)
        and not ACTS[verb].is_consequence
    ]


def _factor(verb: str, traits: frozenset[str]) -> float:
    if verb not in TRAIT_BEHIND:
        return 1
    return WITH_TRAIT if TRAIT_BEHIND[verb] in traits else WITHOUT_TRAIT


SHORTLY_BEFORE: Mapping[str, timedelta] = {"kloe.hold": timedelta(days=2)}
"""Duties that people do only in the last days before the deadline, and how long that is."""


class FollowUp(NamedTuple):
    """An act that may follow: with what chance in per cent, and after how many working hours."""

    verb: str
    percent: float
    earliest: float
    latest: float


FOLLOW_UPS: Mapping[str, Sequence[FollowUp]] = {
    "kloe.convene": (FollowUp("kloe.confirm", 90, 1, 12), FollowUp("kloe.confirm", 80, 1, 20)),
    "list.change": (FollowUp("audit.add", 15, 1, 6),),
    "list.confirm": (FollowUp("audit.add", 40, 2, 30), FollowUp("audit.add", 20, 20, 60)),
    "allocation.accept": (
        FollowUp("return.save", 25, 4, 40), FollowUp("exemption.request", 3, 2, 40),
        FollowUp("conflict.declare", 3, 2, 40),
    ),
    "exemption.request": (FollowUp("exemption.withdraw", 12, 1, 10),),
    "return.submit": (
        FollowUp("return.recall", 7, 0, 3), FollowUp("moderation.conflict", 3, 0, 8),
        FollowUp("section.complete", 5, 1, 10),
    ),
    "check.pass": (FollowUp("moderation.hand_over", 2, 0, 8),),
    "moderation.agree": (
        FollowUp("dispute.raise", 14, 1, 44), FollowUp("concern.raise", 4, 1, 30),
        FollowUp("cover.name", 20, 0, 8),
    ),
    "moderation.change": (
        FollowUp("dispute.raise", 25, 1, 44), FollowUp("concern.raise", 4, 1, 30),
        FollowUp("cover.name", 20, 0, 8),
    ),
    "uopp.convene": (
        FollowUp("uopp.confirm", 80, 1, 6), FollowUp("uopp.confirm", 60, 1, 8),
        FollowUp("uopp.fix", 60, 4, 10), FollowUp("uopp.not_held", 8, 8, 20),
    ),
    "uopp.held": (FollowUp("progression.propose", 50, 4, 30),),
    "impact.reported": (FollowUp("reaudit.widen", 90, 1, 16),),
    "learning.send": (
        FollowUp("learning.reflect", 90, 1, 20), FollowUp("learning.attend", 60, 1, 20),
    ),
    "lock.confirm": (FollowUp("dispute.raise", 20, 1, 30),),
    "lock.change": (FollowUp("dispute.raise", 30, 1, 30),),
    "dispute.answer": (FollowUp("dispute.refer", 45, 0, 26),),
    "dip.assign": (FollowUp("dip.agree", 75, 1, 16), FollowUp("dip.decline", 40, 8, 30)),
}  # fmt: skip
"""The acts that may follow each act, on the same subject."""
