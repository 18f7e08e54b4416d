"""How much somebody has to do: audits to do, audits to moderate, and what else they owe."""

from dataclasses import dataclass

from store.ledger import Reader
from store.tables import Audit
from store.views.parts.owners import work_by_person
from store.vocabulary.states import WITH_AUDITOR, AuditState

AUDITING: frozenset[AuditState] = WITH_AUDITOR | {"rectifying"}
"""The audit still has work for its auditor."""
MODERATING: frozenset[AuditState] = AUDITING | {"returned", "referred"}
"""The audit still has work for its moderator."""

OF_AN_AUDIT = {"allocation.accept", "return.submit", "return.rectify", "moderation.decide"}
"""Kinds of duty that are counted as audits to do and to moderate."""


@dataclass(frozen=True, slots=True)
class InHand:
    """How many audits somebody has to do, how many they moderate, and what else they owe.

    `others` counts open duties that are neither, those of their posts included.
    """

    audits: int = 0
    moderations: int = 0
    others: int = 0


def in_hand(reader: Reader, upn: str) -> InHand:
    """What somebody has to do now."""
    work = reader.once("work", lambda: work_by_person(reader))
    return InHand(
        len(reader.rows(Audit, auditor=upn, state=AUDITING)),
        len(reader.rows(Audit, moderator=upn, state=MODERATING)),
        sum(duty.kind not in OF_AN_AUDIT for duty in work.get(upn, ())),
    )
