"""The dip re-audit: six weeks on, each action asked after, who hears at once (§3, guide §13)."""

from datetime import UTC, datetime

import pytest

from store.tables import Audit, Progress
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.looking_again import (
    MODERATED,
    SIX_WEEKS_ON,
    actions_of,
    below_good,
    dip,
    moderated,
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

HEADS, MANAGERS = "post:head_of_service:Frontdoor", "post:group_manager:Frontdoor"
LEADS = "post:service_leads:Frontdoor"


def whose_work(audit: Audit) -> set[str]:
    """Those whose work it is hear the result as well."""
    return {audit.practitioner, audit.team_manager}


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_3_work_below_good_is_looked_at_again_six_weeks_after_moderation_by_the_audit_team(
    council: Council, grade: str
) -> None:
    duty = council.duties(below_good(council, grade).id)["dip.reaudit"]
    assert duty.owner == "post:audit_team"
    assert duty.due_at == datetime(2027, 1, 21, 17, tzinfo=UTC)
    assert duty.rule == "6 weeks from moderation on Thu 10 Dec"


def test_3_six_weeks_on_a_holiday_go_forward_for_they_follow_an_event(council: Council) -> None:
    (audit,) = moderated(council, "Good")
    given = {"grade": "RI", "rationale": "Late", "spoke_on": "2026-12-10"}
    other = council.audits()[0]
    assert other.id != audit.id
    council.do("dispute.raise", audit.id, {"reason": "No"}, by=audit.team_manager, at=MODERATED)
    answer = {"answer": "Well", "outcome": "refer"}
    council.do("dispute.answer", audit.id, answer, by=audit.moderator or "", at=MODERATED)
    good_friday = datetime(2027, 2, 12, 10, tzinfo=UTC)
    del given["spoke_on"]
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=good_friday)
    # Six weeks after Fri 12 Feb is Good Friday, 26 March: Tue 30 March is the next working day.
    duty = council.duties(audit.id)["dip.reaudit"]
    assert duty.due_at.date().isoformat() == "2027-03-30"


def test_3_good_work_has_no_dip_re_audit(council: Council) -> None:
    (audit,) = moderated(council, "Good")
    assert "dip.reaudit" not in council.duties(audit.id)
    with pytest.raises(Stale, match="not graded below good"):
        dip(council, audit)


def test_3_it_ends_where_a_dispute_raises_the_grade_to_good(council: Council) -> None:
    audit = below_good(council)
    council.do("dispute.raise", audit.id, {"reason": "No"}, by=audit.team_manager, at=MODERATED)
    given = {"answer": "Well", "outcome": "refer"}
    council.do("dispute.answer", audit.id, given, by=audit.moderator or "", at=MODERATED)
    given = {"grade": "Good", "rationale": "It shows"}
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=MODERATED)
    assert "dip.reaudit" not in council.duties(audit.id)


def test_3_it_goes_to_head_of_service_group_managers_and_psw(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "Good")
    assert told(council, "dip_reaudited", audit.id) == whose_work(audit) | {
        HEADS,
        MANAGERS,
        "post:psw",
    }
    assert council.duties(audit.id).keys() & {"dip.reaudit", "duty.delay"} == set()


def test_3_still_ri_is_referred_to_the_head_of_service_and_the_academy_is_told(
    council: Council,
) -> None:
    audit = below_good(council)
    dip(council, audit, "RI")
    assert told(council, "dip_reaudited", audit.id) - whose_work(audit) == {
        HEADS, MANAGERS, "post:psw", "post:head_of_learning_academy",
    }  # fmt: skip
    duty = council.duties(audit.id)["duty.delay"]
    assert duty.owner == LEADS
    assert duty.due_at == datetime(2027, 1, 28, 17, tzinfo=UTC)


def test_3_still_inadequate_goes_to_the_head_of_service_and_the_divisional_director(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    dip(council, audit, "Inadequate")
    assert told(council, "dip_reaudited", audit.id) - whose_work(audit) == {
        HEADS, MANAGERS, "post:psw", "post:divisional_director",
    }  # fmt: skip
    assert council.duties(audit.id)["duty.delay"].owner == LEADS


def test_3_they_are_told_in_the_same_commit_that_records_it(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "RI")
    (fact,) = (f for f in council.table("fact") if f["verb"] == "dip.reaudited")
    assert fact["changes"].count("dip_reaudited") >= 4


def test_3_every_agreed_action_is_asked_after_and_no_other(council: Council) -> None:
    audit = below_good(council)
    (action,) = actions_of(council, audit)
    with pytest.raises(Invalid) as refused:
        dip(council, audit, actions={})
    assert refused.value.fields == {f"actions.{action}": "say how it stands"}
    with pytest.raises(Invalid) as refused:
        dip(council, audit, actions={action: "done", "M1.a1": "done"})
    assert refused.value.fields == {"actions.M1.a1": "is not an action of this audit"}


def test_3_a_delay_is_named_in_words(council: Council) -> None:
    audit = below_good(council)
    with pytest.raises(Invalid) as refused:
        dip(council, audit, "Good", standing="delayed")
    assert refused.value.fields == {"delay": "name what is delayed and why"}


def test_3_a_delay_is_for_head_of_service_and_group_managers_even_where_the_work_is_good(
    council: Council,
) -> None:
    audit = below_good(council)
    dip(council, audit, "Good", standing="delayed", delay="The visit was put off")
    assert council.duties(audit.id)["duty.delay"].owner == LEADS
    for upn in (PSW, HOS_CARE, OFFICER, audit.practitioner, audit.team_manager):
        with pytest.raises(NotAllowed):
            council.do("delay.addressed", audit.id, {"how": "x"}, by=upn, at=SIX_WEEKS_ON)
    given = {"how": "Talked it through with both"}
    council.do("delay.addressed", audit.id, given, by=GM, at=SIX_WEEKS_ON)
    assert "duty.delay" not in council.duties(audit.id)


def test_3_where_no_delay_was_named_there_is_none_to_address(council: Council) -> None:
    audit = below_good(council)
    for _ in range(2):
        with pytest.raises(Stale):
            council.do("delay.addressed", audit.id, {"how": "x"}, by=HOS, at=SIX_WEEKS_ON)
        if council.audit(audit.id).improved_at is None:
            dip(council, audit, "Good")


def test_1_the_governing_grade_is_never_touched_and_every_grade_is_kept(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "Outstanding")
    after = council.audit(audit.id)
    assert (after.first, after.moderated, after.disputed, after.state) == (
        "RI", "RI", None, "moderated",
    )  # fmt: skip
    look = council.audit(f"{audit.id}-dip6")
    assert (look.kind, look.looks_at, look.first, look.state) == (
        "dip_reaudit", audit.id, "Outstanding", "complete",
    )  # fmt: skip


def test_3_good_or_better_at_the_dip_re_audit_is_improved_and_still_ri_is_not(
    council: Council,
) -> None:
    better, same = moderated(council, "RI", "RI")
    dip(council, better, "Good")
    dip(council, same, "RI")
    assert council.audit(better.id).improved_at == SIX_WEEKS_ON
    assert council.audit(same.id).improved_at is None
    assert council.verbs().count("work.improve") == 1


def test_3_it_is_done_once(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "RI")
    with pytest.raises(Stale, match="has been done"):
        dip(council, audit, "Good")


def test_3_the_audit_team_does_it_and_nobody_who_graded_it_or_whose_work_it_is(
    council: Council,
) -> None:
    audit = below_good(council)
    actions = dict.fromkeys(actions_of(council, audit), "done")
    given = {"grade": "Good", "actions": actions}
    others = (HOS, PSW, ACADEMY, DIRECTOR, audit.practitioner, audit.team_manager, audit.auditor)
    for upn in others:
        with pytest.raises(NotAllowed):
            council.do("dip.reaudited", audit.id, given, by=upn or "", at=SIX_WEEKS_ON)
    if audit.moderated_by == MANAGER:
        with pytest.raises(NotAllowed):
            council.do("dip.reaudited", audit.id, given, by=MANAGER, at=SIX_WEEKS_ON)
    council.do("dip.reaudited", audit.id, given, by=OTHER_OFFICER, at=SIX_WEEKS_ON)


def test_3_what_it_found_is_sealed(council: Council) -> None:
    audit = below_good(council)
    words = "The grandmother was never asked"
    dip(council, audit, "RI", standing="delayed", delay=words)
    assert words not in str(council.table("fact"))
    with council.read() as reader:
        (found,) = reader.rows(Progress, audit=audit.id, kind="dip_reaudit")
        assert words in (reader.unseal(found.content) or "")
    assert council.problems() == []


def test_5_a_dip_re_audit_is_in_no_statistics_of_audits(council: Council) -> None:
    audit = below_good(council)
    with council.read() as reader:
        before = grades(reader, full=True)
    dip(council, audit, "Good")
    with council.read() as reader:
        assert grades(reader, full=True) == before
        assert len(reader.rows(Audit, kind="dip_reaudit")) == 1
