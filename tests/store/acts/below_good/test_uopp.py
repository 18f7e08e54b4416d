"""A UoPP meeting is arranged: times, answers, the time fixed, held or not (programme.md §3)."""

from datetime import UTC, datetime, timedelta

import pytest

from store.tables import Message
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import submit_return
from tests.store.acts.arranging_disputes import CHECKED, MODERATED, told
from tests.store.acts.arranging_meetings import (
    CONVENED,
    TIMES,
    below_good,
    convene,
    hold,
    not_by,
    owed,
    the_meeting,
)
from tests.store.council import HOS, MANAGER, OFFICER, STRANGER, Council

LATER = CONVENED + timedelta(hours=1)


def test_3_the_chair_proposes_times_to_those_who_have_to_come(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit, place="Room 4")
    meeting = the_meeting(council)
    assert (meeting.state, meeting.starts_at, meeting.chair) == ("convened", None, audit.auditor)
    assert set(meeting.invited) == {audit.team_manager, audit.practitioner}
    assert told(council, "uopp_invite") == set(meeting.invited)
    assert told(council, "uopp_chair") == {audit.auditor}
    # Where it is may well be a family's address.
    assert "Room 4" not in str(council.table("fact")[-1])


def test_3_head_of_service_attends_an_inadequate_and_whoever_helps_is_asked_as_well(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    convene(council, audit, by=MANAGER, invite="iro")
    assert set(the_meeting(council).invited) == {
        audit.team_manager, audit.practitioner, audit.auditor, HOS, "iro",
    }  # fmt: skip


def test_3_the_moderator_is_invited_where_they_changed_the_grade(council: Council) -> None:
    audit = not_by(council, MANAGER, OFFICER)
    submit_return(council, audit, grade="Good")
    council.do("check.pass", audit.id, by=OFFICER, at=CHECKED)
    given = {"grade": "RI", "rationale": "The visits were late.", "spoke_on": "2026-12-14"}
    council.do("moderation.change", audit.id, given, by=audit.moderator or "", at=MODERATED)
    convene(council, council.audit(audit.id))
    assert audit.moderator in the_meeting(council).invited


def test_3_each_invited_person_confirms_or_cannot_and_the_chair_sees_it(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    second = the_meeting(council).times[1]
    council.do("uopp.confirm", audit.id, {"answer": "yes", "times": [second]},
               by=audit.practitioner, at=LATER)  # fmt: skip
    assert len([to for to, _ in council.messages("uopp_chair")]) == 1
    council.do("uopp.confirm", audit.id, {"answer": "cannot"}, by=audit.team_manager, at=LATER)
    assert the_meeting(council).replies == {
        audit.practitioner: {"answer": "yes", "times": [second]},
        audit.team_manager: {"answer": "cannot", "times": []},
    }
    # All have said: the chair hears so.
    assert [to for to, _ in council.messages("uopp_chair")] == [audit.auditor] * 2


def test_3_nobody_else_answers_and_no_other_time_is_answered(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    for upn in (STRANGER, MANAGER, HOS):
        with pytest.raises(NotAllowed):
            council.do("uopp.confirm", audit.id, {"answer": "yes"}, by=upn, at=LATER)
    given = {"answer": "yes", "times": ["2026-12-18T10:00"]}
    with pytest.raises(Invalid) as refused:
        council.do("uopp.confirm", audit.id, given, by=audit.practitioner, at=LATER)
    assert "times" in refused.value.fields


def test_3_the_chair_fixes_one_time_and_everybody_hears_it(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    with pytest.raises(NotAllowed):
        council.do("uopp.fix", audit.id, {"starts_at": TIMES[1]}, by=audit.team_manager, at=LATER)
    council.do("uopp.fix", audit.id, {"starts_at": TIMES[1]}, by=audit.auditor or "", at=LATER)
    meeting = the_meeting(council)
    assert (meeting.state, meeting.starts_at) == ("fixed", datetime(2026, 12, 17, 14, tzinfo=UTC))
    assert len(council.messages("uopp_invite")) == 4
    assert owed(council, audit) == {"uopp.hold"}


def test_3_held_or_not_is_asked_once_the_time_has_come(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit, times=[TIMES[1]])
    with council.read() as reader:
        (asked,) = reader.rows(Message, kind="uopp_after")
    assert (asked.to, asked.not_before) == (audit.auditor, datetime(2026, 12, 17, 14, tzinfo=UTC))


def test_3_times_are_to_come_and_on_working_days(council: Council) -> None:
    audit = below_good(council)
    for wrong in (["2026-12-14T10:00"], ["2026-12-19T10:00"], ["2026-12-25T10:00"], []):
        with pytest.raises(Invalid) as refused:
            convene(council, audit, times=wrong)
        assert "times" in refused.value.fields
    with pytest.raises(Invalid):
        convene(council, audit, invite=["nobody@nowhere.example"])


def test_3_other_times_ask_everybody_anew_and_it_stays_one_meeting(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    council.do("uopp.confirm", audit.id, {"answer": "cannot"}, by=audit.team_manager, at=LATER)
    first = the_meeting(council)
    convene(council, audit, times=["2026-12-18T09:00", "2026-12-18T11:00"])
    again = the_meeting(council)
    assert (again.id, again.replies, len(again.times)) == (first.id, {}, 2)


def test_3_a_meeting_that_was_not_held_leaves_the_duty_to_hold_one(council: Council) -> None:
    audit = below_good(council)
    with pytest.raises(Stale):
        council.do("uopp.not_held", audit.id, {"reason": "x"}, by=audit.auditor or "", at=LATER)
    convene(council, audit)
    council.do("uopp.not_held", audit.id, {"reason": "CANARY: they were ill"},
               by=audit.auditor or "", at=LATER)  # fmt: skip
    first = the_meeting(council)
    assert first.state == "not_held"
    assert "CANARY" not in str(council.everything())
    assert owed(council, audit) == {"uopp.hold"}
    convene(council, audit)
    assert the_meeting(council).id != first.id


def test_3_a_meeting_may_be_recorded_that_was_arranged_elsewhere(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit)
    assert the_meeting(council).state == "held"


def test_3_a_script_may_name_the_meeting_itself(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    meeting = the_meeting(council).id
    done = council.do("uopp.confirm", meeting, {"answer": "yes"}, by=audit.practitioner, at=LATER)
    assert done.subject == audit.id


def test_3_where_the_chair_has_left_whoever_leads_in_their_place_hears_the_answers(
    council: Council,
) -> None:
    audit = below_good(council)
    convene(council, audit)
    council.do("person.left", audit.auditor or "", {"on": "2026-12-14"}, by=OFFICER, at=LATER)
    for upn in (audit.practitioner, audit.team_manager):
        council.do("uopp.confirm", audit.id, {"answer": "yes"}, by=upn, at=LATER)
    assert {OFFICER, MANAGER} <= told(council, "uopp_chair")
    council.do("uopp.fix", audit.id, {"starts_at": TIMES[0]}, by=OFFICER, at=LATER)
    assert the_meeting(council).chair == OFFICER
