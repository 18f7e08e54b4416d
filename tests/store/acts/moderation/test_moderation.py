"""Moderation: the conversation first, the grade, and who decides when (programme.md §2.10)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from store.tables import Action, Audit, GradeDecision
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.moderating import (
    ACTION,
    CHECKED,
    MODERATED,
    SPOKE,
    checker,
    moderate,
    returned,
    rows,
)
from tests.store.council import ACADEMY, MANAGER, OFFICER, OTHER_OFFICER, PSW, Council, a_return


def test_2_10_the_moderator_agrees_and_the_auditors_grade_stands_as_moderated(
    council: Council,
) -> None:
    audit = returned(council, grade="RI")
    moderate(council, audit, spoke_on=SPOKE, practitioner_heard=True, family_heard=False)
    now = council.audit(audit.id)
    assert (now.state, now.first, now.moderated) == ("moderated", "RI", "RI")
    assert (now.moderated_by, now.moderated_at) == (audit.moderator, MODERATED)
    [kept] = rows(council, GradeDecision)
    assert (kept.outcome, kept.practitioner_heard, kept.family_heard) == ("agree", True, False)
    assert kept.spoke_on == date(2026, 12, 10)
    assert not council.duties(audit.id).keys() & {"return.check", "moderation.decide"}


def test_2_10_a_changed_grade_has_its_rationale_and_never_overwrites_the_auditors(
    council: Council,
) -> None:
    audit = returned(council)
    given = {
        "grade": "RI",
        "rationale": "Zebedee was not seen alone.",
        "spoke_on": SPOKE,
        "not_this_child": True,
    }
    moderate(council, audit, "change", **given)
    now = council.audit(audit.id)
    assert (now.first, now.moderated, now.amended) == ("Good", "RI", None)
    assert "Zebedee" not in str(council.table("fact"))
    assert "Zebedee" not in str(council.table("grade_decision"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rationale": ""}, "rationale"),
        ({"spoke_on": None}, "spoke_on"),
        ({"spoke_on": "2026-12-11"}, "spoke_on"),
        ({"grade": "Good"}, "grade"),
        ({"grade": "Splendid"}, "grade"),
        ({"actions": [ACTION | {"by": "2026-12-09"}]}, "actions.0.by"),
        ({"actions": [ACTION] * 13}, "actions"),
    ],
)
def test_2_10_a_change_needs_another_grade_a_rationale_and_a_conversation_that_was_held(
    council: Council, changed: dict[str, Any], field: str
) -> None:
    audit = returned(council)
    before = council.everything()
    given = {"grade": "RI", "rationale": "Not evidenced.", "spoke_on": SPOKE} | changed
    with pytest.raises(Invalid) as refused:
        moderate(council, audit, "change", **given)
    assert field in refused.value.fields
    assert council.everything() == before


def test_2_10_actions_added_stand_beside_the_auditors_own(council: Council) -> None:
    audit = returned(council, grade="RI")
    moderate(council, audit, actions=[ACTION])
    owners = {action.owner: action.state for action in rows(council, Action)}
    assert owners == {audit.practitioner: "open", audit.team_manager: "open"}


def test_2_10_auditor_practitioner_and_team_manager_see_the_outcome(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    assert {to for to, subject in council.messages("moderated") if subject == audit.id} == {
        audit.auditor,
        audit.practitioner,
        audit.team_manager,
        "post:audit_team",
    }


def test_2_10_somebody_who_has_left_since_is_sent_nothing(council: Council) -> None:
    audit = returned(council)
    left = {"on": "2026-12-09"}
    council.do("person.left", audit.auditor or "", left, by=OTHER_OFFICER, at=CHECKED)
    moderate(council, audit)
    assert audit.auditor not in {to for to, _ in council.messages("moderated")}


def test_2_10_it_is_decided_once_the_check_passed_or_its_day_ended(council: Council) -> None:
    audit = returned(council, checked=False)
    with pytest.raises(Stale, match="until Wed 9 Dec, 17:00 at the latest"):
        council.do("moderation.agree", audit.id, by=audit.moderator or "", at=CHECKED)
    after = datetime(2026, 12, 9, 17, 0, 1, tzinfo=UTC)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=after)
    assert council.audit(audit.id).moderated == "Good"
    assert council.duties(audit.id) == {}


@pytest.mark.parametrize("reason", ["scant", "parts_missing", "grade_not_evidenced"])
def test_2_10_it_goes_back_for_a_listed_reason_with_the_day_of_the_conversation(
    council: Council, reason: str
) -> None:
    audit = returned(council)
    moderate(council, audit, "send_back", reasons=[reason], spoke_on=SPOKE)
    duty = council.duties(audit.id)["return.rectify"]
    assert council.audit(audit.id).state == "rectifying"
    assert (duty.owner, duty.due_at) == (audit.auditor, datetime(2026, 12, 14, 17, tzinfo=UTC))
    assert [to for to, _ in council.messages("sent_back")] == [audit.auditor]


@pytest.mark.parametrize(
    "given",
    [
        {"reasons": ["scant"]},
        {"reasons": [], "spoke_on": SPOKE},
        {"reasons": ["I do not like it"], "spoke_on": SPOKE},
        {"reasons": ["no_analysis"], "spoke_on": SPOKE},
        {"reasons": ["scant"], "spoke_on": "2026-12-11"},
    ],
)
def test_2_10_a_message_never_stands_in_for_the_conversation(
    council: Council, given: dict[str, Any]
) -> None:
    audit = returned(council)
    with pytest.raises(Invalid):
        moderate(council, audit, "send_back", **given)
    assert council.audit(audit.id).state == "returned"


def test_2_10_the_auditor_amends_their_own_and_the_first_grade_is_kept(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit, "send_back", reasons="scant,parts_missing", spoke_on=SPOKE)
    later = datetime(2026, 12, 11, 10, tzinfo=UTC)
    with pytest.raises(NotAllowed):
        council.do("return.submit", audit.id, a_return(), by=audit.moderator or "", at=later)
    submit_return(council, audit, grade="RI", at=later)
    now = council.audit(audit.id)
    assert (now.first, now.amended, now.returned_at) == ("Good", "RI", RETURNED)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=later)
    assert council.audit(audit.id).moderated == "RI"


def test_2_10_nobody_can_mend_the_audit_of_somebody_who_has_left(council: Council) -> None:
    audit = returned(council)
    left = {"on": "2026-12-10"}
    council.do("person.left", audit.auditor or "", left, by=OTHER_OFFICER, at=CHECKED)
    with pytest.raises(Stale, match="refer it to the audit team"):
        moderate(council, audit, "send_back", reasons=["scant"], spoke_on=SPOKE)


def test_2_10_the_moderator_alone_decides(council: Council) -> None:
    audit = returned(council)
    others = {ACADEMY, MANAGER, PSW, OFFICER, audit.auditor, audit.practitioner} - {audit.moderator}
    for upn in sorted(u for u in others if u):
        with pytest.raises(NotAllowed):
            council.do("moderation.agree", audit.id, by=upn, at=MODERATED)


def test_2_3_independence_is_checked_again_at_moderation(council: Council) -> None:
    audit = returned(council)
    moderator = audit.moderator or ""
    change_person(council, moderator, service="Frontdoor", team=audit.team)
    with pytest.raises(Invalid) as refused:
        moderate(council, audit)
    assert refused.value.fields["independence"] == "not in the case's team"


def test_2_10_outside_the_seeded_share_it_is_complete_once_checked(council: Council) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        unit.get(Audit, audit.id).to_moderate = False
        unit.record("share.drawn", audit.id, {})
    submit_return(council, audit)
    assert "moderation.decide" not in council.duties(audit.id)
    with pytest.raises(Stale, match="outside the share"):
        council.do("moderation.agree", audit.id, by=audit.moderator or "", at=CHECKED)
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    assert council.audit(audit.id).state == "complete"


def test_2_10_an_inadequate_is_always_moderated(council: Council) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        unit.get(Audit, audit.id).to_moderate = False
        unit.record("share.drawn", audit.id, {})
    submit_return(council, audit, grade="Inadequate")
    assert "moderation.decide" in council.duties(audit.id)
