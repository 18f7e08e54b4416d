"""Who has to be at a UoPP meeting, as each council's published text says (§3, guide §10)."""

import pytest

from bot.cards.below_good.uopp_forms import held_form
from bot.cards.parts.inputs import Typed
from store.audits.uopp_meetings import invited_to
from store.programme.profile import Profile, shipped, shipped_names
from store.tables import Audit
from store.views.below_good.uopp_form import uopp_form
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import said
from tests.store.acts.arranging import change_person
from tests.store.acts.arranging_meetings import MET, NEXT_DAY, below_good, hold, owed, the_meeting
from tests.store.council import GM, HOS, MANAGER, Council
from tests.store.stored_profiles import adopt_without

THREE = ("team_manager", "practitioner", "auditor")


def three(audit: Audit) -> list[str]:
    """Team Manager, practitioner and original auditor."""
    return [getattr(audit, role) for role in THREE]


def test_guide_10_an_inadequates_meeting_is_not_quorate_without_its_head_of_service(
    council: Council,
) -> None:
    audit = below_good(council, "Inadequate")
    with pytest.raises(Invalid, match="Head of Service, or their delegate") as refused:
        hold(council, audit, by=MANAGER, attended=three(audit))
    assert "Head of Service" in refused.value.fields["attended"]
    assert "uopp.hold" in owed(council, audit)
    hold(council, audit, by=MANAGER, attended=[*three(audit), HOS])
    assert HOS in the_meeting(council).attended


def test_guide_10_their_delegate_may_come_in_their_place(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    change_person(council, HOS, delegate=GM)
    hold(council, audit, by=MANAGER, attended=[*three(audit), GM])
    assert HOS not in the_meeting(council).attended


def test_guide_10_whoever_acts_for_a_head_who_is_away_may_come(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    away = {"from": "2026-12-15", "to": "2027-01-08", "delegate": GM}
    council.do("person.absent", HOS, away, by=HOS, at=MET)
    with council.read(NEXT_DAY) as reader:
        assert GM in invited_to(reader, reader.get(Audit, audit.id), [NEXT_DAY.date()])
    hold(council, audit, by=MANAGER, at=NEXT_DAY, attended=[*three(audit), GM])
    assert the_meeting(council).state == "held"


def test_guide_10_work_that_requires_improvement_does_not_need_the_head(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit, attended=three(audit))
    assert the_meeting(council).state == "held"


def test_the_form_of_the_record_names_whom_the_meeting_needs(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    with council.read(MET) as reader:
        view = uopp_form(reader, audit.id, MANAGER)
    assert view.needed[-1].endswith("or their delegate")
    assert f"and {view.needed[-1]}." in said(held_form(view, Typed()))
    assert {upn for upn, _ in view.people} >= {HOS, *three(audit)}


def test_a_stored_profile_without_the_key_needs_those_whom_it_needed(council: Council) -> None:
    adopt_without(council, "uopp.quorum")
    audit = below_good(council, "Inadequate")
    hold(council, audit, by=MANAGER, attended=three(audit))
    assert the_meeting(council).state == "held"


@pytest.mark.parametrize("name", shipped_names())
def test_each_council_needs_whom_its_published_text_names(name: str) -> None:
    rule = Profile.parse(shipped(name)).uopp
    needed = {
        "tower-hamlets": (THREE, (*THREE, "head_of_service")),
        "bromley": (("team_manager", "head_of_service"),) * 2,
    }.get(name, (THREE, THREE))
    assert (rule.needed(inadequate=False), rule.needed(inadequate=True)) == needed


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_3_for_a_team_manager_who_left_the_head_of_service_comes(
    council: Council, grade: str
) -> None:
    """Nobody is above the Team Manager in the people file, and nobody was named their delegate."""
    audit = below_good(council, grade)
    change_person(council, audit.team_manager, reports_to=None)
    council.do("person.left", audit.team_manager, {"on": "2026-12-15"}, at=NEXT_DAY)
    chair = MANAGER if grade == "Inadequate" else audit.auditor or ""
    here = [audit.practitioner, audit.auditor or ""]
    with council.read(NEXT_DAY) as reader:
        row = reader.get(Audit, audit.id)
        assert HOS in invited_to(reader, row, [NEXT_DAY.date()])
        assert uopp_form(reader, audit.id, chair).needed[0] == "Hos Frontdoor"
    with pytest.raises(Invalid, match=r"Hos Frontdoor \(for the Team Manager, who has left\)"):
        hold(council, audit, by=chair, at=NEXT_DAY, attended=here)
    hold(council, audit, by=chair, at=NEXT_DAY, attended=[*here, HOS])
    assert the_meeting(council).state == "held"
