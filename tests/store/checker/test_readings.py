"""Where the published words can be read in several ways, they stand beside our reading of them."""

import pytest

from store.checker.checker import check
from store.checker.showing import is_default, show
from store.clock.calendar import Calendar
from store.programme.profile import Profile, shipped, shipped_names
from store.programme.shipped import whole
from tests.store.checker.test_profile_in_words import DECEMBER

GUIDE = Profile.parse(shipped("tower-hamlets"))

READ_BY_US = {
    (
        "list.propose",
        "otherwise",
    ): "within a week of the KLOE\N{RIGHT SINGLE QUOTATION MARK}s meeting",
    ("kloe.hold", "otherwise"): "two weeks before the audit starts",
    ("moderation.decide", "inadequate"): "within 1 day",
    ("moderation.decide", "otherwise"): "by the last working day of the audit month",
    ("urgent.address", "changed_to_inadequate"): "within 2 working days or sooner",
    ("uopp.hold", "changed_to_inadequate"): "within 3 working days of the completed moderation",
    ("uopp.hold", "changed_since"): "within a week (or 5 working days)",
    ("uopp.hold", "unmoderated"): "within a week (or 5 working days)",
    ("uopp.note", "otherwise"): "it will be recorded on file",
    ("uopp.second", "otherwise"): "after 6 weeks",
    ("dip.reaudit", "otherwise"): "after 6 weeks",
    ("reaudit.allocate", "otherwise"): "in the following audit cycle",
    ("campaign.agree", "otherwise"): "months four, five, six",
    ("progress.report", "otherwise"): "on a weekly basis",
    ("improvement.escalate", "otherwise"): "by 4 months",
}
"""The duties whose days the guide gives, and that we had to read: its own words."""


@pytest.mark.parametrize(("of", "words"), READ_BY_US.items(), ids=lambda part: str(part)[:40])
def test_a_deadline_that_we_read_out_of_the_guide_is_marked_and_quotes_it(
    of: tuple[str, str], words: str
) -> None:
    kind, case = of
    source = GUIDE.duty[kind].source_of(case)
    assert f'"{words}' in source or f'{words}"' in source
    shown = next(duty for duty in show(GUIDE, Calendar(), DECEMBER).duties if duty.kind == kind)
    assert case in shown.default_in


def test_what_the_guide_settles_is_not_marked() -> None:
    shown = {duty.kind: duty.default_in for duty in show(GUIDE, Calendar(), DECEMBER).duties}
    assert "inadequate" not in shown["uopp.hold"]
    assert "otherwise" not in shown["uopp.hold"]
    assert "otherwise" not in shown["urgent.address"]


@pytest.mark.parametrize("name", shipped_names())
def test_a_setting_that_we_read_is_marked_and_says_once_what_was_published(name: str) -> None:
    profile = Profile.parse(shipped(name))
    settings = show(profile, Calendar(), DECEMBER).settings
    said = {setting.key: setting.reading for setting in settings if setting.reading}
    assert said == profile.readings
    assert sum(bool(setting.reading) for setting in settings) == len(profile.readings)
    assert all(is_default(profile, key) for key in profile.readings)


def test_a_stored_profile_without_readings_is_shown_as_before() -> None:
    text = whole('extends = "tower-hamlets"\nwithout = ["readings"]\n')
    assert "readings" not in text
    before = Profile.parse(text)
    assert before.readings == {}
    assert not is_default(before, "kloe.invite")


def test_a_reading_of_a_setting_that_is_not_there_is_found_by_the_checker() -> None:
    wrong = 'extends = "tower-hamlets"\n[readings]\n"kloe.invites" = "So it says."\n'
    assert "not a setting of this profile" in str(check(wrong))
    said = 'extends = "tower-hamlets"\n[readings]\n"duty.kloe.hold" = "So it says."\n'
    assert "go to its source" in str(check(said))


def test_a_council_that_changes_what_another_published_says_what_its_own_text_says() -> None:
    own = 'extends = "tower-hamlets"\n{before}\n[kloe]\ninvite = ["post:psw"]\n{after}'
    assert "another authority published" in str(check(own.format(before="", after="")))
    out = 'without = ["readings.kloe.invite"]'
    assert check(own.format(before=out, after="")) == ()
    assert "kloe.invite" not in Profile.parse(whole(own.format(before=out, after=""))).readings
    read = '[readings]\n"kloe.invite" = "Page 3: the Principal Social Worker."'
    assert check(own.format(before="", after=read)) == ()
