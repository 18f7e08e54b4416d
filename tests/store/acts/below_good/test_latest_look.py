"""Improved is what the latest look at the work says, whichever look that is (programme.md §3)."""

from datetime import UTC, datetime

from store.tables import Progression
from tests.store.acts.looking_again import JUNE, below_good, dip, issue_next, next_cycle, reaudits
from tests.store.audit_month import moderate
from tests.store.council import ACADEMY, MANAGER, Council

ACTION = {
    "what": "See the child alone",
    "who": "practitioner",
    "by": "2027-06-30",
    "different": "The child's own words guide the plan",
}
JANUARY = datetime(2027, 1, 5, 10, tzinfo=UTC)


def upscaled(council: Council, audit_id: str, grade: str = "Good") -> None:
    """A raise on progress, proposed and confirmed."""
    with council.unit() as unit:
        unit.add(
            Progression(
                programme=unit.programme,
                id=f"{audit_id}.p1",
                audit=audit_id,
                grade=grade,
                proposed_by="somebody",
                proposed_at=JANUARY,
                reason="sealed",
                state="proposed",
            )
        )
        unit.record("test.proposed", audit_id, {})
    decider = ACADEMY if council.audit(audit_id).moderator == MANAGER else MANAGER
    council.do("progression.confirm", audit_id, by=decider, at=JANUARY)


def test_upscaled_to_good_and_found_ri_at_the_dip_re_audit_it_has_not_improved(
    council: Council,
) -> None:
    audit = below_good(council)
    first = council.duties(audit.id)["improvement.escalate"].due_at
    upscaled(council, audit.id)
    assert council.audit(audit.id).improved_at == JANUARY
    assert "improvement.escalate" not in council.duties(audit.id)
    dip(council, audit, "RI")
    assert council.audit(audit.id).improved_at is None
    again = council.duties(audit.id)["improvement.escalate"]
    assert again.due_at == first, "the four months run from moderation, as they did"
    assert council.problems() == []


def test_a_re_audit_below_good_takes_back_what_the_dip_re_audit_found(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "Good")
    assert council.audit(audit.id).improved_at is not None
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="RI", actions=[ACTION])
    assert council.audit(audit.id).improved_at is None
    assert "improvement.escalate" in council.duties(audit.id)


def test_a_good_re_audit_outweighs_an_earlier_dip_re_audit_below_good(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="Good")
    assert council.audit(audit.id).improved_at == JUNE
