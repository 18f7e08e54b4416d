"""Moderation handed over: who may be named, and who is said to have done it (§2.3)."""

import pytest

from store.tables import Audit, Person
from store.views.nudges.my_work import my_work
from store.views.reports.audit_story import audit_story
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import inputs, opened, sends
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging import RETURNED, change_person
from tests.store.acts.moderating import MODERATED, checker, returned
from tests.store.council import HOS, MANAGER, OFFICER, PSW, Council


def test_the_audit_team_chooses_among_the_lawful_with_the_rules_choice_made(
    council: Council,
) -> None:
    audit = returned(council)
    card = opened(council, "moderation.hand_over", audit.id, OFFICER)
    asked = inputs(card)["moderator"]
    offered = [choice["value"] for choice in asked["choices"]]
    assert asked["value"] == audit.deputy == offered[0]
    assert not {audit.moderator, audit.auditor, HOS, audit.team_manager} & set(offered)
    chosen = offered[1]
    sends(council, "moderation.hand_over", audit, OFFICER, {"moderator": chosen})
    assert council.audit(audit.id).moderator == chosen
    named = shown(council, OFFICER, "handed_over", at=MODERATED)
    assert named.summary.endswith(f"moderates {audit.case_ref} now")


def test_where_nobody_moderates_it_the_audit_team_is_asked_to_name_somebody(
    council: Council,
) -> None:
    audit = returned(council)
    with council.unit() as unit:
        unit.get(Audit, audit.id).deputy = None
        for row in unit.rows(Person):
            if row.id not in (audit.moderator, OFFICER):
                row.absent_from = RETURNED.date()
        unit.record("flu", unit.programme, {})
    conflict = {"reason": "My cousin"}
    council.do("moderation.conflict", audit.id, conflict, by=audit.moderator or "", at=MODERATED)
    card = shown(council, OFFICER, "handed_over", at=MODERATED)
    assert card.summary == f"Nobody moderates {audit.case_ref} yet"
    assert verbs(card) == {"moderation.hand_over"}
    with council.read(MODERATED) as reader:
        lines = {line.about: line.press for line in my_work(reader, OFFICER).asks}
    press = lines[audit.case_ref]
    assert press is not None
    assert press.verb == "moderation.hand_over"
    change_person(council, PSW, absent_from=None)
    asked = opened(council, "moderation.hand_over", audit.id, OFFICER)
    assert "My cousin" in said(asked)


@pytest.mark.parametrize("by_hand", [True, False])
def test_2_3_who_handed_a_moderation_over_by_hand_is_said_in_the_story_and_on_the_card(
    council: Council, by_hand: bool
) -> None:
    audit = returned(council)
    by = checker(audit)
    if by_hand:
        council.do("moderation.hand_over", audit.id, by=by, at=MODERATED)
    else:
        why = {"reason": "My cousin"}
        council.do("moderation.conflict", audit.id, why, by=audit.moderator or "", at=MODERATED)
    with council.read(MODERATED) as reader:
        name = reader.get(Person, by).name
        story = [f"{moment.who} {moment.what}" for moment in audit_story(reader, audit.id)]
    assert (f"{name} gave the moderation to somebody else" in story) == by_hand
    assert any(line.startswith("Sightline passed the moderation on") for line in story) != by_hand
    told = words(shown(council, by, "handed_over", audit.id, at=MODERATED))
    who = "You handed it over" if by_hand else "Passed on by the programme's rules"
    assert f"{who} on Thu 10 Dec, 11:00" in told
    other = words(shown(council, MANAGER, "handed_over", audit.id, at=MODERATED))
    who = f"{name} handed it over" if by_hand else "Passed on by the programme's rules"
    assert f"{who} on Thu 10 Dec, 11:00" in other
