"""A decision on a grade: of the programme's scale, and kept beside every earlier one."""

from typing import Any, Literal

from pydantic import BaseModel

from store.ledger import Unit
from store.ledger.private import sealed_model
from store.tables import Audit, GradeDecision
from store.vocabulary.errors import Invalid


def refuse_unknown_grade(unit: Unit, grade: str) -> None:
    """Raise `Invalid` for a grade that the programme's scale does not have."""
    if grade not in unit.profile.grades:
        raise Invalid(
            "That is not a grade of this programme.",
            {"grade": f"choose one of {', '.join(unit.profile.grades)}"},
        )


def record_decision(
    unit: Unit,
    audit: Audit,
    given: BaseModel,
    *,
    step: Literal["moderation", "lock", "dispute"],
    outcome: Literal["agree", "change"],
    grade: str | None,
    **conversation: Any,
) -> GradeDecision:
    """Keep a decision on the grade: none replaces an earlier one (programme.md §3)."""
    return unit.add(
        GradeDecision(
            programme=unit.programme,
            id=f"{audit.id}.g{unit.next_seq}",
            audit=audit.id,
            step=step,
            outcome=outcome,
            decided_by=unit.actor.upn,
            decided_at=unit.at,
            grade=grade,
            content=sealed_model(unit, given),
            **conversation,
        )
    )
