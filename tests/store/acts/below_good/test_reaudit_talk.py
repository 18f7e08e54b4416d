"""A re-audit records its discussion with the Team Manager (Tower Hamlets guide §15)."""

from datetime import date

import pytest

from bot.cards.audit_month.return_form import return_form_card
from bot.cards.parts.inputs import Typed
from store.tables import Audit, Return
from store.views.audit_month.return_form import return_form
from store.views.audit_month.return_read import return_read
from store.views.reports.register import register
from store.vocabulary.errors import Invalid
from tests.bot.dialogs.opening import inputs
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.looking_again import JUNE, NEXT, issue_next, moderated, next_cycle, reaudits
from tests.store.audit_month import hand_in
from tests.store.council import OFFICER, Council

TALKED = {"manager_discussed_on": "2027-06-01"}


def again(council: Council) -> Audit:
    """An issued re-audit of work that required improvement."""
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (audit,) = reaudits(council)
    return audit


def passages(council: Council, audit: Audit) -> str:
    with council.read(JUNE) as reader:
        return str(return_read(reader, audit.id))


def test_guide_15_the_day_of_the_talk_with_the_team_manager_is_kept_and_shown(
    council: Council,
) -> None:
    audit = again(council)
    hand_in(council, audit, at=JUNE, **TALKED)
    with council.read(JUNE) as reader:
        (last,) = reader.rows(Return, audit=audit.id)
        rows = {row["audit"]: row for row in register(reader, [NEXT], identifiable=False).audits}
    assert last.manager_discussed_on == date(2027, 6, 1)
    assert rows[audit.id]["manager_discussed_on"] == date(2027, 6, 1)
    assert "Team Manager on Tue 1 Jun." in passages(council, audit)
    assert "Tue 1 Jun" in words(shown(council, OFFICER, "returned", audit.id, at=JUNE))


def test_where_none_is_recorded_whoever_checks_and_moderates_sees_that(council: Council) -> None:
    audit = again(council)
    hand_in(council, audit, at=JUNE)
    assert "No discussion with" in passages(council, audit)
    for upn in (OFFICER, audit.moderator or ""):
        card = words(shown(council, upn, "returned", audit.id, at=JUNE))
        assert "Talk with" in card
        assert "not recorded" in card
    told = words(shown(council, audit.practitioner, "returned", audit.id, at=JUNE))
    assert "not recorded" not in told


def test_the_talk_was_held_before_it_is_recorded(council: Council) -> None:
    audit = again(council)
    with pytest.raises(Invalid) as refused:
        hand_in(council, audit, at=JUNE, manager_discussed_on="2027-06-02")
    assert "in the future" in refused.value.fields["manager_discussed_on"]


def test_only_the_form_of_a_re_audit_asks_for_it(council: Council) -> None:
    audit = again(council)
    asked = []
    with council.read(JUNE) as reader:
        for one in (audit, next(a for a in reader.rows(Audit, cycle=NEXT, kind="full"))):
            page = return_form_card(return_form(reader, one.id), Typed(), at="talk")
            asked.append("manager_discussed_on" in inputs(page))
    assert asked == [True, False]
