"""Each of the five profiles says what its column of programme.md §6 says."""

import re

import pytest

from store.checker.checker import check
from store.checker.showing import show
from store.clock.calendar import Calendar
from store.programme.profile import Profile, shipped, shipped_names
from tests.store.checker.test_profile_in_words import DECEMBER

HOME = "tower-hamlets"
MONTHLY = ("bradford", "bromley", "coventry", "tameside")


def profile(name: str) -> Profile:
    return Profile.parse(shipped(name))


def test_all_five_ship() -> None:
    assert shipped_names() == ["bradford", "bromley", "coventry", "tameside", "tower-hamlets"]


@pytest.mark.parametrize("name", shipped_names())
def test_nothing_is_wrong_with_it_and_it_can_be_shown(name: str) -> None:
    assert check(shipped(name)) == ()
    shown = show(profile(name), Calendar(), DECEMBER)
    assert {span.kind for span in shown.spans} == profile(name).duty.keys()
    assert any(setting.default for setting in shown.settings)
    assert any(duty.default for duty in shown.duties)


@pytest.mark.parametrize("name", shipped_names())
def test_every_duty_says_whether_it_is_published_or_a_default(name: str) -> None:
    for kind, rule in profile(name).duty.items():
        for source in rule.source.values():
            assert "default" in source or "guide" in source or "programme.md" in source, kind


@pytest.mark.parametrize("name", MONTHLY)
def test_four_are_monthly_and_of_the_whole_authority(name: str) -> None:
    rules = profile(name)
    assert (rules.rhythm.months, rules.programme.cycles) == (1, "authority")


def test_bromley() -> None:
    rules = profile("bromley")
    assert rules.duty["uopp.hold"].owner == {"otherwise": "post:audit_manager"}
    reviews, outside = rules.selection.quotas
    assert set(reviews.held_by) == {
        "group_manager", "head_of_service", "assistant_director", "director",
    }  # fmt: skip
    assert (reviews.at_least, outside.held_by, outside.at_least) == (25, ("external_auditor",), 50)
    assert (rules.dips.at_most, rules.dips.samplers) == (100, ("team_manager",))
    assert rules.exemption.authority == "post:assistant_director"
    assert not rules.exemption.extensions
    assert rules.digest.addressed_by == "post:director"
    assert set(rules.moderation.always) == {"RI", "Inadequate"}
    assert str(rules.duty["case.note"].due["otherwise"].text) == "5 working days"
    assert "closure.record" in rules.duty
    assert {"stocktake", "external", "bespoke"} <= rules.kinds.keys()
    assert rules.title("audit_manager") == "QA Lead Manager"


def test_bradford() -> None:
    rules = profile("bradford")
    assert len(rules.domains) == 9
    assert not any(domain.placeholder for domain in rules.domains.values())
    assert 0 < rules.moderation.share < 100
    assert {"themed", "multi_agency"} <= rules.kinds.keys()
    assert rules.kinds["themed"].by == ("audit_officer",)
    assert rules.duty["duty.appraisal"].owner["otherwise"] == "appraised_manager"
    assert rules.duty["duty.appraisal_sample"].owner["otherwise"] == "head_of_service"
    assert rules.title("advanced_practitioner") == "Practice Supervisor"


def test_tameside() -> None:
    rules = profile("tameside")
    assert rules.duty["lock.confirm"].owner["otherwise"] == "post:head_of_qa"
    assert rules.moderation.share == 100
    assert (len(rules.domains), [grade.name for grade in rules.scale]) == (
        7,
        ["Good", "RI", "Inadequate"],
    )
    assert "progression.confirm" in rules.duty
    assert all(domain.placeholder for domain in rules.domains.values())
    assert rules.domains["d7"].name == "Feedback of children and families"


def test_the_domains_of_tower_hamlets_are_the_six_cs_of_its_practice_framework() -> None:
    assert {key: (each.name, each.placeholder) for key, each in profile(HOME).domains.items()} == {
        "c1": ("Connect", False),
        "c2": ("Stay curious, seek to understand", False),
        "c3": ("Build a community around a child", False),
        "c4": ("Co-produce a plan", False),
        "c5": ("Collaborate for change", False),
        "c6": ("Check back", False),
    }


@pytest.mark.parametrize("name", shipped_names())
def test_a_domain_is_named_in_the_published_words_or_is_said_to_be_replaced(name: str) -> None:
    shown = show(profile(name), Calendar(), DECEMBER)
    domains = [each for each in shown.settings if each.key == "tool.domains"]
    counted = re.compile(r"(first|second|third|\w+th) (c|area|section)\b", re.IGNORECASE)
    for each in domains:
        if counted.match(each.words):
            assert (name, each.default) == ("bromley", True)
            assert "(to be replaced)" in each.words


def test_coventry() -> None:
    rules = profile("coventry")
    assert [grade.name for grade in rules.scale] == [
        "Exceeds Good",
        "Meets Good",
        "Does Not Meet Good",
    ]
    assert [grade.below_good for grade in rules.scale] == [False, False, True]
    assert len(rules.domains) == 12
    assert not any(domain.placeholder for domain in rules.domains.values())
    assert rules.domains["d1"].name == "Risk identification, response and reduction"
    assert rules.domains["d12"].name == "Preparation for independence"
    subjects = {name: rule.subject for name, rule in rules.kind.items()}
    assert subjects == {
        "observation": "case", "early_help": "early help record", "lado": "referral",
        "supervision": "supervision record", "compliance": "standard",
    }  # fmt: skip
    assert not rules.kinds["supervision"].graded
    assert rules.reaudit.share == 10
