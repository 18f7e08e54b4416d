"""What `profile check` finds in the rules between a return and the end of the month."""

import pytest

from store.checker.checker import check
from store.checker.known_words import ANNOUNCED
from store.checker.owners_in_words import whom
from store.duties.predicates.closed_lists import OWNERS
from store.programme.profile import Profile, shipped
from store.registry import ACTS

TEXT = shipped("tower-hamlets")

ONE_THING_WRONG: dict[str, tuple[str, str, str, str]] = {
    "a share that is none": (
        "share = 100", "share = 120", "moderation.share", "less than or equal to 100",
    ),
    "an unknown key of moderation": (
        "share = 100", "shares = 100", "moderation.shares", 'did you mean "share"?',
    ),
    "a grade that is always moderated and is none": (
        'always = ["Inadequate"]', 'always = ["Inadequat"]',
        "moderation.always[1]", 'did you mean "Inadequate"?',
    ),
    "an Inadequate told to nobody": (
        'tell = ["practitioner", "team_manager", "head_of_service", "post:audit_manager"',
        'tell = ["practitioner", "team_manger", "head_of_service", "post:audit_manager"',
        "inadequate.tell[2]", 'did you mean "team_manager"?',
    ),
    "a long clock told to nobody": (
        'long_clock = ["head_of_service", "divisional_director"]',
        'long_clock = ["head_of_service", "post:divisional_directr"]',
        "inadequate.long_clock[2]", 'did you mean "divisional_director"?',
    ),
    "a dispute for no days": (
        "raise_within = 5", "raise_within = 0", "dispute.raise_within", "greater than 0",
    ),
    "a dispute settled by nobody": (
        'deciders = ["post:audit_team", "post:psw"]', 'deciders = ["post:audit_team", "post:pws"]',
        "dispute.deciders[2]", 'did you mean "psw"?',
    ),
    "an alternate who is no post": (
        'alternate = "post:head_of_learning_academy"', 'alternate = "head_of_learning_academy"',
        "dispute.alternate", "is not a post",
    ),
    "an audit shared with nobody": (
        'readers = ["iro", "cp_chair", "sharing_managers"]', 'readers = ["iroo", "cp_chair"]',
        "sharing.readers[1]", 'did you mean "iro"?',
    ),
    "a report signed by nobody": (
        'signed_by = ["post:audit_officer", "post:psw"]', 'signed_by = ["auditor", "post:psw"]',
        "dips.signed_by[1]", 'a report on a line of enquiry has no "auditor"',
    ),
    "a report shared with whom it has not": (
        'told = ["head_of_service"]', 'told = ["team_manager"]',
        "dips.told[1]", 'a report on a line of enquiry has no "team_manager"',
    ),
    "a copy of what went back to nobody": (
        'sent_back = ["auditors_head"]', 'sent_back = ["auditors_haed"]',
        "copies.sent_back[1]", 'did you mean "auditors_head"?',
    ),
    "a case counted from a moment that is no case": (
        'since = { reallocated = "reallocated_at" }', 'since = { realocated = "reallocated_at" }',
        'duty."return.submit".since.realocated', 'did you mean "reallocated"?',
    ),
    "a case counted from what the subject has not": (
        'since = { reallocated = "reallocated_at" }', 'since = { reallocated = "reported_at" }',
        'duty."return.submit".since.reallocated', 'an audit has no date "reported_at"',
    ),
    "a case counted from what is no moment": (
        'since = { otherwise = "reported_at" }', 'since = { otherwise = "reported_by" }',
        'duty."dip.signoff".since.otherwise', 'did you mean "reported_at"?',
    ),
    "a stand-in who is nobody": (
        'stand_in = "deputy"', 'stand_in = "deputee"',
        'duty."moderation.decide".stand_in', 'did you mean "deputy"?',
    ),
    "a stand-in whom the subject has not": (
        'words = "confirm the list"', 'stand_in = "deputy"\nwords = "confirm the list"',
        'duty."list.confirm".stand_in', 'a cycle has no "deputy"',
    ),
    "confidential as a word": (
        "confidential = true", 'confidential = "very"',
        'duty."concern.answer".confidential', "must be true or false",
    ),
    "a ladder for a case that is none": (
        'ladder = { inadequate = "urgent_moderation", otherwise',
        'ladder = { inadequat = "urgent_moderation", otherwise',
        'duty."moderation.decide".ladder.inadequat', "neither a grade nor a known case",
    ),
    "a ladder by case that there is not": (
        'ladder = { inadequate = "urgent_moderation"', 'ladder = { inadequate = "urgnt_moderation"',
        'duty."moderation.decide".ladder.inadequate', 'did you mean "urgent_moderation"?',
    ),
    "a ladder by case without one for the rest": (
        'ladder = { inadequate = "urgent_moderation", otherwise = "moderation" }',
        'ladder = { inadequate = "urgent_moderation" }',
        'duty."moderation.decide".ladder', 'add "otherwise"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_THING_WRONG)
def test_each_contradiction_is_found_with_its_line_its_key_and_the_reason(name: str) -> None:
    before, after, key, reason = ONE_THING_WRONG[name]
    assert before in TEXT
    text = TEXT.replace(before, after, 1)
    found = [problem for problem in check(text) if problem.key == key]
    assert any(reason in problem.reason for problem in found), check(text)
    lines = text.splitlines()
    said = key.rsplit(".", 1)[1].partition("[")[0]
    assert all(said in lines[problem.line - 1] for problem in found)


def test_the_sections_of_the_audit_month_may_be_left_to_us() -> None:
    start, end = TEXT.index("[moderation]"), TEXT.index("[copies]")
    defaults = TEXT.index("defaults = ["), TEXT.index("[programme]")
    text = TEXT[: defaults[0]] + TEXT[defaults[1] : start] + TEXT[end:]
    assert check(text) == ()
    profile = Profile.parse(text)
    assert (profile.moderation.share, profile.dispute.raise_within) == (100, 5)
    assert profile.dips.signed_by == ("post:audit_officer", "post:psw")


def test_no_verb_is_announced_that_is_done_already() -> None:
    assert not ANNOUNCED & ACTS.keys()


def test_everybody_whom_a_profile_may_name_has_words() -> None:
    profile = Profile.parse(TEXT)
    for owner in OWNERS:
        words = whom(profile, owner)
        assert "_" not in words, owner
        assert words.split()[0] == "the", words
