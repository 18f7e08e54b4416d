"""Work below good that has not improved after 4 months goes to the Divisional Director (§3)."""

from datetime import UTC, datetime

import pytest

from store.registry import enact
from store.tables import Audit
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging_actions import ESCALATION, close, the_action, with_actions
from tests.store.acts.arranging_disputes import told
from tests.store.council import ACADEMY, HOS, MANAGER, PSW, Council

DUE = datetime(2027, 4, 14, 16, tzinfo=UTC)
"""Wednesday, 4 months from Mon 14 December; 17:00 in London, in summer time."""


def improved(council: Council, audit: Audit, *, at: datetime) -> None:
    """A dip re-audit, a re-audit or a confirmed progression found it good."""
    with council.unit(by=MANAGER, at=at) as unit:
        enact(unit, "work.improve", unit.get(Audit, audit.id))


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_3_work_not_improved_is_escalated_four_months_from_moderation(
    council: Council, grade: str
) -> None:
    audit = with_actions(council, grade=grade)
    duty = council.duties(audit.id)["improvement.escalate"]
    assert (duty.owner, duty.due_at) == ("post:head_of_learning_academy", DUE)
    assert duty.rule == "4 months from moderation on Mon 14 Dec"


def test_3_it_ends_when_the_work_improved(council: Council) -> None:
    audit = with_actions(council)
    improved(council, audit, at=datetime(2027, 1, 25, 10, tzinfo=UTC))
    assert "improvement.escalate" not in council.duties(audit.id)
    with pytest.raises(Stale, match="has improved since"):
        council.do("improvement.escalated", audit.id, ESCALATION, by=ACADEMY, at=DUE)


def test_3_actions_that_are_closed_are_no_improvement_by_themselves(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    assert "improvement.escalate" in council.duties(audit.id)


def test_15_the_escalation_says_why_not_and_what_is_tried_that_is_new(council: Council) -> None:
    audit = with_actions(council)
    for missing in ESCALATION:
        given = {key: said for key, said in ESCALATION.items() if key != missing}
        with pytest.raises(Invalid):
            council.do("improvement.escalated", audit.id, given, by=ACADEMY, at=DUE)
    council.do("improvement.escalated", audit.id, ESCALATION, by=ACADEMY, at=DUE)
    assert "improvement.escalate" not in council.duties(audit.id)
    assert "post:divisional_director" in told(council, "escalated")
    assert "CANARY" not in str(council.table("fact"))


@pytest.mark.parametrize("other", [HOS, MANAGER, PSW])
def test_3_the_learning_academy_escalates_and_nobody_else(council: Council, other: str) -> None:
    audit = with_actions(council)
    with pytest.raises(NotAllowed):
        council.do("improvement.escalated", audit.id, ESCALATION, by=other, at=DUE)
