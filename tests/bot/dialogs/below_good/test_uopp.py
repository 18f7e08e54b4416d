"""A UoPP meeting from the first card to the last, as people press it (programme.md §3)."""

from datetime import UTC, datetime

from bot.dialogs.faces import faced
from bot.dialogs.fields import fields_of, inputs_of
from bot.dialogs.forms import form, receipt
from bot.scheduler.sweep import sweep
from store.tables import Action, Audit, Duty, Progress
from store.views.nudges.duty_lines import press_for
from tests.bot.cards.linter import elements, problems
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging_disputes import MODERATED
from tests.store.acts.arranging_meetings import (
    CONVENED,
    MET,
    NEXT_DAY,
    RECORD,
    below_good,
    convene,
    hold,
    owed,
    quorum,
    the_meeting,
    the_proposal,
)
from tests.store.council import ACADEMY, HOS, MANAGER, OFFICER, Council

SIX_WEEKS = datetime(2027, 1, 25, 10, tzinfo=UTC)
TYPED = {"day1": "2026-12-16", "time1": "10:00", "day2": "2026-12-17", "place": "Room 4"}


def press(council: Council, audit: Audit, kind: str, upn: str, at: datetime) -> str:
    """The verb behind a duty's own button; where it opens a form, that form keeps the rules."""
    with council.read(at) as reader:
        row = reader.get(Audit, audit.id)
        duty = reader.get(Duty, council.duties(audit.id)[kind].id)
        found = press_for(reader, duty, row, upn)
        assert found is not None, (kind, upn)
        if found.dialog:
            assert problems(faced(form(reader, found.verb, found.id, upn)[1])) == []
    return found.verb


def test_every_duty_has_a_button_that_leads_to_what_meets_it(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    assert press(council, audit, "urgent.address", audit.team_manager, MODERATED) == (
        "urgent.addressed"
    )
    assert press(council, audit, "uopp.hold", MANAGER, MODERATED) == "uopp.convene"
    convene(council, audit, by=MANAGER)
    assert press(council, audit, "uopp.hold", MANAGER, CONVENED) == "uopp.fix"
    given = {"starts_at": the_meeting(council).times[0]}
    council.do("uopp.fix", audit.id, given, by=MANAGER, at=CONVENED)
    assert press(council, audit, "uopp.hold", MANAGER, MET) == "uopp.held"
    hold(council, audit, by=MANAGER, progression={"grade": "RI", "reason": "Safe"})
    assert press(council, audit, "uopp.share", MANAGER, MET) == "uopp.share"
    assert press(council, audit, "uopp.note", audit.team_manager, MET) == "uopp.noted"
    assert press(council, audit, "uopp.second", HOS, MET) == "uopp.convene"
    decider = ACADEMY if "learning" in council.duties(audit.id)["progression.confirm"].owner else ""
    if decider:
        assert press(council, audit, "progression.confirm", decider, MET) == "progression.confirm"


def test_the_chair_is_nudged_at_once_and_proposes_times_in_the_form(council: Council) -> None:
    audit = below_good(council)
    later = datetime(2026, 12, 14, 11, tzinfo=UTC)
    sweep(council.ledger, council.programme, later)
    card = shown(council, audit.auditor or "", "nudge", at=later)
    assert "hold the UoPP meeting" in words(card)
    assert "uopp.convene" in verbs(card)
    given = fields_of("uopp.convene", {"id": audit.id, "version": "3", **TYPED})
    assert given == {"times": ["2026-12-16T10:00", "2026-12-17T09:30"], "place": "Room 4"}
    council.do("uopp.convene", audit.id, given, by=audit.auditor or "", at=CONVENED)
    card = shown(council, audit.auditor or "", "uopp_chair", at=CONVENED)
    assert card.summary == f"The UoPP meeting about {audit.case_ref}: fix one of 2 times"
    assert {"uopp.fix", "uopp.held", "uopp.convene", "uopp.not_held"} <= verbs(card)


def test_who_is_invited_answers_and_the_chair_sees_it_on_the_same_card(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    card = shown(council, audit.practitioner, "uopp_invite", at=CONVENED)
    assert "uopp.confirm" in verbs(card)
    with council.read(CONVENED) as reader:
        _, drawn = form(reader, "uopp.confirm", audit.id, audit.practitioner)
    (times,) = (e for e in elements(drawn) if e.get("id") == "times")
    chosen = times["choices"][1]["value"]
    given = fields_of("uopp.confirm", {"answer": "yes", "times": chosen})
    council.do("uopp.confirm", audit.id, given, by=audit.practitioner, at=CONVENED)
    told = words(shown(council, audit.auditor or "", "uopp_chair", at=CONVENED))
    assert "Sw Response can come" in told or "can come" in told
    assert "No answer yet" in told
    with council.read(CONVENED) as reader:
        _, drawn = form(reader, "uopp.fix", audit.id, audit.auditor or "")
    (starts,) = (e for e in elements(drawn) if e.get("id") == "starts_at")
    council.do("uopp.fix", audit.id, {"starts_at": starts["choices"][1]["value"]},
               by=audit.auditor or "", at=CONVENED)  # fmt: skip
    card = shown(council, audit.practitioner, "uopp_invite", at=CONVENED)
    assert card.summary == f"The UoPP meeting about {audit.case_ref}: Thu 17 Dec, 14:00"


def test_once_its_time_has_come_the_chair_is_asked_whether_it_was_held(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit, times=["2026-12-17T14:00"])
    card = shown(council, audit.auditor or "", "uopp_after", at=MET)
    assert card.summary == f"Was the UoPP meeting about {audit.case_ref} held?"
    given = fields_of("uopp.held", {
        "held_on": "2026-12-17", "attended": ",".join(quorum(audit)), "record": RECORD,
        "into_plan": "core_group", "actions.1.what": "See her", "actions.1.who": "practitioner",
        "actions.1.by": "2027-01-15", "actions.1.different": "She says so",
        "progression.grade": "Good", "progression.reason": "At school again",
    })  # fmt: skip
    council.do("uopp.held", audit.id, given, by=audit.auditor or "", at=MET)
    assert owed(council, audit) == {"uopp.share", "uopp.note", "progression.confirm"}
    with council.read(MET) as reader:
        assert receipt(reader, "uopp.held", audit.id).startswith("Recorded. Please share")
    card = shown(council, audit.auditor or "", "uopp_chair", at=MET)
    assert card.summary == f"The UoPP meeting about {audit.case_ref} was held on Thu 17 Dec"
    assert "uopp.share" in verbs(card)
    council.do("uopp.share", audit.id, by=audit.auditor or "", at=NEXT_DAY)
    card = shown(council, audit.practitioner, "uopp_record", at=NEXT_DAY)
    assert verbs(card) == {"uopp.view"}


def test_who_is_missing_is_told_beside_the_people_and_nothing_typed_is_lost(
    council: Council,
) -> None:
    audit = below_good(council)
    wrong = {"attended": "lacks Sw Response (social worker)"}
    assert inputs_of("uopp.held", wrong.items(), {}) == wrong
    typed = {"record": RECORD, "attended": audit.team_manager}
    with council.read(MET) as reader:
        _, drawn = form(
            reader, "uopp.held", audit.id, audit.auditor or "", given=typed, errors=wrong
        )
    assert problems(faced(drawn)) == []
    assert "lacks Sw Response" in words(faced(drawn))
    assert inputs_of("uopp.convene", {"times": "is in the past"}.items(), {}) == {
        "day1": "is in the past"
    }


def test_who_decides_a_higher_grade_reads_why_and_those_it_touches_hear(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit, progression={"grade": "Good", "reason": "At school again"})
    card = shown(council, MANAGER, "progression", at=MET)
    assert verbs(card) == {"progression.view", "progression.confirm", "progression.refuse"}
    with council.read(MET) as reader:
        _, drawn = form(reader, "progression.view", the_proposal(council).id, MANAGER)
        assert "At school again" in words(faced(drawn))
        assert problems(faced(form(reader, "progression.refuse", audit.id, MANAGER)[1])) == []
    council.do("progression.confirm", audit.id, by=MANAGER, at=NEXT_DAY)
    card = shown(council, audit.practitioner, "progression_decided", at=NEXT_DAY)
    assert card.summary == f"{audit.case_ref} is Good on progress since its audit"


def test_head_of_service_and_audit_manager_hear_that_urgent_issues_were_addressed(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    given = {"what": "CANARY: she is with her aunt"}
    council.do("urgent.addressed", audit.id, given, by=audit.team_manager, at=CONVENED)
    deliver(council, CONVENED)
    for upn in (HOS, MANAGER):
        card = shown(council, upn, "urgent_addressed", at=CONVENED)
        assert "CANARY" not in words(card)
        with council.read(CONVENED) as reader:
            assert "CANARY" in words(faced(form(reader, "urgent.view", audit.id, upn)[1]))
    with council.read(CONVENED) as reader:
        (row,) = reader.rows(Progress, kind="urgent")
        assert "CANARY" in words(faced(form(reader, "progress.view", row.id, HOS)[1]))


def test_the_findings_of_the_dip_re_audit_go_into_the_second_meeting(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    hold(council, audit, by=MANAGER)
    with council.read(SIX_WEEKS) as reader:
        agreed = [action.id for action in reader.rows(Action, audit=audit.id, state="open")]
        _, before = form(reader, "uopp.held", audit.id, HOS)
    assert "dip re-audit" not in words(faced(before))
    given = {"grade": "RI", "actions": dict.fromkeys(agreed, "delayed"), "delay": "The visit waits"}
    council.do("dip.reaudited", audit.id, given, by=OFFICER, at=SIX_WEEKS)
    with council.read(SIX_WEEKS) as reader:
        _, drawn = form(reader, "uopp.held", audit.id, HOS)
    assert problems(faced(drawn)) == []
    told = words(faced(drawn))
    assert f"graded the work RI; {len(agreed)} actions are delayed" in told
    assert "The visit waits" in told
