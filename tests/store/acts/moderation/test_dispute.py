"""A disputed grade: who may raise it, by when, who settles it, and nobody twice (§2.12)."""

from datetime import UTC, date, datetime

import pytest

from store.duties.predicates.closed_lists import governing_grade
from store.registry import ACTS
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import change_person, submit_return
from tests.store.acts.arranging_disputes import (
    ANSWERED,
    HAND_ON,
    MODERATED,
    RAISED,
    REASON,
    REFERRED,
    RESOLVED,
    SETTLED,
    disputed,
    handed_on,
    moderated,
    the_dispute,
    told,
)
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    GM,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
)

TEAM = (OFFICER, OTHER_OFFICER, MANAGER)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("who", ["head", "team_manager", "practitioner"])
def test_2_12_head_of_service_team_manager_and_practitioner_may_raise_it(
    council: Council, who: str
) -> None:
    audit = moderated(council)
    upn = HOS if who == "head" else getattr(audit, who)
    council.do("dispute.raise", audit.id, REASON, by=upn, at=RAISED)
    assert the_dispute(council).raised_by == upn


def test_2_12_nobody_else_may_raise_it(council: Council) -> None:
    audit = moderated(council)
    strangers = (audit.auditor, audit.moderator, OFFICER, MANAGER, PSW, GM, HOS_CARE, DIRECTOR)
    for upn in strangers:
        with pytest.raises(NotAllowed):
            council.do("dispute.raise", audit.id, REASON, by=upn or "", at=RAISED)


def test_2_12_it_may_be_raised_until_the_fifth_working_day_at_five(council: Council) -> None:
    """Moderated on Mon 14 Dec: Tue 15, Wed 16, Thu 17, Fri 18, Mon 21."""
    audit = moderated(council)
    with pytest.raises(Stale, match="until Mon 21 Dec"):
        council.do("dispute.raise", audit.id, REASON, by=HOS, at=at(21, 17, 1))
    council.do("dispute.raise", audit.id, REASON, by=HOS, at=at(21, 17))


def test_2_12_bank_holidays_do_not_count_among_the_five(council: Council) -> None:
    """Moderated on Wed 23 Dec: Thu 24, Tue 29, Wed 30, Thu 31, then Mon 4 January."""
    audit = moderated(council, at=at(23, 10))
    late = datetime(2027, 1, 4, 17, 1, tzinfo=UTC)
    with pytest.raises(Stale, match="until Mon 4 Jan"):
        council.do("dispute.raise", audit.id, REASON, by=HOS, at=late)
    on_time = datetime(2027, 1, 4, 16, 59, tzinfo=UTC)
    council.do("dispute.raise", audit.id, REASON, by=HOS, at=on_time)


def test_2_12_a_grade_that_is_not_decided_yet_is_not_disputed(council: Council) -> None:
    audit = council.audits()[0]
    with pytest.raises(Stale):
        council.do("dispute.raise", audit.id, REASON, by=HOS, at=RAISED)


def test_2_12_the_moderator_answers_within_three_working_days(council: Council) -> None:
    audit = disputed(council)
    duty = council.duties(audit.id)["dispute.answer"]
    assert duty.owner == audit.moderator
    assert duty.due_at == at(21, 17)
    assert told(council, "dispute") == {audit.moderator}
    for upn in (audit.auditor, audit.team_manager, audit.practitioner, *TEAM, PSW, HOS, ACADEMY):
        if upn != audit.moderator:
            with pytest.raises(NotAllowed):
                council.do("dispute.answer", audit.id, RESOLVED, by=upn or "", at=ANSWERED)


def test_2_12_the_moderators_answer_changes_no_grade(council: Council) -> None:
    """They have decided once: their answer has no field for a grade."""
    assert "grade" not in ACTS["dispute.answer"].fields.model_fields
    audit = disputed(council)
    given = RESOLVED | {"grade": "Good"}
    with pytest.raises(Invalid):
        council.do("dispute.answer", audit.id, given, by=audit.moderator or "", at=ANSWERED)
    council.do("dispute.answer", audit.id, RESOLVED, by=audit.moderator or "", at=ANSWERED)
    assert governing_grade(council.audit(audit.id)) == "RI"


def test_2_12_one_dispute_at_a_time(council: Council) -> None:
    audit = disputed(council)
    with pytest.raises(Stale, match="already open"):
        council.do("dispute.raise", audit.id, REASON, by=audit.practitioner, at=RAISED)


def test_2_12_an_answer_is_taken_further_by_its_raiser_within_three_working_days(
    council: Council,
) -> None:
    """Answered on Thu 17 Dec: Fri 18, Mon 21, Tue 22."""
    audit = disputed(council)
    council.do("dispute.answer", audit.id, RESOLVED, by=audit.moderator or "", at=ANSWERED)
    with pytest.raises(NotAllowed):
        council.do("dispute.refer", audit.id, REASON, by=audit.practitioner, at=at(18, 9))
    with pytest.raises(Stale, match="until Tue 22 Dec"):
        council.do("dispute.refer", audit.id, REASON, by=audit.team_manager, at=at(22, 17, 1))
    council.do("dispute.refer", audit.id, REASON, by=audit.team_manager, at=at(22, 17))
    assert council.duties(audit.id)["dispute.decide"].owner == "post:audit_team"


def test_2_12_settled_within_five_working_days_of_its_being_handed_on(council: Council) -> None:
    """Handed on at Tue 22 Dec: Wed 23, Thu 24, Tue 29, Wed 30, Thu 31."""
    audit = disputed(council)
    council.do("dispute.answer", audit.id, HAND_ON, by=audit.moderator or "", at=REFERRED)
    duty = council.duties(audit.id)["dispute.decide"]
    assert duty.due_at == at(31, 17)
    assert "dispute.answer" not in council.duties(audit.id)


def test_2_12_nobody_decides_twice_not_auditor_moderator_or_raiser(council: Council) -> None:
    audit = handed_on(council)
    decided = {audit.auditor, audit.moderator, audit.team_manager}
    for upn in (*decided, audit.practitioner, HOS, GM, DIRECTOR, "nobody.known"):
        with pytest.raises(NotAllowed):
            council.do("dispute.settle", audit.id, SETTLED, by=upn or "", at=REFERRED)
    free = next(upn for upn in (*TEAM, PSW) if upn not in decided)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)


def test_2_12_who_holds_the_deciding_post_and_moderated_does_not_settle_it(
    council: Council,
) -> None:
    audit = moderated(council)
    change_person(council, audit.moderator, roles=["audit_manager"])
    audit = handed_on(council, audit)
    with pytest.raises(NotAllowed):
        council.do("dispute.settle", audit.id, SETTLED, by=audit.moderator or "", at=REFERRED)


def test_2_12_a_deputy_who_answered_does_not_settle_it_either(council: Council) -> None:
    """The deputy answers while the moderator is away, and is of the audit team."""
    audit = disputed(council)
    deputy = audit.deputy or ""
    assert deputy
    change_person(council, deputy, roles=["audit_manager"])
    change_person(council, audit.moderator, absent_from=date(2026, 12, 16))
    council.do("dispute.answer", audit.id, HAND_ON, by=deputy, at=ANSWERED)
    with pytest.raises(NotAllowed):
        council.do("dispute.settle", audit.id, SETTLED, by=deputy, at=REFERRED)


def test_2_12_where_everybody_has_decided_the_named_alternate_settles_it(council: Council) -> None:
    """Nobody of the audit team and no PSW is left: the Head of the Learning Academy decides."""
    audit = next(a for a in council.audits() if a.moderator != ACADEMY)
    audit = moderated(council, audit)
    for upn in (*TEAM, PSW):
        if upn not in {audit.moderator, audit.auditor}:
            change_person(council, upn, left_on=date(2026, 12, 1))
    change_person(council, audit.moderator, roles=["audit_manager", "psw"])
    audit = handed_on(council, audit)
    assert council.duties(audit.id)["dispute.decide"].owner == "post:head_of_learning_academy"
    council.do("dispute.settle", audit.id, SETTLED, by=ACADEMY, at=REFERRED)


def test_2_12_what_is_settled_is_final_and_governs(council: Council) -> None:
    audit = handed_on(council)
    free = next(upn for upn in TEAM if upn != audit.moderator)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    settled = council.audit(audit.id)
    assert (settled.first, settled.moderated, settled.disputed) == ("RI", "RI", "Good")
    assert governing_grade(settled) == "Good"
    with pytest.raises(Stale, match="final"):
        council.do("dispute.raise", audit.id, REASON, by=HOS, at=REFERRED)
    for upn in TEAM:
        if upn not in {audit.moderator, free}:
            with pytest.raises(Stale):
                council.do("dispute.settle", audit.id, SETTLED, by=upn, at=REFERRED)


def test_2_12_everybody_it_touches_hears_how_it_was_settled(council: Council) -> None:
    audit = handed_on(council)
    free = next(upn for upn in TEAM if upn != audit.moderator)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    assert told(council, "dispute_settled") == {
        audit.auditor, audit.moderator, audit.practitioner, audit.team_manager,
        "post:head_of_service:Frontdoor",
    }  # fmt: skip


def test_2_12_a_deputy_who_moderated_hears_it_as_well(council: Council) -> None:
    audit = council.audits()[0]
    change_person(
        council, audit.moderator, absent_from=date(2026, 12, 14), absent_to=date(2026, 12, 14)
    )
    by_deputy = audit.deputy or ""
    submit_return(council, audit, grade="RI")
    council.do("check.pass", audit.id, by=OFFICER, at=at(9, 10))
    council.do("moderation.agree", audit.id, by=by_deputy, at=MODERATED)
    audit = handed_on(council, council.audit(audit.id))
    free = next(upn for upn in TEAM if upn not in {audit.moderator, by_deputy})
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    assert {audit.moderator, by_deputy} <= told(council, "dispute_settled")


def test_2_13_a_dispute_that_ends_in_inadequate_tells_the_five_at_once(council: Council) -> None:
    audit = handed_on(council)
    free = next(upn for upn in TEAM if upn != audit.moderator)
    given = SETTLED | {"grade": "Inadequate"}
    council.do("dispute.settle", audit.id, given, by=free, at=REFERRED)
    assert told(council, "inadequate") == {
        audit.practitioner, audit.team_manager, HOS, MANAGER, ACADEMY,
    }  # fmt: skip


def test_2_12_a_dispute_whose_moderator_is_gone_has_a_way_on(council: Council) -> None:
    """Moderator and deputy have left: the audit team hands it on, and no duty stays behind."""
    audit = disputed(council)
    for upn in (audit.moderator, audit.deputy):
        change_person(council, upn, left_on=date(2026, 12, 16))
    free = next(upn for upn in TEAM if upn not in {audit.moderator, audit.deputy})
    council.do("dispute.refer", audit.id, REASON, by=free, at=at(18, 10))
    assert set(council.duties(audit.id)) & {"dispute.answer", "dispute.decide"} == {
        "dispute.decide"
    }


def test_2_12_a_grade_that_is_none_of_the_scale_is_refused(council: Council) -> None:
    audit = handed_on(council)
    free = next(upn for upn in TEAM if upn != audit.moderator)
    with pytest.raises(Invalid):
        council.do("dispute.settle", audit.id, SETTLED | {"grade": "Superb"}, by=free, at=REFERRED)


def test_7_what_was_written_in_a_dispute_stands_in_no_fact(council: Council) -> None:
    audit = handed_on(council)
    free = next(upn for upn in TEAM if upn != audit.moderator)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    facts = " ".join(f"{fact['fields']} {fact['changes']}" for fact in council.table("fact"))
    for words in (REASON["reason"], HAND_ON["answer"], SETTLED["rationale"]):
        assert words not in facts
