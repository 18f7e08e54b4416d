"""A grade raised on progress since: proposed, confirmed by another, never governing (§3, §1)."""

from datetime import UTC, date, datetime

import pytest

from store.duties.predicates.closed_lists import governing_grade
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging_disputes import moderated, told
from tests.store.acts.arranging_meetings import MET, NEXT_DAY, below_good, hold, owed, the_proposal
from tests.store.council import ACADEMY, MANAGER, Council

HIGHER = {"grade": "Good", "reason": "CANARY-progress: she is back at school"}
DECIDED_AT = datetime(2026, 12, 18, 12, tzinfo=UTC)


def test_3_it_may_be_proposed_at_the_meeting_and_the_audit_manager_confirms(
    council: Council,
) -> None:
    audit = below_good(council)
    hold(council, audit, progression=HIGHER)
    duty = council.duties(audit.id)["progression.confirm"]
    assert (duty.owner, duty.due_at.date()) == ("post:audit_manager", date(2026, 12, 22))
    assert told(council, "progression") == {"post:audit_manager"}
    council.do("progression.confirm", audit.id, by=MANAGER, at=DECIDED_AT)
    now = council.audit(audit.id)
    # Upscaled beside the grade that governs, which stays; the work has improved.
    assert (now.progressed, governing_grade(now), now.improved_at) == ("Good", "RI", DECIDED_AT)
    assert "progression.confirm" not in owed(council, audit)
    assert audit.practitioner in told(council, "progression_decided")


def test_3_it_may_be_proposed_after_the_meeting_by_whoever_chaired_it(council: Council) -> None:
    audit = below_good(council)
    with pytest.raises(NotAllowed):
        council.do("progression.propose", audit.id, HIGHER, by=audit.auditor or "", at=MET)
    hold(council, audit)
    with pytest.raises(NotAllowed):
        council.do("progression.propose", audit.id, HIGHER, by=audit.team_manager, at=NEXT_DAY)
    council.do("progression.propose", audit.id, HIGHER, by=audit.auditor or "", at=NEXT_DAY)
    with pytest.raises(Stale, match="waiting for a decision"):
        council.do("progression.propose", audit.id, HIGHER, by=audit.auditor or "", at=NEXT_DAY)
    assert the_proposal(council).grade == "Good"


@pytest.mark.parametrize("grade", ["RI", "Inadequate", "Splendid"])
def test_3_a_grade_is_only_raised_on_progress(council: Council, grade: str) -> None:
    audit = below_good(council)
    with pytest.raises(Invalid) as refused:
        hold(council, audit, progression=HIGHER | {"grade": grade})
    assert "progression.grade" in refused.value.fields


def test_7_whoever_proposed_it_does_not_confirm_it(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    hold(council, audit, by=MANAGER, progression=HIGHER)
    duty = council.duties(audit.id)["progression.confirm"]
    if ACADEMY not in (audit.auditor, audit.moderator):
        assert duty.owner == "post:head_of_learning_academy"
    with pytest.raises(NotAllowed):
        council.do("progression.confirm", audit.id, by=MANAGER, at=DECIDED_AT)


def test_7_nor_does_a_moderator_of_the_same_audit(council: Council) -> None:
    audit = next(a for a in council.audits() if a.moderator == MANAGER)
    audit = moderated(council, audit, grade="RI")
    hold(council, audit, progression=HIGHER)
    with pytest.raises(NotAllowed):
        council.do("progression.confirm", audit.id, by=MANAGER, at=DECIDED_AT)


def test_3_refused_the_grade_stays_and_it_may_be_proposed_again(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit, progression=HIGHER)
    council.do("progression.refuse", audit.id, {"reason": "Too early"}, by=MANAGER, at=DECIDED_AT)
    now = council.audit(audit.id)
    assert (now.progressed, now.improved_at) == (None, None)
    council.do("progression.propose", audit.id, HIGHER, by=audit.auditor or "", at=DECIDED_AT)
    assert "progression.confirm" in owed(council, audit)


def test_3_a_step_up_that_is_still_below_good_is_no_improvement(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    hold(council, audit, by=MANAGER, progression=HIGHER | {"grade": "RI"})
    duty = council.duties(audit.id)["progression.confirm"]
    decider = {"post:head_of_learning_academy": ACADEMY}.get(duty.owner, "director")
    council.do("progression.confirm", audit.id, by=decider, at=DECIDED_AT)
    now = council.audit(audit.id)
    assert (now.progressed, now.improved_at) == ("RI", None)
