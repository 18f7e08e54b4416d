"""Supervision each month, a report each week, until the actions close; never two at once (§3)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store.relations.moderation import DISPUTE_DECIDER
from store.tables import Duty
from store.views.reports.digest import digest
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import submit_return
from tests.store.acts.arranging_actions import (
    CLOSURE,
    CONFIRMED,
    SUPERVISED,
    close,
    do_it,
    improvement,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import CHECKED, MODERATED, told
from tests.store.council import HOS, HOS_CARE, OFFICER, Council

WEEKLY = {"text": "CANARY-weekly: two visits, one alone."}


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def of_kind(council: Council, kind: str) -> list[Duty]:
    with council.read() as reader:
        return list(reader.rows(Duty, kind=kind, order="opened_at"))


def supervise(council: Council, audit: str, when: datetime, *, by: str = HOS) -> None:
    given = SUPERVISED | {"on": when.date().isoformat()}
    council.do("supervision.recorded", audit, given, by=by, at=when)


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_3_supervision_of_work_below_good_is_recorded_a_month_from_moderation(
    council: Council, grade: str
) -> None:
    audit = with_actions(council, grade=grade)
    duty = council.duties(audit.id)["supervision.record"]
    assert (duty.owner, duty.due_at) == ("post:head_of_service:Frontdoor", at(1, 14, 17))
    assert duty.rule.startswith("1 month from moderation")


def test_3_good_work_asks_for_none_of_it(council: Council) -> None:
    audit = with_actions(council, improvement(), grade="Good")
    kinds = {"supervision.record", "progress.report", "improvement.escalate", "closure.record"}
    assert not kinds & council.duties(audit.id).keys()
    with pytest.raises(Stale, match="not below good"):
        supervise(council, audit.id, at(1, 12))


def test_3_each_supervision_opens_the_next_a_month_on_and_they_never_pile_up(
    council: Council,
) -> None:
    audit = with_actions(council)
    for when in (at(1, 12), at(1, 13), at(2, 16)):
        supervise(council, audit.id, when)
        still = [d for d in of_kind(council, "supervision.record") if d.closed_at is None]
        assert [d.opened_at for d in still] == [when]
    assert council.duties(audit.id)["supervision.record"].due_at == at(3, 16, 17)


def test_3_the_team_manager_may_record_it_with_the_head_of_service_and_nobody_else(
    council: Council,
) -> None:
    audit = with_actions(council)
    for other in (audit.practitioner, HOS_CARE, OFFICER):
        with pytest.raises(NotAllowed):
            supervise(council, audit.id, at(1, 12), by=other)
    supervise(council, audit.id, at(1, 12), by=audit.team_manager)


def test_3_a_supervision_is_held_before_it_is_recorded(council: Council) -> None:
    audit = with_actions(council)
    with pytest.raises(Invalid):
        council.do(
            "supervision.recorded", audit.id, SUPERVISED | {"on": "2027-01-13"},
            by=HOS, at=at(1, 12),
        )  # fmt: skip


def test_3_supervision_goes_on_until_the_closure_is_recorded(council: Council) -> None:
    audit = with_actions(council)
    close(council, the_action(council, audit), audit.team_manager)
    assert "supervision.record" in council.duties(audit.id)
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    assert "supervision.record" not in council.duties(audit.id)
    with pytest.raises(Stale, match=r"recorded on Tue 5 Jan"):
        supervise(council, audit.id, at(1, 12))


def test_3_work_graded_inadequate_is_reported_each_week(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    duty = council.duties(audit.id)["progress.report"]
    assert (duty.owner, duty.due_at) == ("post:head_of_service:Frontdoor", at(12, 21, 17))
    council.do("progress.reported", audit.id, WEEKLY, by=HOS, at=at(12, 18))
    # A week on is Christmas Day; the next working day follows the weekend's substitute.
    assert council.duties(audit.id)["progress.report"].due_at == at(12, 29, 17)
    assert {
        "post:divisional_director",
        "post:head_of_learning_academy",
        "post:audit_manager",
    } <= told(council, "progress")


def test_3_weekly_reports_never_pile_up_over_a_quarter(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    for week in range(1, 13):
        when = MODERATED + timedelta(weeks=week, hours=1)
        council.do("progress.reported", audit.id, WEEKLY, by=HOS, at=when)
        still = [d for d in of_kind(council, "progress.report") if d.closed_at is None]
        assert len(still) == 1
    assert len(of_kind(council, "progress.report")) == 13


def test_3_weekly_reports_end_with_the_last_action(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    close(council, the_action(council, audit), audit.team_manager)
    assert "progress.report" not in council.duties(audit.id)
    with pytest.raises(Stale, match="end with the last action"):
        council.do("progress.reported", audit.id, WEEKLY, by=HOS, at=CONFIRMED)


def test_3_an_action_done_and_not_confirmed_keeps_the_weekly_report(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    do_it(council, the_action(council, audit))
    assert "progress.report" in council.duties(audit.id)


def test_3_a_grade_raised_from_inadequate_to_ri_ends_the_weekly_report_alone(
    council: Council,
) -> None:
    audit = with_actions(council, grade="Inadequate")
    settle(council, audit, "RI")
    kinds = council.duties(audit.id).keys()
    assert "progress.report" not in kinds
    assert "supervision.record" in kinds


def test_3_a_grade_that_falls_to_inadequate_opens_the_weekly_report(council: Council) -> None:
    audit = with_actions(council, grade="RI")
    assert "progress.report" not in council.duties(audit.id)
    settle(council, audit, "Inadequate")
    assert "progress.report" in council.duties(audit.id)


def test_3_a_grade_that_rises_to_good_ends_supervision_and_closure(council: Council) -> None:
    audit = with_actions(council, grade="RI")
    settle(council, audit, "Good")
    kinds = {"supervision.record", "closure.record", "improvement.escalate"}
    assert not kinds & council.duties(audit.id).keys()


def settle(council: Council, audit: Any, grade: str) -> None:
    """A dispute ends with another grade."""
    reason = {"reason": "It was not looked at."}
    council.do("dispute.raise", audit.id, reason, by=audit.team_manager, at=at(12, 16))
    handed = {"answer": "We see it differently.", "outcome": "refer"}
    council.do("dispute.answer", audit.id, handed, by=audit.moderator or "", at=at(12, 17))
    with council.read() as reader:
        decider = min(DISPUTE_DECIDER.upns(reader, reader.get(type(audit), audit.id)))
    given = {"grade": grade, "rationale": "Read again."}
    council.do("dispute.settle", audit.id, given, by=decider, at=at(12, 21))


def test_3_an_audit_lowered_without_actions_is_supervised_and_not_closed_by_itself(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Good")
    council.do("check.pass", audit.id, by=OFFICER, at=CHECKED)
    given = {"grade": "Inadequate", "rationale": "It is worse.", "spoke_on": "2026-12-14"}
    council.do("moderation.change", audit.id, given, by=audit.moderator or "", at=MODERATED)
    kinds = council.duties(audit.id).keys()
    assert "supervision.record" in kinds
    assert not {"progress.report", "closure.record"} & kinds
    with pytest.raises(Stale, match="No action was ever agreed"):
        council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))


def test_what_is_said_of_progress_stands_in_no_fact_and_no_digest(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    council.do("progress.reported", audit.id, WEEKLY, by=HOS, at=at(12, 18))
    supervise(council, audit.id, at(1, 12))
    assert "CANARY" not in str(council.table("fact"))
    with council.read(at(1, 20)) as reader:
        assert "CANARY" not in str(digest(reader))
