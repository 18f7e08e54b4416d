"""What simulated people do about what they owe, and what may follow something done."""

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
    "uopp.hold": (("uopp.convene", 50), ("uopp.held", 50)),
    "uopp.second": (("uopp.convene", 30), ("uopp.held", 70)),
    "progression.confirm": (("progression.confirm", 70), ("progression.refuse", 30)),
    "practice.decide": (("practice.pass", 75), ("practice.again", 25)),
    "lock.confirm": (("lock.confirm", 85), ("lock.change", 15)),
}  # fmt: skip
"""What is chosen for each kind of duty, and how often; for others whatever meets it."""

ODD: Mapping[str, str] = {
    "exemption.request": "would rather not",
    "conflict.declare": "knows the family",
    "moderation.conflict": "knows the family",
    "moderation.change": "disagrees",
    "dispute.raise": "disagrees",
    "concern.raise": "disagrees",
}
"""Choices that come far likelier to some people than to others."""
LIKELIER, RARER = 4.0, 0.5


def weights(
    kind: str, rule: DutyRule | None, row: Row, traits: frozenset[str]
) -> list[tuple[str, float]]:
    """What somebody like that may do about a duty of that kind on `row`, with how often."""
    met_by = () if rule is None else rule.met_by
    choices = CHOICES.get(kind) or [(verb, 1.0) for verb in met_by]
    return [
        (verb, often * (LIKELIER if ODD.get(verb) in traits else RARER if verb in ODD else 1))
        for verb, often in choices
        if verb in ACTS
        and (isinstance(row, ACTS[verb].on) or verb == RECORDED)
        and not ACTS[verb].is_consequence
    ]


SHORTLY_BEFORE: Mapping[str, timedelta] = {"kloe.hold": timedelta(days=2)}
"""What one sees to only when its day is near, however long before that it was owed."""


class Move(NamedTuple):
    """Something that may follow: how often in hundredths, and after how many working hours."""

    verb: str
    often: float
    soonest: float
    latest: float


FOLLOWING: Mapping[str, Sequence[Move]] = {
    "kloe.convene": (Move("kloe.confirm", 90, 1, 12), Move("kloe.confirm", 80, 1, 20)),
    "list.change": (Move("audit.add", 15, 1, 6),),
    "list.confirm": (Move("audit.add", 40, 2, 30), Move("audit.add", 20, 20, 60)),
    "allocation.accept": (
        Move("return.save", 25, 4, 40), Move("exemption.request", 3, 2, 40),
        Move("conflict.declare", 3, 2, 40),
    ),
    "exemption.request": (Move("exemption.withdraw", 12, 1, 10),),
    "return.submit": (
        Move("return.recall", 7, 0, 3), Move("moderation.conflict", 3, 0, 8),
        Move("section.complete", 5, 1, 10),
    ),
    "check.pass": (Move("moderation.hand_over", 2, 0, 8),),
    "moderation.agree": (
        Move("dispute.raise", 14, 1, 44), Move("concern.raise", 4, 1, 30),
        Move("cover.name", 20, 0, 8),
    ),
    "moderation.change": (
        Move("dispute.raise", 25, 1, 44), Move("concern.raise", 4, 1, 30),
        Move("cover.name", 20, 0, 8),
    ),
    "uopp.convene": (
        Move("uopp.confirm", 80, 1, 6), Move("uopp.confirm", 60, 1, 8), Move("uopp.fix", 60, 4, 10),
        Move("uopp.not_held", 8, 8, 20),
    ),
    "uopp.held": (Move("progression.propose", 12, 4, 30),),
    "impact.reported": (Move("reaudit.widen", 20, 1, 16),),
    "dispute.answer": (Move("dispute.refer", 45, 0, 26),),
    "dip.assign": (Move("dip.agree", 75, 1, 16), Move("dip.decline", 40, 8, 30)),
}  # fmt: skip
"""What may come after each act, on the same subject."""
