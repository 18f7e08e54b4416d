"""Who leads the meeting after work below good, and who is asked, as the profile says (§3, §6)."""

import pytest

from store.audits.uopp_meetings import invited_to, meeting_leads
from store.programme.profile import Profile, shipped
from store.tables import Audit
from store.vocabulary.errors import NotAllowed
from tests.store.acts.arranging_meetings import MET, below_good, convene, hold, owed, the_meeting
from tests.store.council import HOS, MANAGER, Council
from tests.store.stored_profiles import adopt_without


def meets_as(council: Council, name: str) -> None:
    """The council goes over to that council's profile, with cycles of its own services."""
    text = shipped(name).replace('cycles = "authority"', 'cycles = "service"')
    council.do("profile.adopt", council.programme, {"name": name, "text": text})


def leads(council: Council, audit: Audit) -> set[str]:
    with council.read(MET) as reader:
        return meeting_leads(reader, reader.get(Audit, audit.id))


def asked(council: Council, audit: Audit) -> set[str]:
    with council.read(MET) as reader:
        return set(invited_to(reader, reader.get(Audit, audit.id), [MET.date()]))


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_bromleys_qa_lead_meets_the_head_of_service_and_the_team_manager(
    council: Council, grade: str
) -> None:
    audit = below_good(council, grade)
    meets_as(council, "bromley")
    assert leads(council, audit) == {MANAGER}
    assert asked(council, audit) == {audit.team_manager, HOS}
    hold(council, audit, by=MANAGER, attended=[audit.team_manager, HOS])
    assert the_meeting(council).state == "held"
    assert "uopp.hold" not in owed(council, audit)


def test_guide_10_the_auditor_leads_and_the_head_comes_only_after_an_inadequate(
    council: Council,
) -> None:
    audit = below_good(council)
    assert leads(council, audit) == {audit.auditor}
    assert HOS not in asked(council, audit)
    worse = below_good(council, "Inadequate")
    assert leads(council, worse) == {MANAGER}
    assert HOS in asked(council, worse)


def test_a_refusal_calls_the_meeting_what_the_council_calls_it(council: Council) -> None:
    audit = below_good(council)
    meets_as(council, "bromley")
    with pytest.raises(NotAllowed) as refused:
        convene(council, audit, by=audit.auditor)
    assert "the moderation meeting" not in refused.value.message
    assert "whoever leads its moderation meeting" in refused.value.message


def test_a_stored_profile_that_names_nobody_asks_whom_it_asked(council: Council) -> None:
    adopt_without(council, "uopp.name", "uopp.in_full")
    audit = below_good(council)
    assert asked(council, audit) == {audit.team_manager, audit.practitioner, audit.auditor}
    with council.read(MET) as reader:
        assert reader.profile.uopp.name == "UoPP meeting"


@pytest.mark.parametrize(
    ("name", "called"),
    [("bromley", "moderation meeting"), ("tameside", "improvement meeting"),
     ("tower-hamlets", "UoPP meeting")],
)  # fmt: skip
def test_each_council_calls_its_meeting_by_its_own_name(name: str, called: str) -> None:
    profile = Profile.parse(shipped(name))
    assert profile.uopp.name == called
    about = [rule.words for rule in profile.duty.values() if "meeting" in rule.words]
    other = {"moderation meeting", "improvement meeting", "UoPP meeting"} - {called}
    assert not [words for words in about if any(word in words for word in other)]
