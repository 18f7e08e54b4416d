"""UoPP meetings: who owes one, by when, by what rule; held, shared, noted (programme.md §3)."""

from datetime import UTC, date, datetime

import pytest

from store.tables import Action, Progress
from store.views.nudges.owed import owed as in_the_list
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging_disputes import told
from tests.store.acts.arranging_meetings import (
    ACTION,
    MET,
    NEXT_DAY,
    RECORD,
    below_good,
    convene,
    hold,
    owed,
    quorum,
    the_meeting,
)
from tests.store.council import HOS, MANAGER, OFFICER, Council

TUESDAY = datetime(2026, 12, 15, 10, tzinfo=UTC)
AWAY = {"from": "2026-12-16", "to": "2026-12-31"}


def _due(council: Council, audit: str, kind: str) -> tuple[str, date, str]:
    duty = council.duties(audit)[kind]
    return duty.owner, duty.due_at.date(), duty.rule


def test_3_the_auditor_holds_one_within_5_working_days_of_moderation_as_ri(
    council: Council,
) -> None:
    audit = below_good(council, "RI")
    assert _due(council, audit.id, "uopp.hold") == (
        audit.auditor,
        date(2026, 12, 21),
        "5 working days from moderation on Mon 14 Dec",
    )
    assert owed(council, audit) == {"uopp.hold"}


def test_3_the_audit_manager_leads_one_within_3_working_days_for_an_inadequate(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    assert _due(council, audit.id, "uopp.hold") == (
        "post:audit_manager",
        date(2026, 12, 17),
        "3 working days from moderation on Mon 14 Dec",
    )
    assert _due(council, audit.id, "urgent.address") == (
        audit.team_manager,
        date(2026, 12, 16),
        "2 working days from moderation on Mon 14 Dec",
    )
    with pytest.raises(NotAllowed):
        hold(council, audit)
    hold(council, audit, by=MANAGER)


def test_3_work_that_is_good_asks_for_none_and_its_auditor_may_hold_one(council: Council) -> None:
    audit = below_good(council, "Good")
    assert owed(council, audit) == set()
    convene(council, audit)
    hold(council, audit)
    assert owed(council, audit) == {"uopp.share"}


def test_3_urgent_issues_are_addressed_by_the_team_manager(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    for upn in (audit.practitioner, audit.auditor or "", HOS):
        with pytest.raises(NotAllowed):
            council.do("urgent.addressed", audit.id, {"what": "x"}, by=upn, at=TUESDAY)
    council.do("urgent.addressed", audit.id, {"what": "CANARY: she is safe"},
               by=audit.team_manager, at=TUESDAY)  # fmt: skip
    assert owed(council, audit) == {"uopp.hold"}
    assert told(council, "urgent_addressed") == {
        "post:head_of_service:Frontdoor",
        "post:audit_manager",
    }
    with pytest.raises(Stale, match="no urgent issues to address"):
        council.do("urgent.addressed", audit.id, {"what": "x"}, by=audit.team_manager, at=TUESDAY)


@pytest.mark.parametrize("absent", ["team_manager", "practitioner", "auditor"])
def test_3_a_meeting_without_its_quorum_is_refused_by_the_name_of_who_is_missing(
    council: Council, absent: str
) -> None:
    audit = below_good(council)
    missing = getattr(audit, absent)
    given = [upn for upn in quorum(audit) if upn != missing]
    chair = audit.auditor or ""
    if absent == "auditor":
        # The auditor is away and the audit team leads: then they are missed by nobody.
        council.do("person.absent", chair, AWAY, by=chair, at=MET)
        chair = OFFICER
        hold(council, audit, by=chair, attended=given)
        return
    name = missing.replace(".", " ").title()
    with pytest.raises(Invalid, match=f"not quorate without {name}") as refused:
        hold(council, audit, by=chair, attended=given)
    assert name in refused.value.fields["attended"]
    assert owed(council, audit) == {"uopp.hold"}


def test_3_the_original_auditor_is_missed_where_somebody_else_leads(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    with pytest.raises(Invalid, match="auditor"):
        hold(council, audit, by=MANAGER, attended=quorum(audit)[:2])


def test_3_the_team_manager_stands_in_for_a_practitioner_who_is_gone_and_says_why(
    council: Council,
) -> None:
    audit = below_good(council)
    there = [audit.team_manager, audit.auditor]
    council.do("person.left", audit.practitioner, {"on": "2026-12-16"}, by=OFFICER, at=NEXT_DAY)
    theirs = [ACTION | {"who": "team_manager"}]
    with pytest.raises(Invalid, match="say why") as refused:
        hold(council, audit, attended=there, actions=theirs)
    assert "stands_in" in refused.value.fields
    why = "They left for another council"
    hold(council, audit, attended=there, actions=theirs, stands_in=why)
    assert set(the_meeting(council).stands_in) == {"practitioner"}


def test_3_nobody_stands_in_for_a_practitioner_who_is_here(council: Council) -> None:
    audit = below_good(council)
    with pytest.raises(Invalid, match="not quorate"):
        hold(council, audit, attended=[audit.team_manager, audit.auditor], stands_in="Busy")


def test_3_where_the_auditor_is_gone_the_audit_team_leads(council: Council) -> None:
    audit = below_good(council)
    council.do("person.left", audit.auditor or "", {"on": "2026-12-15"}, by=OFFICER, at=TUESDAY)
    assert council.duties(audit.id)["uopp.hold"].owner == "post:audit_team"
    hold(council, audit, by=OFFICER, attended=[audit.team_manager, audit.practitioner])
    assert OFFICER in the_meeting(council).attended


def test_3_its_output_joins_the_audits_own_improvement_plan(council: Council) -> None:
    audit = below_good(council)
    with council.read() as reader:
        before = len(reader.rows(Action, audit=audit.id))
    hold(council, audit, into_plan="core_group")
    meeting = the_meeting(council)
    with council.read() as reader:
        actions = reader.rows(Action, audit=audit.id)
        assert len(actions) == before + 1
        assert [a.owner for a in actions if a.id == f"{meeting.id}.a1"] == [audit.practitioner]
        assert RECORD in (reader.unseal(meeting.record) or "")
    assert meeting.into_plan == "core_group"
    with pytest.raises(Invalid):
        hold(council, audit, actions=[ACTION | {"by": "2026-12-01"}], at=NEXT_DAY)


def test_3_it_is_held_before_it_is_recorded_and_after_the_grade(council: Council) -> None:
    audit = below_good(council)
    for day in ("2026-12-18", "2026-12-11"):
        with pytest.raises(Invalid) as refused:
            hold(council, audit, held_on=day)
        assert "held_on" in refused.value.fields


def test_3_the_chair_shares_the_record_the_next_working_day(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit)
    assert _due(council, audit.id, "uopp.share") == (
        audit.auditor,
        date(2026, 12, 18),
        "1 working day from the meeting on Thu 17 Dec",
    )
    with pytest.raises(NotAllowed):
        council.do("uopp.share", audit.id, by=audit.team_manager, at=NEXT_DAY)
    assert told(council, "uopp_record") == set()
    council.do("uopp.share", audit.id, by=audit.auditor or "", at=NEXT_DAY)
    assert told(council, "uopp_record") == {
        audit.practitioner, audit.team_manager, "post:head_of_service:Frontdoor",
        "post:audit_team",
    }  # fmt: skip
    assert "uopp.share" not in owed(council, audit)


def test_3_a_chair_hears_once_that_the_meeting_was_held(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    before = len(council.messages("uopp_chair"))
    hold(council, audit)
    council.do("uopp.share", audit.id, by=audit.auditor or "", at=NEXT_DAY)
    assert before == 1
    assert len(council.messages("uopp_chair")) == before
    assert audit.auditor not in told(council, "uopp_record")


def test_3_what_counts_from_the_meeting_counts_from_its_day_not_from_its_being_recorded(
    council: Council,
) -> None:
    audit = below_good(council)
    hold(council, audit, at=NEXT_DAY, held_on="2026-12-16")
    assert _due(council, audit.id, "uopp.share")[1:] == (
        date(2026, 12, 17),
        "1 working day from the meeting on Wed 16 Dec",
    )


def test_3_the_team_manager_notes_on_the_file_that_it_was_held(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit)
    assert _due(council, audit.id, "uopp.note") == (
        audit.team_manager,
        date(2026, 12, 21),
        "2 working days from the meeting on Thu 17 Dec",
    )
    for day in ("2026-12-19", "2026-12-16"):
        with pytest.raises(Invalid):
            council.do(
                "uopp.noted", audit.id, {"noted_on": day}, by=audit.team_manager, at=NEXT_DAY
            )
    council.do(
        "uopp.noted", audit.id, {"noted_on": "2026-12-18"}, by=audit.team_manager, at=NEXT_DAY
    )
    with council.read() as reader:
        (note,) = reader.rows(Progress, audit=audit.id, kind="uopp_note")
    # That it was held, never what was said (Tower Hamlets guide §10).
    assert (note.on, note.content) == (date(2026, 12, 18), None)
    assert owed(council, audit) == {"uopp.share"}


def test_3_where_the_team_manager_has_left_the_head_addresses_what_is_urgent(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    council.do("person.left", audit.team_manager, {"on": "2026-12-15"}, by=OFFICER, at=TUESDAY)
    council.do("urgent.addressed", audit.id, {"what": "She is safe"}, by=HOS, at=TUESDAY)
    assert owed(council, audit) == {"uopp.hold"}


def test_3_where_the_team_manager_has_left_the_head_owes_the_note_and_may_record_it(
    council: Council,
) -> None:
    audit = below_good(council)
    hold(council, audit)
    council.do("person.left", audit.team_manager, {"on": "2026-12-18"}, by=OFFICER, at=NEXT_DAY)
    assert _due(council, audit.id, "uopp.note")[0] == "post:head_of_service:Frontdoor"
    with council.read(NEXT_DAY) as reader:
        [line] = [line for line in in_the_list(reader) if line.kind == "uopp.note"]
    assert (line.owed_by, line.asked) == ((HOS,), ())
    council.do("uopp.noted", audit.id, {"noted_on": "2026-12-18"}, by=HOS, at=NEXT_DAY)
    assert owed(council, audit) == {"uopp.share"}


def test_3_an_inadequate_has_a_second_meeting_6_weeks_after_the_first(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    hold(council, audit, by=MANAGER)
    assert _due(council, audit.id, "uopp.second") == (
        "post:head_of_service:Frontdoor",
        date(2027, 1, 28),
        "6 weeks from the first meeting on Thu 17 Dec",
    )
    later = datetime(2027, 1, 27, 11, tzinfo=UTC)
    with pytest.raises(NotAllowed):
        hold(council, audit, by=MANAGER, at=later, actions=[])
    hold(council, audit, by=HOS, at=later, actions=[],
         attended=[audit.team_manager, audit.practitioner])  # fmt: skip
    assert "uopp.second" not in owed(council, audit)
    assert "uopp.hold" not in owed(council, audit)
    assert told(council, "uopp_second") == {
        "post:audit_manager",
        "post:head_of_learning_academy",
        "post:divisional_director",
    }
    assert council.audit(audit.id).uopp_held_at == MET


def test_3_an_ri_has_no_second_meeting(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit)
    assert owed(council, audit) == {"uopp.share", "uopp.note"}


def test_3_the_director_hears_of_an_inadequate_whose_meeting_is_late(council: Council) -> None:
    ladder = council.duties(below_good(council, "Inadequate").id)["uopp.hold"].ladder
    with council.read() as reader:
        told_late = {rung.tell for rung in reader.profile.ladder[ladder].rungs}
    assert {"owner", "post:head_of_learning_academy", "divisional_director"} == told_late


def test_3_a_case_note_is_asked_for_only_where_the_profile_does(council: Council) -> None:
    audit = below_good(council)
    with pytest.raises(Stale, match="No case note"):
        council.do("case.noted", audit.id, {"noted_on": "2026-12-17"}, by=MANAGER, at=MET)
