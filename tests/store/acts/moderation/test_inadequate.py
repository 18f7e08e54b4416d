"""Inadequate: five people at once, one working day, a duty owner over Christmas (§2.13, §4)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cards.moderation.inadequate import inadequate_card
from bot.rehearsal.checks.same_people import check_reminded
from bot.scheduler.sweep import sweep
from store.duties.outbox import waiting
from store.tables import Audit, Message, Person
from store.views.moderation.cover import cover_form
from store.views.moderation.inadequate import inadequate as inadequate_notice
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.moderating import CHECKED, checker, moderate, returned
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
)

LATE = datetime(2026, 12, 8, 21, 30, tzinfo=UTC)
"""Tuesday evening, when nothing else goes out."""
CHRISTMAS = datetime(2026, 12, 24, 16, 40, tzinfo=UTC)
"""Thursday, the last working day before Christmas."""
TUESDAY = datetime(2026, 12, 29, 10, tzinfo=UTC)
"""The next working day."""


def inadequate(council: Council, at: datetime = RETURNED) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=at)
    return council.audit(audit.id)


def five(audit: Audit) -> set[str]:
    return {audit.practitioner, audit.team_manager, HOS, MANAGER, ACADEMY}


def told(council: Council, kind: str, audit: Audit) -> list[Message]:
    with council.read() as reader:
        found = reader.rows(Message)
        return [m for m in found if m.kind == kind and m.subject == audit.id]


def test_2_13_five_people_are_told_the_moment_an_auditor_grades_it_inadequate(
    council: Council,
) -> None:
    audit = inadequate(council)
    assert {m.to for m in told(council, "inadequate", audit)} == five(audit)


def test_2_13_at_any_hour_and_ahead_of_every_other_message(council: Council) -> None:
    audit = inadequate(council, at=LATE)
    messages = told(council, "inadequate", audit)
    assert {(m.urgent, m.not_before) for m in messages} == {(True, LATE)}
    others = {m.not_before for m in told(council, "returned", audit)}
    assert others == {datetime(2026, 12, 9, 9, tzinfo=UTC)}
    morning = datetime(2026, 12, 9, 9, 1, tzinfo=UTC)
    with council.read(morning) as reader:
        first = [reader.get(Message, m).kind for m in waiting(reader)[:5]]
    assert first == ["inadequate"] * 5


@pytest.mark.parametrize("grade", ["Good", "RI"])
def test_2_13_the_moment_a_moderator_makes_it_inadequate(council: Council, grade: str) -> None:
    audit = returned(council, grade=grade)
    assert told(council, "inadequate", audit) == []
    change = {"grade": "Inadequate", "rationale": "Harm was missed.", "spoke_on": "2026-12-10"}
    moderate(council, audit, "change", **change)
    assert {m.to for m in told(council, "inadequate", audit)} == five(audit)
    assert {m.to for m in told(council, "moderated", audit)} == {audit.auditor, "post:audit_team"}


def test_2_13_nobody_is_told_twice_of_one_inadequate(council: Council) -> None:
    audit = inadequate(council)
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    moderate(council, audit)
    assert len(told(council, "inadequate", audit)) == 5


def test_2_13_taken_back_and_handed_in_again_it_is_no_news(council: Council) -> None:
    audit = inadequate(council)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=RETURNED)
    submit_return(council, audit, grade="Inadequate", at=CHECKED)
    assert len(told(council, "inadequate", audit)) == 5


def test_2_9_the_check_of_an_inadequate_leaves_time_to_moderate_it(council: Council) -> None:
    audit = inadequate(council, at=datetime(2026, 12, 8, 9, 30, tzinfo=UTC))
    duties = council.duties(audit.id)
    assert duties["return.check"].due_at == datetime(2026, 12, 8, 13, 30, tzinfo=UTC)
    assert duties["moderation.decide"].due_at == datetime(2026, 12, 9, 17, tzinfo=UTC)


def called_in(council: Council) -> Audit:
    """An Inadequate that waited 4 working hours, from 14:00 to 10:00 on the next day."""
    audit = inadequate(council)
    sweep(council.ledger, council.programme, datetime(2026, 12, 9, 10, tzinfo=UTC))
    return audit


def test_4_after_4_working_hours_the_deputy_is_called_in_and_may_decide(council: Council) -> None:
    audit = inadequate(council)
    sweep(council.ledger, council.programme, datetime(2026, 12, 9, 9, 59, tzinfo=UTC))
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    with pytest.raises(NotAllowed):
        council.do("moderation.agree", audit.id, by=audit.deputy or "", at=CHECKED)
    noon = datetime(2026, 12, 9, 12, tzinfo=UTC)
    sweep(council.ledger, council.programme, noon)
    with council.read(noon) as reader:
        nudged = {m.to for m in reader.rows(Message) if m.kind == "nudge" and m.covers}
        assert list(check_reminded(reader, noon)) == []
    assert audit.deputy in nudged
    council.do("moderation.agree", audit.id, by=audit.deputy or "", at=noon)
    assert council.audit(audit.id).moderated_by == audit.deputy


@pytest.mark.parametrize(
    ("moderator", "deputy"), [(ACADEMY, MANAGER), (PSW, MANAGER), (DIRECTOR, ACADEMY)]
)
def test_4_a_deputy_is_called_in_wherever_they_stand_below_the_moderator(
    council: Council, moderator: str, deputy: str
) -> None:
    """A deputy acts as an equal; only escalations pass over those at or below the owner."""
    audit = council.audits()[0]
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        row.moderator, row.deputy = moderator, deputy
        unit.record("moderators.named", row.id, {})
    called_in(council)
    [duty] = [d for d in council.duties(audit.id).values() if d.kind == "moderation.decide"]
    assert (deputy, "deputy") in {(rung["to"], rung["tell"]) for rung in duty.rungs_sent}


def test_4_a_deputy_with_a_conflict_steps_back_and_the_moderator_keeps_it(council: Council) -> None:
    audit = called_in(council)
    conflict = {"reason": "My sister-in-law"}
    noon = datetime(2026, 12, 9, 12, tzinfo=UTC)
    council.do("moderation.conflict", audit.id, conflict, by=audit.deputy or "", at=noon)
    now = council.audit(audit.id)
    assert (now.moderator, now.deputy) == (audit.moderator, None)


# ---- the long Christmas --------------------------------------------------------------------------


def test_4_over_four_calendar_days_head_and_director_hear_at_once_and_an_owner_is_named(
    council: Council,
) -> None:
    audit = inadequate(council, at=CHRISTMAS)
    duty = council.duties(audit.id)["moderation.decide"]
    assert duty.due_at == datetime(2026, 12, 29, 17, tzinfo=UTC)
    assert audit.cover == HOS
    messages = told(council, "cover", audit)
    assert {(m.to, m.urgent, m.not_before) for m in messages} == {
        (HOS, True, CHRISTMAS),
        (DIRECTOR, True, CHRISTMAS),
    }


def test_4_a_short_clock_names_nobody(council: Council) -> None:
    audit = inadequate(council, at=datetime(2026, 12, 23, 16, 40, tzinfo=UTC))
    assert audit.cover is None
    assert told(council, "cover", audit) == []


def test_4_a_bank_holiday_weekend_of_four_days_is_not_over_four(council: Council) -> None:
    """Friday to Tuesday over a bank holiday Monday is exactly four calendar days."""
    council.do(
        "closure.add",
        council.programme,
        {"on": "2026-12-14", "kind": "bank", "name": "Proclaimed"},
        at=RETURNED,
    )
    audit = inadequate(council, at=datetime(2026, 12, 11, 12, tzinfo=UTC))
    assert council.duties(audit.id)["moderation.decide"].due_at.date() == date(2026, 12, 15)
    assert audit.cover is None


def test_4_somebody_away_is_no_duty_owner_and_who_acts_for_them_hears_it_at_once(
    council: Council,
) -> None:
    away: dict[str, Any] = {"from": "2026-12-21", "to": "2027-01-04", "delegate": "gm.frontdoor"}
    council.do("person.absent", HOS, away, by=OFFICER)
    audit = inadequate(council, at=CHRISTMAS)
    assert audit.cover == "gm.frontdoor"
    assert [(m.to, m.urgent) for m in told(council, "cover_named", audit)] == [
        ("gm.frontdoor", True)
    ]


def test_4_head_or_director_name_somebody_else_who_hears_it_at_any_hour(council: Council) -> None:
    audit = inadequate(council, at=CHRISTMAS)
    evening = datetime(2026, 12, 24, 20, tzinfo=UTC)
    for by in (HOS_CARE, OFFICER, audit.auditor or ""):
        with pytest.raises(NotAllowed):
            council.do("cover.name", audit.id, {"person": by}, by=by, at=evening)
    with pytest.raises(Invalid):
        council.do("cover.name", audit.id, {"person": "no.one"}, by=HOS, at=evening)
    council.do("cover.name", audit.id, {"person": "gm.frontdoor"}, by=DIRECTOR, at=evening)
    assert council.audit(audit.id).cover == "gm.frontdoor"
    assert [(m.to, m.not_before) for m in told(council, "cover_named", audit)] == [
        ("gm.frontdoor", evening)
    ]


def test_4_whoever_goes_before_the_clock_ends_is_no_duty_owner(council: Council) -> None:
    """§4: the day of the naming is not enough; the clock runs over the holiday."""
    audit = inadequate(council, at=CHRISTMAS)
    away = {"from": "2026-12-28", "to": "2027-01-04"}
    council.do("person.absent", "gm.frontdoor", away, by=OFFICER)
    council.do("person.left", ACADEMY, {"on": "2026-12-28"}, by=OFFICER)
    with council.read(CHRISTMAS) as reader:
        offered = {upn for upn, _ in cover_form(reader, audit.id).choices}
    assert DIRECTOR in offered
    for upn in ("gm.frontdoor", ACADEMY):
        assert upn not in offered
        with pytest.raises(Invalid, match="before the deadline"):
            council.do("cover.name", audit.id, {"person": upn}, by=HOS, at=CHRISTMAS)


def test_4_once_it_is_moderated_there_is_no_clock_to_name_anybody_for(council: Council) -> None:
    audit = inadequate(council, at=CHRISTMAS)
    council.do("check.pass", audit.id, by=checker(audit), at=TUESDAY)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=TUESDAY)
    with pytest.raises(Stale, match="no duty owner is needed"):
        council.do("cover.name", audit.id, {"person": DIRECTOR}, by=HOS, at=TUESDAY)


def test_4_a_closure_day_does_not_lengthen_the_clock_and_a_bank_holiday_does(
    council: Council,
) -> None:
    council.do("closure.add", council.programme, {"on": "2026-12-29", "name": "Council closed"})
    audit = inadequate(council, at=CHRISTMAS)
    assert council.duties(audit.id)["moderation.decide"].due_at.date() == date(2026, 12, 29)


def test_4_ill_on_the_day_the_deputy_takes_over_with_the_date_it_had(council: Council) -> None:
    audit = inadequate(council, at=CHRISTMAS)
    ill = {"from": "2026-12-24", "to": "2027-01-08"}
    evening = datetime(2026, 12, 24, 16, 55, tzinfo=UTC)
    council.do("person.absent", audit.moderator or "", ill, by=OTHER_OFFICER, at=evening)
    duty = council.duties(audit.id)["moderation.decide"]
    assert (duty.owner, duty.due_at.date()) == (audit.deputy, date(2026, 12, 29))
    assert audit.deputy in {m.to for m in told(council, "returned", audit)}
    council.do("check.pass", audit.id, by=checker(audit), at=TUESDAY)
    council.do("moderation.agree", audit.id, by=audit.deputy or "", at=TUESDAY)
    done = council.duties(audit.id, still_open=False)["moderation.decide"]
    assert done.closed_at is not None
    assert done.closed_at < done.due_at


def test_4_where_the_deputy_is_away_too_the_audit_team_is_asked_to_name_somebody(
    council: Council,
) -> None:
    audit = inadequate(council, at=CHRISTMAS)
    change_person(council, audit.deputy, absent_from=date(2026, 12, 21))
    ill = {"from": "2026-12-24", "to": "2027-01-08"}
    council.do("person.absent", audit.moderator or "", ill, by=OTHER_OFFICER, at=CHRISTMAS)
    assert [m.to for m in told(council, "handed_over", audit)] == ["post:audit_team"]
    with council.read() as reader:
        free = next(
            p.id
            for p in reader.rows(Person)
            if p.id in (ACADEMY, MANAGER, PSW, DIRECTOR, HOS_CARE, "gm.care")
            and p.id not in (audit.moderator, audit.deputy, audit.auditor)
        )
    by = checker(audit)
    council.do("moderation.hand_over", audit.id, {"moderator": free}, by=by, at=TUESDAY)
    assert council.duties(audit.id)["moderation.decide"].owner == free


def test_4_urgent_issues_whose_clock_runs_over_a_long_holiday_have_a_duty_owner(
    council: Council,
) -> None:
    """Moderated as Inadequate on Christmas Eve: addressed by Wed 30 Dec, 6 days on."""
    audit = inadequate(council, at=datetime(2026, 12, 23, 10, tzinfo=UTC))
    eve = datetime(2026, 12, 24, 11, tzinfo=UTC)
    council.do("check.pass", audit.id, by=checker(audit), at=eve)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=eve)
    assert council.duties(audit.id)["urgent.address"].due_at.date() == date(2026, 12, 30)
    council.do("cover.name", audit.id, {"person": MANAGER}, by=HOS, at=eve)
    council.do("urgent.addressed", audit.id, {"what": "Seen"}, by=audit.team_manager, at=eve)
    with council.read(at=eve) as reader:
        notice = inadequate_notice(reader, audit.id, audit.team_manager)
    assert notice is not None
    assert "Its urgent issues were addressed on Thu 24 Dec, 11:00." in str(inadequate_card(notice))
    with pytest.raises(Stale, match="no duty owner is needed"):
        council.do("cover.name", audit.id, {"person": DIRECTOR}, by=HOS, at=eve)
