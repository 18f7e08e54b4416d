"""The closure of work below good is recorded once its actions are complete (programme.md §3)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from store.acts.audit_month.return_ import Improvement, open_actions
from store.tables import Audit
from store.vocabulary.errors import Invalid, Stale
from tests.store.acts.arranging_actions import (
    CLOSURE,
    actions_of,
    close,
    improvement,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import told
from tests.store.council import HOS, MANAGER, Council


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def test_3_the_closure_is_recorded_within_5_working_days_of_the_last_action(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(), improvement("team_manager"))
    first, second = actions_of(council, audit)
    close(council, first, audit.team_manager)
    assert "closure.record" not in council.duties(audit.id)
    with pytest.raises(Stale, match="1 of its actions is still open"):
        council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    close(council, second, HOS)
    duty = council.duties(audit.id)["closure.record"]
    assert (duty.owner, duty.due_at) == ("post:head_of_service:Frontdoor", at(1, 11, 17))
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    assert council.audit(audit.id).closed_at == at(1, 5)
    assert "closure.record" not in council.duties(audit.id)
    assert "post:audit_manager" in told(council, "closed")


def test_3_the_closure_cites_the_supervision_date(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    with pytest.raises(Invalid) as refused:
        council.do("closure.recorded", audit.id, {"recorded_on": "2027-01-05"}, by=HOS, at=at(1, 5))
    assert "supervision_on" in refused.value.fields
    ahead = CLOSURE | {"supervision_on": "2027-01-06"}
    with pytest.raises(Invalid) as refused:
        council.do("closure.recorded", audit.id, ahead, by=HOS, at=at(1, 5))
    assert "supervision_on" in refused.value.fields
    before = CLOSURE | {"supervision_on": "2026-11-30"}
    with pytest.raises(Invalid) as refused:
        council.do("closure.recorded", audit.id, before, by=HOS, at=at(1, 5))
    assert "is before the grade was decided" in refused.value.fields["supervision_on"]
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    (row,) = council.table("progress")
    assert json.loads(row["details"]) == {"supervision_on": "2027-01-05"}


def test_3_new_actions_after_the_last_take_the_closure_back(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    more_actions(council, audit.id, when=at(1, 6))
    assert council.audit(audit.id).closed_at is None
    assert "supervision.record" in council.duties(audit.id)
    assert "closure.record" not in council.duties(audit.id)


def more_actions(council: Council, audit_id: str, *, when: datetime, **of: Any) -> None:
    """A meeting agrees another action."""
    with council.unit(by=MANAGER, at=when) as unit:
        given = [Improvement.model_validate(improvement(by="2027-02-26", **of))]
        open_actions(unit, unit.get(Audit, audit_id), f"{audit_id}.u99", given)
        unit.record("meeting.held", audit_id, {})


def test_3_good_work_asks_for_no_closure_though_its_actions_are_followed_up(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(), grade="Good")
    action = the_action(council, audit)
    assert council.duties(action.id).keys() == {"action.complete"}
    close(council, action, audit.team_manager)
    assert not {"closure.record", "supervision.record"} & council.duties(audit.id).keys()
