"""The meeting that agrees a cycle's lines of enquiry (programme.md §2.1, guide §6)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from store.allocation.lines_of_enquiry import rationale_of
from store.rules.kloe_meeting import assessment_of
from store.tables import Cycle, Meeting
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.planning import (
    AGREED,
    AUDIT_LEAD,
    MET_AT,
    OCTOBER,
    REVIEWER,
    SAID,
    convene,
    filled,
    meet,
    owed,
    record,
    states,
)
from tests.store.council import (
    ACADEMY,
    CYCLE,
    DIRECTOR,
    GM,
    GM_CARE,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    SETUP,
    Council,
)

INVITED = {HOS, GM, ACADEMY, OFFICER, OTHER_OFFICER, MANAGER, PSW, REVIEWER}


def planned(empty: Council) -> Council:
    """December is planned for Frontdoor, and its meeting is due."""
    council = filled(empty)
    record(council, "Frontdoor 2026-12")
    return council


def opens(council: Council, *kloes: str, at: datetime = SETUP) -> None:
    lines = [{"text": text, "where": ""} for text in kloes]
    given = {"service": "Frontdoor", "month": "2026-12-01", "kloes": lines, "accept_slack": True}
    council.do("cycle.open", council.programme, given, by=OFFICER, at=at)


def lines_of(council: Council) -> list[dict[str, Any]]:
    return list(json.loads(council.table("cycle")[0]["kloes"]))


def test_2_1_it_invites_the_service_the_learning_academy_and_the_manager_of_the_chairs(
    empty: Council,
) -> None:
    council = planned(empty)
    convene(council, CYCLE, also=[AUDIT_LEAD])
    assert {to for to, _ in council.messages("kloe_invite")} == INVITED | {AUDIT_LEAD}
    assert "Room 2" not in str(council.table("fact"))


def test_2_1_each_of_those_invited_answers_for_themselves(empty: Council) -> None:
    council = planned(empty)
    times = ["2026-11-16T10:00:00+00:00", "2026-11-17T14:00:00+00:00"]
    convene(council, CYCLE, starts_at=None, times=times)
    council.do("kloe.confirm", CYCLE, {"answer": "yes", "times": times[1:]}, by=HOS, at=OCTOBER)
    council.do("kloe.confirm", CYCLE, {"answer": "cannot"}, by=REVIEWER, at=OCTOBER)
    replies = json.loads(council.table("meeting")[0]["replies"])
    assert replies == {
        HOS: {"answer": "yes", "times": times[1:]},
        REVIEWER: {"answer": "cannot", "times": []},
    }
    for upn in (HOS_CARE, GM_CARE, DIRECTOR):
        with pytest.raises(NotAllowed):
            council.do("kloe.confirm", CYCLE, {"answer": "yes"}, by=upn, at=OCTOBER)


def test_2_1_a_time_that_was_not_proposed_cannot_be_chosen(empty: Council) -> None:
    council = planned(empty)
    convene(council, CYCLE)
    given = {"answer": "yes", "times": ["2026-11-18T10:00:00+00:00"]}
    with pytest.raises(Invalid) as refused:
        council.do("kloe.confirm", CYCLE, given, by=HOS, at=OCTOBER)
    assert refused.value.fields == {"times": "was not proposed"}


@pytest.mark.parametrize(
    ("starts_at", "why"),
    [
        (None, "is needed"),
        ("2026-10-05T09:00:00+00:00", "is in the past"),
        ("2026-11-15T10:00:00+00:00", "is not on a working day"),
    ],
)
def test_2_1_it_is_convened_for_a_working_day_ahead(
    empty: Council, starts_at: str | None, why: str
) -> None:
    council = planned(empty)
    with pytest.raises(Invalid) as refused:
        convene(council, CYCLE, starts_at=starts_at)
    assert refused.value.fields == {"starts_at": why}


def test_2_1_a_time_without_a_zone_is_on_the_authoritys_own_clocks(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2027-07")
    convene(council, "frontdoor-2027-07", starts_at="2027-06-15T10:00")
    (meeting,) = council.table("meeting")
    assert json.loads(meeting["times"]) == ["2027-06-15T09:00:00+00:00"]


def test_2_1_convened_again_it_moves_and_everybody_hears_of_it(empty: Council) -> None:
    council = planned(empty)
    convene(council, CYCLE)
    convene(council, CYCLE, starts_at="2026-11-16T10:00:00+00:00")
    assert [row["state"] for row in council.table("meeting")] == ["moved", "convened"]
    assert len(council.messages("kloe_invite")) == 2 * len(INVITED)
    assert "kloe.hold" in owed(council, CYCLE)  # convening does not hold it


def test_2_1_held_it_records_who_came_and_gives_the_cycle_its_lines_of_enquiry(
    empty: Council,
) -> None:
    council = planned(empty)
    convene(council, CYCLE)
    meet(council, CYCLE, attended=[HOS, AUDIT_LEAD, OFFICER])
    (meeting,) = council.table("meeting")
    assert (meeting["state"], json.loads(meeting["attended"])) == (
        "held",
        [HOS, AUDIT_LEAD, OFFICER],
    )
    assert states(council) == {CYCLE: "planned"}
    (line,) = lines_of(council)
    assert (line["text"], line["where"]) == ("Is the child heard?", "flags=neglect")
    with council.read() as reader:
        assert rationale_of(reader, reader.get(Cycle, CYCLE).kloes[0]) == "Complaints said not"
    assert council.duties(CYCLE, still_open=False)["kloe.hold"].outcome == "met"
    assert {to for to, _ in council.messages("kloe_record")} == INVITED | {AUDIT_LEAD}


def test_2_1_what_the_service_says_of_itself_is_sealed_to_its_readers(empty: Council) -> None:
    council = planned(empty)
    convene(council, CYCLE)
    meet(council, CYCLE, attended=[HOS, AUDIT_LEAD, OFFICER])
    with council.read(MET_AT) as reader:
        meeting = reader.rows(Meeting)[0]
        for upn in INVITED | {AUDIT_LEAD}:
            assert assessment_of(reader, meeting, upn) == SAID
        for upn in (HOS_CARE, GM_CARE, DIRECTOR, "sw.mash", "tm.response"):
            assert assessment_of(reader, meeting, upn) is None
    plain = str(council.table("fact")) + str(council.table("meeting")) + str(lines_of(council))
    for said in (*SAID.values(), AGREED["rationale"]):
        assert said not in plain


def test_2_2_the_list_is_due_a_week_after_the_meeting_whenever_it_is_recorded(
    empty: Council,
) -> None:
    council = planned(empty)
    meet(council, CYCLE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    duty = owed(council, CYCLE)["list.propose"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", datetime(2026, 11, 24, 17, tzinfo=UTC))
    assert duty.rule == "1 week from the meeting on lines of enquiry on Tue 17 Nov"


def test_2_2_sending_the_list_meets_it(empty: Council) -> None:
    council = planned(empty)
    meet(council, CYCLE)
    opens(council)
    council.draw()
    council.do("list.propose", CYCLE, by=OFFICER, at=SETUP)
    assert council.duties(CYCLE, still_open=False)["list.propose"].outcome == "met"
    assert set(owed(council, CYCLE)) == {"list.confirm"}


def test_2_1_a_filter_that_would_take_no_case_is_told_when_the_line_is_agreed(
    empty: Council,
) -> None:
    council = planned(empty)
    with pytest.raises(Invalid) as refused:
        meet(council, CYCLE, kloes=[AGREED, AGREED | {"text": "Why?", "where": "flags=neglekt"}])
    assert refused.value.fields == {"kloes.1.where": "no case has flags=neglekt; there is neglect"}
    assert "kloe.hold" in owed(council, CYCLE)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_on": "2026-11-18"}, "held_on"),
        ({"attended": []}, "attended"),
        ({"attended": ["nobody.known"]}, "attended"),
        ({"going_well": " "}, "going_well"),
        ({"kloes": []}, "kloes"),
        ({"kloes": [{"text": "Why?", "where": ""}]}, "kloes.0.rationale"),
    ],
)
def test_2_1_a_record_that_lacks_something_is_refused_with_what_it_lacks(
    empty: Council, given: dict[str, Any], field: str
) -> None:
    council = planned(empty)
    with pytest.raises(Invalid) as refused:
        meet(council, CYCLE, **given)
    assert set(refused.value.fields) == {field}


def test_2_1_it_is_held_once(empty: Council) -> None:
    council = planned(empty)
    meet(council, CYCLE)
    with pytest.raises(Stale, match="what it agreed stands"):
        meet(council, CYCLE)
    with pytest.raises(Stale):
        convene(council, CYCLE)


def test_2_1_opening_a_planned_cycle_takes_up_what_the_meeting_agreed(empty: Council) -> None:
    council = planned(empty)
    meet(council, CYCLE)
    agreed = lines_of(council)
    opens(council, "Is the child heard?", "Is it in time?")
    assert states(council) == {CYCLE: "open"}
    assert lines_of(council) == [*agreed, {"text": "Is it in time?", "where": ""}]


def test_2_1_a_planned_cycle_is_opened_as_any_other_before_its_meeting(empty: Council) -> None:
    """The meeting is still owed, and may be held, until the cases are drawn."""
    council = planned(empty)
    opens(council, "Is it in time?")
    assert states(council) == {CYCLE: "open"}
    assert "kloe.hold" in owed(council, CYCLE)
    meet(council, CYCLE, at=SETUP)
    assert [line["text"] for line in lines_of(council)] == ["Is the child heard?"]


def test_2_1_once_cases_are_drawn_no_meeting_is_owed_or_recorded(empty: Council) -> None:
    council = planned(empty)
    opens(council, "Is it in time?")
    council.draw()
    assert owed(council, CYCLE) == {}
    with pytest.raises(Stale):
        meet(council, CYCLE, at=SETUP)


def test_2_1_a_cycle_that_no_timetable_has_is_opened_as_before_and_owes_no_meeting(
    empty: Council,
) -> None:
    council = filled(empty)
    opens(council, "Is it in time?")
    assert owed(council, CYCLE) == {}
    assert lines_of(council) == [{"text": "Is it in time?", "where": ""}]


def test_2_1_a_cycle_has_at_most_six_lines_however_they_came_to_be(empty: Council) -> None:
    council = planned(empty)
    meet(council, CYCLE, kloes=[AGREED | {"text": f"Question {n}?"} for n in range(5)])
    with pytest.raises(Invalid, match="at most 6 lines"):
        opens(council, "One more?", "And one more?")
    opens(council, "One more?")
    assert len(lines_of(council)) == 6


def test_2_1_a_later_version_that_drops_a_cycle_ends_what_was_convened(empty: Council) -> None:
    council = planned(empty)
    convene(council, CYCLE)
    record(council, "Care 2027-01")
    with pytest.raises(Stale):
        council.do("kloe.confirm", CYCLE, {"answer": "yes"}, by=HOS, at=OCTOBER)
