"""Head of Service and Group Managers address delay together (Tower Hamlets guide §13)."""

import pytest

from bot.cards.below_good.dip_reaudit import dip_reaudit_card
from bot.dialogs.forms import receipt
from store.people.posts import notified_for
from store.programme.profile import Profile, shipped, shipped_names
from store.relations.below_good import DELAY_ANSWERER
from store.tables import Audit
from store.views.below_good.dip_reaudit import dip_reaudit_seen
from store.views.parts.owners import open_duties_of
from tests.bot.cards.linter import said
from tests.store.acts.looking_again import SIX_WEEKS_ON, below_good, dip
from tests.store.council import GM, GM_CARE, HOS, HOS_CARE, Council, profile_text

DELAY = {"standing": "delayed", "delay": "The visit was put off"}


def test_guide_13_both_owe_it_both_see_it_both_are_reminded_and_either_may_record_it(
    council: Council,
) -> None:
    audit = below_good(council)
    dip(council, audit, "Good", **DELAY)
    duty = council.duties(audit.id)["duty.delay"]
    with council.read(SIX_WEEKS_ON) as reader:
        row = reader.get(Audit, audit.id)
        assert set(notified_for(reader, duty.owner)) == {HOS, GM}
        assert set(DELAY_ANSWERER.upns(reader, row)) == {HOS, GM}
        for upn, owes in {HOS: True, GM: True, HOS_CARE: False, GM_CARE: False}.items():
            mine = {one.id for one in open_duties_of(reader, upn)}
            assert (duty.id in mine) is owes
        view = dip_reaudit_seen(reader, audit.id, GM)
        told = receipt(reader, "dip.reaudited", audit.id)
    assert view is not None
    words = said(dip_reaudit_card(view))
    assert "One of you records it: the Head of Service and Group Managers for Frontdoor" in words
    assert "Head of Service and Group Managers for Frontdoor to address by" in told


def test_a_stored_profile_leaves_it_with_the_head_of_service(council: Council) -> None:
    text = profile_text()
    before, key, after = text.partition('[duty."duty.delay"]')
    owner = 'owner = "service_leads"'
    assert owner in after.partition("\n[")[0]
    stored = before + key + after.replace(owner, 'owner = "head_of_service"', 1)
    council.do("profile.adopt", council.programme, {"name": "stored", "text": stored})
    audit = below_good(council)
    dip(council, audit, "Good", **DELAY)
    assert council.duties(audit.id)["duty.delay"].owner == "post:head_of_service:Frontdoor"
    with council.read(SIX_WEEKS_ON) as reader:
        view = dip_reaudit_seen(reader, audit.id, HOS)
    assert view is not None
    assert view.address_with == "the Head of Service for Frontdoor"
    council.do("delay.addressed", audit.id, {"how": "Talked"}, by=GM, at=SIX_WEEKS_ON)


@pytest.mark.parametrize("name", shipped_names())
def test_only_the_guide_of_tower_hamlets_has_this_duty(name: str) -> None:
    duty = Profile.parse(shipped(name)).duty.get("duty.delay")
    owner = None if duty is None else dict(duty.owner)
    assert owner == ({"otherwise": "service_leads"} if name == "tower-hamlets" else None)
