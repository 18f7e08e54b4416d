"""Where nobody can come, a time is fixed only by a chair who says so (guide §10)."""

from typing import Any

import pytest

from bot.cards.below_good.uopp import uopp_chair_card
from bot.cards.below_good.uopp_forms import convene_form, fix_form
from bot.cards.parts.inputs import Typed
from store.tables import Audit
from store.views.below_good.uopp import uopp_meeting
from store.views.below_good.uopp_form import uopp_form
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import inputs
from tests.store.acts.arranging_meetings import CONVENED, TIMES, below_good, convene, the_meeting
from tests.store.council import Council

ANYWAY: dict[str, Any] = {"nobody_can_come": True}
CANNOT = {"answer": "cannot"}


def answers(council: Council, audit: Audit, *upns: str, **given: Any) -> None:
    for upn in upns:
        council.do("uopp.confirm", audit.id, given or CANNOT, by=upn, at=CONVENED)


def fix(council: Council, audit: Audit, starts_at: str, **given: Any) -> None:
    fields = {"starts_at": starts_at} | given
    council.do("uopp.fix", audit.id, fields, by=audit.auditor or "", at=CONVENED)


def all_away(council: Council, *upns: str | None) -> None:
    for upn in upns:
        council.do(
            "person.absent", upn or "", {"from": "2026-12-14", "to": "2026-12-31"}, by=upn or "",
            at=CONVENED,
        )  # fmt: skip


def test_a_time_at_which_nobody_can_come_is_fixed_only_where_that_is_said(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    answers(council, audit, audit.team_manager, audit.practitioner)
    with pytest.raises(Invalid, match="Nobody who is asked can come then") as refused:
        fix(council, audit, the_meeting(council).times[0])
    assert set(refused.value.fields) == {"nobody_can_come"}
    assert the_meeting(council).state == "convened"
    fix(council, audit, the_meeting(council).times[0], **ANYWAY)
    assert the_meeting(council).state == "fixed"
    assert council.table("fact")[-1]["fields"].count("nobody_can_come") == 1


@pytest.mark.parametrize("which", [0, 1])
def test_one_who_can_come_or_has_not_answered_is_enough(council: Council, which: int) -> None:
    audit = below_good(council)
    convene(council, audit)
    first, second = the_meeting(council).times
    answers(council, audit, audit.practitioner)
    if which:
        answers(council, audit, audit.team_manager, answer="yes", times=[second])
        with pytest.raises(Invalid):
            fix(council, audit, first)
    fix(council, audit, second if which else first)
    assert the_meeting(council).state == "fixed"


def test_somebody_recorded_absent_that_day_does_not_count_as_one_who_may_come(
    council: Council,
) -> None:
    audit = below_good(council)
    convene(council, audit)
    all_away(council, audit.team_manager, audit.practitioner)
    with pytest.raises(Invalid, match="Nobody"):
        fix(council, audit, the_meeting(council).times[0])


def test_one_time_alone_is_not_fixed_where_everybody_is_away_unless_that_is_said(
    council: Council,
) -> None:
    audit = below_good(council)
    all_away(council, audit.team_manager, audit.practitioner)
    with council.read(CONVENED) as reader:
        form = convene_form(uopp_form(reader, audit.id, audit.auditor or ""), Typed())
    assert "nobody_can_come" in inputs(form)
    with pytest.raises(Invalid, match="Nobody"):
        convene(council, audit, times=TIMES[:1])
    convene(council, audit, times=TIMES[:1], **ANYWAY)
    assert the_meeting(council).state == "fixed"


def test_the_chairs_card_and_form_say_that_nobody_can_come(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit)
    chair = audit.auditor or ""
    with council.read(CONVENED) as reader:
        assert "nobody_can_come" not in inputs(
            fix_form(uopp_form(reader, audit.id, chair), Typed())
        )
    answers(council, audit, audit.team_manager, audit.practitioner)
    with council.read(CONVENED) as reader:
        drawn = fix_form(uopp_form(reader, audit.id, chair), Typed())
        view = uopp_meeting(reader, the_meeting(council).id, chair)
    assert "nobody_can_come" in inputs(drawn)
    assert ": nobody can come" in str(drawn)
    assert view is not None
    assert "nobody can come" in said(uopp_chair_card(view))
    fix(council, audit, the_meeting(council).times[0], **ANYWAY)
    with council.read(CONVENED) as reader:
        view = uopp_meeting(reader, the_meeting(council).id, chair)
    assert view is not None
    assert "choose another time, or hold it with whoever comes" in said(uopp_chair_card(view))


def test_what_was_fixed_before_stays_fixed_when_the_last_one_cancels(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit, times=TIMES[:1])
    answers(council, audit, audit.team_manager, audit.practitioner)
    assert the_meeting(council).state == "fixed"
    with council.read(CONVENED) as reader:
        view = uopp_meeting(reader, the_meeting(council).id, audit.auditor or "")
    assert view is not None
    assert view.nobody
