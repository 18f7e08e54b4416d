"""Moderator and deputy both away: the work has a living owner from the first moment (§2.3, §4)."""

from datetime import date
from typing import Any

import pytest

from store.duties.predicates.closed_lists import is_gone
from store.registry import may
from store.tables import Audit, Dispute, Duty, Person
from store.views.moderation.handing_over import handed_over
from store.views.moderation.inadequate import inadequate
from store.views.nudges.duty_lines import press_for
from store.views.people.absence import away_told
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.arranging_disputes import RAISED, REASON, moderated
from tests.store.acts.moderating import MODERATED, returned
from tests.store.council import HOS, OFFICER, OTHER_OFFICER, Council

LONG: dict[str, Any] = {"absent_from": date(2026, 12, 1), "absent_to": date(2027, 1, 15)}
SHORT: dict[str, Any] = {"absent_from": date(2026, 12, 1), "absent_to": date(2026, 12, 14)}
TEAM = "post:audit_team"


def away(
    council: Council, audit: Audit, *, moderator: dict[str, Any], deputy: dict[str, Any]
) -> None:
    change_person(council, audit.moderator, **moderator)
    if audit.deputy is not None:
        change_person(council, audit.deputy, **deputy)


def both_away(council: Council, **given: Any) -> Audit:
    """A return that comes in while neither of them is here."""
    audit = council.audits()[0]
    away(council, audit, moderator=LONG, deputy=LONG)
    submit_return(council, audit, **given)
    return council.audit(audit.id)


def owner_of(council: Council, audit: Audit, kind: str = "moderation.decide") -> str:
    return council.duties(audit.id)[kind].owner


def asked(council: Council, audit: Audit) -> bool:
    return (TEAM, audit.id) in council.messages("handed_over")


@pytest.mark.parametrize("grade", ["Good", "Inadequate"])
def test_4_a_return_that_comes_then_is_the_audit_teams_who_hear_at_once(
    council: Council, grade: str
) -> None:
    audit = both_away(council, grade=grade)
    assert owner_of(council, audit) == TEAM
    assert asked(council, audit)
    with council.read(RETURNED) as reader:
        card = handed_over(reader, audit.id, OFFICER)
        assert card is not None
        assert (card.state, *card.may) == ("away", "moderation.hand_over")
        duty = next(iter(reader.rows(Duty, subject=audit.id, kind="moderation.decide")))
        press = press_for(reader, duty, reader.get(Audit, audit.id), OFFICER)
    assert press is not None
    assert press.verb == "moderation.hand_over"


def test_4_the_moderator_whom_they_name_has_it_by_the_day_it_had(council: Council) -> None:
    audit = both_away(council)
    due = council.duties(audit.id)["moderation.decide"].due_at
    council.do("check.pass", audit.id, by=OTHER_OFFICER, at=RETURNED)
    council.do("moderation.hand_over", audit.id, by=OTHER_OFFICER, at=RETURNED)
    now = council.audit(audit.id)
    with council.read(RETURNED) as reader:
        assert not is_gone(reader, now.moderator)
    duty = council.duties(audit.id)["moderation.decide"]
    assert (duty.owner, duty.due_at) == (now.moderator, due)
    council.do("moderation.agree", audit.id, by=now.moderator or "", at=MODERATED)


@pytest.mark.parametrize(("moderator", "deputy"), [(SHORT, LONG), (LONG, SHORT), (SHORT, SHORT)])
def test_4_where_one_of_them_is_back_before_it_is_due_nobody_has_to_be_named(
    council: Council, moderator: dict[str, Any], deputy: dict[str, Any]
) -> None:
    audit = council.audits()[0]
    away(council, audit, moderator=moderator, deputy=deputy)
    submit_return(council, audit)
    assert owner_of(council, audit) == audit.moderator
    assert not asked(council, audit)


def test_4_when_both_go_away_while_it_waits_it_is_the_audit_teams_as_well(council: Council) -> None:
    audit = returned(council)
    given = {"from": "2026-12-08", "to": "2027-01-08"}
    council.do("person.absent", audit.moderator or "", given, by=OTHER_OFFICER, at=RETURNED)
    assert owner_of(council, audit) == audit.deputy
    council.do("person.absent", audit.deputy or "", given, by=OTHER_OFFICER, at=RETURNED)
    assert owner_of(council, audit) == TEAM
    assert asked(council, audit)
    with council.read(RETURNED) as reader:
        told = away_told(reader, audit.deputy or "")
    assert told.taken == (("the audit team", (audit.case_ref,)),)


def test_4_whoever_is_back_first_has_it_again_with_its_card(council: Council) -> None:
    audit = both_away(council)
    council.do("person.back", audit.moderator or "", by=OTHER_OFFICER, at=RETURNED)
    assert owner_of(council, audit) == audit.moderator
    assert council.messages("returned").count((audit.moderator, audit.id)) == 2


def test_2_12_a_dispute_that_is_raised_then_is_settled_by_those_who_hear_of_it_at_once(
    council: Council,
) -> None:
    audit = moderated(council)
    away(council, audit, moderator=LONG, deputy=LONG)
    council.do("dispute.raise", audit.id, REASON, by=audit.team_manager, at=RAISED)
    assert owner_of(council, audit, "dispute.answer") == TEAM
    with council.read(RAISED) as reader:
        dispute = reader.rows(Dispute, audit=audit.id)[0]
        assert may(reader, "dispute.refer", reader.get(Audit, audit.id), OFFICER)
    assert (TEAM, dispute.id) in council.messages("dispute")
    council.do("dispute.refer", audit.id, REASON, by=OFFICER, at=RAISED)
    # The work is below good: what follows from its grade is owed beside the dispute (§3).
    about_the_dispute = {kind for kind in council.duties(audit.id) if kind.startswith("dispute.")}
    assert about_the_dispute == {"dispute.decide"}


def test_2_13_the_notice_names_nobody_who_is_away_as_its_moderator(council: Council) -> None:
    audit = both_away(council, grade="Inadequate")
    with council.read(RETURNED) as reader:
        notice = inadequate(reader, audit.id, HOS)
        gone = reader.get(Person, audit.moderator or "").name
    assert notice is not None
    assert notice.moderator.name == "Somebody whom the audit team names" != gone
