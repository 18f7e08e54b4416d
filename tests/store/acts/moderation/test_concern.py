"""A concern about how an audit was done: its steps, who hears it, who may read it (§2.12)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.scheduler.sweep import sweep
from store.rules.confidential import readers_of
from store.tables import Concern, Duty, Message
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.arranging_disputes import (
    apart_from_the_audit_manager,
    concern_about,
    the_concern,
    told,
)
from tests.store.council import (
    GM,
    HOS,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
    caseload,
    profile_text,
    staff,
)

MET = {"outcome": "go_on", "met_on": "2026-12-08", "learnt": "CANARY-learnt: agree the day."}
RESOLVED = MET | {"outcome": "resolved"}
LATE = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)


def meet(council: Council, concern: Concern, by: str, given: dict[str, Any] | None = None) -> None:
    council.do("concern.answer", concern.id, given or MET, by=by, at=RETURNED)


def readers(council: Council) -> set[str]:
    with council.read(RETURNED) as reader:
        return readers_of(reader, reader.rows(Concern)[0])


@pytest.mark.parametrize("who", ["auditor", "practitioner", "team_manager"])
def test_2_12_those_in_an_audit_may_raise_a_concern_about_it(council: Council, who: str) -> None:
    audit = apart_from_the_audit_manager(council)
    upn = getattr(audit, who)
    assert concern_about(council, audit, by=upn).raised_by == upn


def test_2_12_nobody_raises_a_concern_about_an_audit_that_they_have_no_part_in(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    given = {"audit": audit.id, "text": "It was done badly."}
    for upn in {audit.moderator, HOS, OFFICER, PSW} - {audit.auditor, audit.team_manager}:
        with pytest.raises(Invalid, match="part of"):
            council.do("concern.raise", upn or "", given, by=upn or "", at=RETURNED)


def test_2_12_nobody_raises_a_concern_in_anothers_name(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    given = {"audit": audit.id, "text": "It was done badly."}
    for upn in (OFFICER, audit.team_manager, HOS):
        with pytest.raises(NotAllowed):
            council.do("concern.raise", audit.practitioner, given, by=upn, at=RETURNED)


def test_2_12_first_it_is_heard_by_ones_own_manager_within_five_working_days(
    council: Council,
) -> None:
    """Raised on Tue 8 Dec: Wed 9, Thu 10, Fri 11, Mon 14, Tue 15."""
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    assert (concern.state, concern.holder) == ("manager", audit.team_manager)
    duty = council.duties(concern.id)["concern.answer"]
    assert duty.due_at == datetime(2026, 12, 15, 17, tzinfo=UTC)
    assert told(council, "concern") == {audit.team_manager}


def test_2_12_a_manager_who_moderates_the_audit_hears_no_concern_about_it(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    change_person(council, audit.practitioner, reports_to=audit.moderator)
    assert concern_about(council, audit).holder == "post:audit_manager"


def test_2_12_a_concern_of_the_audit_managers_own_goes_one_up(council: Council) -> None:
    """The Audit Manager audits and reports to nobody who is there."""
    audit = apart_from_the_audit_manager(council)
    with council.unit() as unit:
        row = unit.get(type(audit), audit.id)
        row.auditor = MANAGER
        unit.record("audit.changed", row.id, {})
    change_person(council, MANAGER, reports_to=None)
    assert concern_about(council, audit, by=MANAGER).holder == "post:head_of_learning_academy"


def test_2_12_its_steps_are_manager_three_way_audit_manager_and_restorative_meeting(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    manager = audit.team_manager
    concern = concern_about(council, audit)
    seen = []
    for by in (manager, manager, MANAGER, MANAGER):
        meet(council, concern, by)
        now = the_concern(council)
        seen.append((now.state, now.holder))
    assert seen == [
        ("three_way", manager),
        ("audit_manager", "post:audit_manager"),
        ("restorative", "post:audit_manager"),
        ("closed", "post:audit_manager"),
    ]
    assert told(council, "concern_told") == {"post:audit_manager"}
    assert told(council, "concern_closed") == {audit.practitioner}
    assert council.duties(concern.id) == {}


def test_2_12_the_audit_manager_is_told_of_the_three_way_meeting_and_not_before(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    assert told(council, "concern_told") == set()
    meet(council, concern, audit.team_manager)
    assert told(council, "concern_told") == {"post:audit_manager"}
    assert MANAGER not in readers(council)


def test_2_12_a_resolved_concern_is_closed_and_its_raiser_hears(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    meet(council, concern, audit.team_manager, RESOLVED)
    assert the_concern(council).state == "closed"
    assert told(council, "concern_closed") == {audit.practitioner}
    with pytest.raises(Stale):
        meet(council, concern, audit.team_manager)


def test_2_12_a_meeting_is_held_before_it_is_recorded(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    with pytest.raises(Invalid):
        meet(council, concern, audit.team_manager, MET | {"met_on": "2026-12-09"})


def test_2_12_only_its_holder_answers_and_never_whoever_raised_it(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    for upn in (audit.practitioner, audit.auditor, audit.moderator, OFFICER, MANAGER, HOS, GM, PSW):
        with pytest.raises(NotAllowed):
            meet(council, concern, upn or "")


def test_2_12_whoever_raised_it_never_hears_it_in_a_post_they_hold(council: Council) -> None:
    """They become an Audit Manager while it is on its way there."""
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    meet(council, concern, audit.team_manager)
    meet(council, concern, audit.team_manager)
    change_person(council, audit.practitioner, roles=["audit_manager"])
    with pytest.raises(NotAllowed):
        meet(council, concern, audit.practitioner)
    meet(council, concern, MANAGER)


def test_2_12_it_is_read_by_those_in_it_alone(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    assert readers(council) == {audit.practitioner, audit.team_manager}
    meet(council, concern, audit.team_manager)
    meet(council, concern, audit.team_manager)
    assert readers(council) == {audit.practitioner, audit.team_manager, MANAGER}


def test_2_12_while_its_holder_is_away_the_audit_manager_hears_it_and_no_delegate(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    away = {"absent_from": date(2026, 12, 8), "absent_to": date(2026, 12, 31)}
    change_person(council, audit.team_manager, delegate=audit.auditor, **away)
    assert audit.auditor not in readers(council)
    with pytest.raises(NotAllowed):
        meet(council, concern, audit.auditor or "")
    meet(council, concern, MANAGER, RESOLVED)


def test_2_12_a_holder_who_leaves_is_followed_by_the_audit_manager(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    council.do("person.left", audit.team_manager, {"on": "2026-12-08"}, by=OFFICER, at=RETURNED)
    assert the_concern(council).holder == "post:audit_manager"
    assert council.duties(concern.id)["concern.answer"].owner == "post:audit_manager"
    meet(council, concern, MANAGER, RESOLVED)


def told_of_the_duty(council: Council, concern: Concern) -> set[str]:
    """Everybody whose nudges carry the duty."""
    with council.read(LATE) as reader:
        owed = {d.id for d in reader.rows(Duty, Duty.subject == concern.id)}
        return {m.to for m in reader.rows(Message) if m.kind == "nudge" and owed & set(m.covers)}


def with_a_ladder_that_climbs(empty: Council) -> Concern:
    """A council whose profile has the concern on a ladder that tells people above."""
    text = profile_text()
    assert text.count('ladder = "in_confidence"') == 1
    empty.found(text.replace('ladder = "in_confidence"', 'ladder = "short"'))
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    empty.issue()
    return concern_about(empty, apart_from_the_audit_manager(empty))


def test_2_12_a_late_meeting_is_never_escalated_whatever_its_ladder_says(empty: Council) -> None:
    concern = with_a_ladder_that_climbs(empty)
    sweep(empty.ledger, empty.programme, LATE)
    assert told_of_the_duty(empty, concern) == {concern.holder}


def test_the_search_for_escalations_finds_one_where_the_defence_is_taken_out(
    empty: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.sweep.is_confidential", lambda _reader, _duty: False)
    concern = with_a_ladder_that_climbs(empty)
    sweep(empty.ledger, empty.programme, LATE)
    assert told_of_the_duty(empty, concern) == {concern.holder, MANAGER, GM}


def test_2_12_an_absent_holders_nudge_goes_to_the_audit_manager_and_to_no_delegate(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    away = {"absent_from": date(2026, 12, 8), "absent_to": date(2026, 12, 31)}
    change_person(council, audit.team_manager, delegate=OTHER_OFFICER, **away)
    sweep(council.ledger, council.programme, LATE)
    assert told_of_the_duty(council, concern) == {MANAGER}


def test_4_help_with_a_confidential_meeting_is_not_asked_of_the_audit_team(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    duty = council.duties(concern_about(council, audit).id)["concern.answer"]
    with pytest.raises(Stale, match="in confidence"):
        council.do("help.ask", duty.id, {"what": "x"}, by=audit.team_manager, at=RETURNED)


def test_7_neither_its_words_nor_its_audit_stand_in_a_fact(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    submit_return(council, audit)
    before = len(council.table("fact"))
    concern = concern_about(council, audit)
    meet(council, concern, audit.team_manager)
    facts = council.table("fact")[before:]
    said = " ".join(f"{f['subject']} {f['fields']} {f['changes']}" for f in facts)
    assert audit.id not in said
    assert "CANARY" not in said
