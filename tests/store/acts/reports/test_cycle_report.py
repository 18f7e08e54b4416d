"""Reports on a cycle: by when, to whom, without a child's name (programme.md §3, §5)."""

from typing import Any

import pytest

from store.tables import Audit, Cycle, CycleReport
from store.views.reports.impact import impact
from store.vocabulary.errors import Invalid, NamesChild, NotAllowed, Stale
from tests.store.acts.looking_again import (
    JUNE,
    MAY,
    SIX_WEEKS_ON,
    dip,
    issue_next,
    moderated,
    next_cycle,
    reaudits,
    told,
)
from tests.store.audit_month import moderate
from tests.store.council import ACADEMY, CYCLE, HOS, OFFICER, PSW, Council

BOARD = {
    "impact": "Visits are on time",
    "learning": "Plans hold the child's words",
    "plan": "Supervision looks at plans monthly",
}
CAMPAIGN = {"workshop_on": "2027-03-10", "plan": "Each team looks at one plan", "themes": "Voice"}
HEADS = "post:head_of_service:Frontdoor"


def reports(council: Council) -> list[CycleReport]:
    with council.read() as reader:
        return list(reader.rows(CycleReport, cycle=CYCLE))


@pytest.mark.parametrize(
    ("kind", "owner", "day", "rule"),
    [
        ("highlight.report", "post:audit_team", "2027-01-29", "January 2027, month 2"),
        ("board.report", "post:audit_team", "2027-01-29", "January 2027, month 2"),
        ("campaign.agree", "post:psw", "2027-05-28", "May 2027, month 6"),
    ],
)
def test_3_each_is_due_on_the_last_working_day_of_its_month_and_the_audit_month_is_month_one(
    council: Council, kind: str, owner: str, day: str, rule: str
) -> None:
    duty = council.duties(CYCLE)[kind]
    assert duty.owner == owner
    assert duty.due_at.date().isoformat() == day
    assert duty.rule == f"the last working day of {rule} of the cycle"


@pytest.mark.parametrize(
    ("verb", "given", "by", "kind"),
    [
        ("highlight.reported", {"text": "Most plans are clear"}, OFFICER, "highlight.report"),
        ("board.reported", BOARD, OFFICER, "board.report"),
        ("campaign.agreed", CAMPAIGN, PSW, "campaign.agree"),
    ],
)
def test_3_whoever_owes_it_meets_it_and_nobody_else(
    council: Council, verb: str, given: dict[str, Any], by: str, kind: str
) -> None:
    others = {HOS, OFFICER, PSW, "tm.mash", "sw.mash"} - {by}
    for upn in others:
        with pytest.raises(NotAllowed):
            council.do(verb, CYCLE, given, by=upn, at=SIX_WEEKS_ON)
    council.do(verb, CYCLE, given, by=by, at=SIX_WEEKS_ON)
    assert kind not in council.duties(CYCLE)
    assert council.problems() == []


@pytest.mark.parametrize(
    "part",
    [
        "impact",
        "learning",
        "systemic",
        "families_said",
        "practitioners_said",
        "plan",
        "practitioners",
    ],
)
def test_5_a_report_that_names_a_child_is_not_taken(council: Council, part: str) -> None:
    given = BOARD | {part: "We thank  zebedee\nQUILL of mash 1 for their words"}
    with pytest.raises(NamesChild) as marked:
        council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    assert set(marked.value.fields) == {part}
    with pytest.raises(Invalid) as refused:
        council.do(
            "board.reported", CYCLE, given | {"not_this_child": True}, by=OFFICER, at=SIX_WEEKS_ON
        )
    assert refused.value.fields == {part: "names a child; say it without the name"}, "all the same"
    assert reports(council) == []


def test_5_what_was_written_is_sealed_and_every_version_kept(council: Council) -> None:
    for text in ("Most plans are clear", "All plans are clear"):
        council.do("highlight.reported", CYCLE, {"text": text}, by=OFFICER, at=SIX_WEEKS_ON)
    assert "plans are clear" not in str(council.table("fact"))
    assert len(reports(council)) == 2


def test_5_a_short_version_goes_to_practitioners_and_their_managers(council: Council) -> None:
    council.do("board.reported", CYCLE, BOARD, by=OFFICER, at=SIX_WEEKS_ON)
    assert told(council, "practitioners_report", CYCLE) == set()
    given = BOARD | {"practitioners": "Children's words are in the plans"}
    council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    worked = {a.practitioner for a in council.audits()} | {a.team_manager for a in council.audits()}
    assert told(council, "practitioners_report", CYCLE) >= worked
    assert HEADS in told(council, "board_report", CYCLE)


def test_3_the_workshop_is_in_months_four_to_six_and_a_late_one_is_not_refused(
    council: Council,
) -> None:
    for day in ("2027-02-26", "2026-12-10"):
        given = CAMPAIGN | {"workshop_on": day}
        with pytest.raises(Invalid) as refused:
            council.do("campaign.agreed", CYCLE, given, by=PSW, at=SIX_WEEKS_ON)
        assert "month four" in refused.value.fields["workshop_on"]
    given = CAMPAIGN | {"workshop_on": "2027-06-02"}
    council.do("campaign.agreed", CYCLE, given, by=PSW, at=MAY)
    assert {"tm.mash", "tm.assessment", "tm.response"} <= told(council, "campaign", CYCLE)
    assert not {"tm.care.one"} & told(council, "campaign", CYCLE)


def decide_re_audits(council: Council) -> None:
    """Every re-audit is complete."""
    with council.unit() as unit:
        for audit in unit.rows(Audit, kind="reaudit"):
            audit.state = "complete"
        unit.record("test.decided", CYCLE, {})


# ---- impact --------------------------------------------------------------------------------------


def test_3_the_impact_report_is_due_with_the_next_board_report_once_re_audits_are_drawn(
    council: Council,
) -> None:
    moderated(council, "RI")
    assert "impact.report" not in council.duties(CYCLE)
    next_cycle(council)
    duty = council.duties(CYCLE)["impact.report"]
    assert duty.owner == "post:head_of_learning_academy"
    assert duty.due_at.date().isoformat() == "2027-07-30"
    given = {"text": "What was agreed was done"}
    with pytest.raises(NotAllowed):
        council.do("impact.reported", CYCLE, given, by=OFFICER, at=JUNE)
    with pytest.raises(Stale, match="0 of 1 re-audits are decided: the report waits for"):
        council.do("impact.reported", CYCLE, given, by=ACADEMY, at=JUNE)
    decide_re_audits(council)
    council.do("impact.reported", CYCLE, given, by=ACADEMY, at=JUNE)
    assert "impact.report" not in council.duties(CYCLE)
    assert told(council, "impact_report", CYCLE) == {HEADS, "post:divisional_director", "post:psw"}


def test_3_it_compares_what_fell_below_good_with_what_was_found_again(council: Council) -> None:
    first, second, _ = moderated(council, "RI", "Inadequate", "Good")
    dip(council, first, "Good")
    dip(council, second, "RI", standing="delayed", delay="Nobody was free")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="Good")
    with council.read(JUNE) as reader:
        found = impact(reader, reader.get(Cycle, CYCLE), full=True)
    assert found["below_good"]["n"] == 2
    assert found["dip_reaudits"] == {"n": 2, "improved": 1, "not_yet": 1}
    assert found["delayed"] == {"n": 2, "delayed": 1, "on_track": 1}
    assert found["reaudits"] == {"n": 1, "improved": 1, "not_yet": 0}
    assert found["consistently_improved"] is True


def test_5_to_the_board_no_count_under_five_is_told_nor_what_reveals_it(council: Council) -> None:
    first, second, _ = moderated(council, "RI", "Inadequate", "Good")
    dip(council, first, "Good")
    dip(council, second, "RI")
    next_cycle(council)
    with council.read(JUNE) as reader:
        found = impact(reader, reader.get(Cycle, CYCLE))
    for part in ("below_good", "dip_reaudits", "delayed"):
        assert found[part]["suppressed"] is True
        assert {n for name, n in found[part].items() if name != "suppressed"} == {None}
    # How many re-audits are done is a count of work; of none there is nothing to hide.
    assert found["reaudits"] == {"n": 0, "improved": 0, "not_yet": 0}
    assert found["consistently_improved"] is None
