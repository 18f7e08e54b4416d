"""What `profile check` finds: each contradiction by its line, its key and the reason."""

import pytest

from store.checker.checker import check
from store.programme.profile import NotAProfile, Profile, shipped

TEXT = shipped("tower-hamlets")


def line(fragment: str, nth: int = 1) -> int:
    """The line of the nth place where `fragment` stands in the shipped profile."""
    at = -1
    for _ in range(nth):
        at = TEXT.index(fragment, at + 1)
    return TEXT.count("\n", 0, at) + 1


def broken(before: str, after: str) -> str:
    """The shipped profile with one thing changed in the first place where it stands."""
    assert before in TEXT
    return TEXT.replace(before, after, 1)


RETURNED = (
    "earlier of 15th working day of the audit month and 6 working days before the last working day"
    " of the audit month"
)
MODERATED = (
    'due.inadequate = "1 working day from the return"\ndue.otherwise = "later of last working day'
    ' of the audit month and 3 working days from the return"'
)

ONE_THING_WRONG: dict[str, tuple[str, ...]] = {
    "an unknown key": (
        "inadequate = true", "inadequat = true",
        "scale[4].inadequat", 'did you mean "inadequate"?',
    ),
    "an unknown section": ("[copies]", "[copys]", "copys", 'did you mean "copies"?'),
    "text for a number": (
        "[slack]\nleast = 2", '[slack]\nleast = "two"', "slack.least", "must be a whole number.",
        'least = "two"',
    ),
    "a web address that is none": (
        'link = "https', 'link = "ftp', "tool.link", "starts with https://",
    ),
    "an unknown zone": (
        'zone = "Europe/London"', 'zone = "Europe/Londres"',
        "programme.zone", "is not a time zone",
    ),
    "a title for nobody": ("psw = ", "pws = ", "titles.pws", 'did you mean "psw"?'),
    "two grades of one name": (
        'name = "Outstanding"', 'name = "good"', "scale[2].name", "is the name of another grade",
        'name = "Good"',
    ),
    "a grade that is a word of the duties": (
        'name = "Outstanding"', 'name = "never"', "scale[1].name", "is a condition of duties",
    ),
    "a domain twice": (
        'key = "c2"', 'key = "c1"', "tool.domains[2].key", "is already the key of a domain",
    ),
    "an unknown quota": (
        'role = "team_manager"', 'role = "team_manger"',
        "selection.quotas[1].role", 'did you mean "team_manager"?',
    ),
    "a quota of people who never audit": (
        'role = "team_manager"', 'role = "practitioner"',
        "selection.quotas[1].role", "never audits",
    ),
    "a span the wrong way round": (
        "at_least = 10, at_most = 15", "at_least = 20, at_most = 15",
        "selection.dip_samples_per_kloe", "is more than at_most",
    ),
    "an unknown senior role": (
        'senior_roles = [\n  "group_manager"', 'senior_roles = [\n  "group_boss"',
        "selection.senior_roles[1]", "is not a role", '"group_boss"',
    ),
    "a reason nobody can choose": (
        '"leave", "sickness"', '"holiday", "sickness"',
        "exemption.categories[1]", "is not a reason that auditors can choose",
    ),
    "an alternate nobody can be": (
        'alternate = "post:psw"', 'alternate = "psw"', "exemption.alternate", "is not a post",
    ),
    "a digest for nobody": (
        'recipients = ["post:divisional_director", "post:audit_team"',
        'recipients = ["post:divisional_director", "post:audit_taem"',
        "digest.recipients[2]", 'did you mean "audit_team"?',
    ),
    "a digest answered by somebody who does not get it": (
        'addressed_by = "post:divisional_director"', 'addressed_by = "post:director"',
        "digest.addressed_by", "must be one of the recipients",
    ),
    "a copy to nobody": (
        'list_proposed = ["group_managers"', 'list_proposed = ["auditor"',
        "copies.list_proposed[1]", 'a cycle has no "auditor"',
    ),
    "a default of nothing": (
        '"tool.practice_window_months"', '"tool.practice_windows"',
        "defaults[1]", "the profile has no such key",
    ),
    "an unknown duty": (
        '[duty."conflict.resolve"]', '[duty."conflict.resolved"]',
        'duty."conflict.resolved"', 'did you mean "conflict.resolve"?',
    ),
    "a duty without an owner": (
        'owner = "moderator"\n', "", 'duty."moderation.decide".owner', "is missing",
        '[duty."moderation.decide"]',
    ),
    "an unknown owner": (
        'owner = "moderator"', 'owner = "moderater"',
        'duty."moderation.decide".owner', 'did you mean "moderator"?',
    ),
    "an owner whom the subject has not": (
        'owner = "head_of_service"\ndue = "2 working days"\nevent = "the list"',
        'owner = "auditor"\ndue = "2 working days"\nevent = "the list"',
        'duty."list.confirm".owner', 'a cycle has no "auditor"',
    ),
    "a post nobody holds": (
        'owner = "post:audit_team"', 'owner = "post:audit_theme"',
        'duty."list.propose".owner', "there is no post",
    ),
    "an unknown act": (
        'opens_on = ["conflict.declare", ', 'opens_on = ["conflict.declared", ',
        'duty."conflict.resolve".opens_on[1]', 'did you mean "conflict.declare"?',
    ),
    "an act that meets a duty and cancels it": (
        'ends_on = ["exemption.withdraw", ', 'ends_on = ["exemption.refuse", ',
        'duty."exemption.decide".ends_on[1]', "both meets and cancels this duty",
    ),
    "a duty that nothing meets": (
        'met_by = ["digest.addressed"]', 'met_by = ["allocation.accept"]',
        'duty."digest.address".met_by', "nothing meets this duty",
    ),
    "an unknown case": (
        'when = "not_yet_accepted"', 'when = "not_accepted"',
        'duty."allocation.accept".when', 'did you mean "not_yet_accepted"?',
    ),
    "a case that asks of an audit": (
        'met_by = ["list.propose"]', 'when = "reallocated"\nmet_by = ["list.propose"]',
        'duty."list.propose".when', "is a case of an audit",
    ),
    "a case that is never reached": (
        MODERATED,
        'due.otherwise = "3 working days from the return"\ndue.inadequate = "1 working day"',
        'duty."moderation.decide".due.inadequate', "is never reached",
        'due.inadequate = "1 working day"\n',
    ),
    "nothing for what holds otherwise": (
        'owner = "moderator"', 'owner = { Inadequate = "moderator" }',
        'duty."moderation.decide".owner', 'add "otherwise"',
    ),
    "a deadline in no form": (
        'due = "1 working day"', 'due = "1 wroking day"',
        'duty."conflict.resolve".due', "is not a deadline",
    ),
    "a deadline that counts from what is not there": (
        'due = "5 working days"\nevent = "the digest"',
        'due = "last working day of the audit month"\nevent = "the digest"',
        'duty."digest.address".due', "audit month",
    ),
    "a deadline that some month has not": (
        RETURNED, "22nd working day of the audit month",
        'duty."return.submit".due.otherwise', "and no 22nd",
    ),
    "a return after the month": (
        RETURNED, "25 working days",
        'duty."return.submit".due.otherwise', "cannot be met within the month",
    ),
    "an unknown ladder": (
        'ladder = "return"', 'ladder = "retrun"',
        'duty."return.submit".ladder', 'did you mean "return"?',
    ),
    "a rung at no moment": (
        'at = "5 working days before"', 'at = "5 days before"',
        "ladder.return.rungs[1].at", "is not a time",
    ),
    "a rung to nobody": (
        'tell = "auditors_head"', 'tell = "auditors_haed"',
        "ladder.return.rungs[5].tell", 'did you mean "auditors_head"?',
    ),
    "a rung told to whom the subject has not": (
        'at = "2 working days overdue", tell = "audit_manager"',
        'at = "2 working days overdue", tell = "moderator"',
        "ladder.short.rungs[3].tell", 'has no "moderator"',
    ),
    "a rung twice": (
        '{ at = "2 working days before", tell = "owner" },\n  { at = "on the day"',
        '{ at = "5 working days before", tell = "owner" },\n  { at = "on the day"',
        "ladder.return.rungs[2]", "repeats the rung",
    ),
    "a rung that never goes out": (
        '[ladder.in_confidence]\nrungs = [\n  { at = "2 working days before"',
        '[ladder.in_confidence]\nrungs = [\n  { at = "9 working days before"',
        "ladder.in_confidence.rungs[1].at", "never goes out", '{ at = "9 working days before"',
    ),
    "a nudge past its escalation": (
        'at = "5 working days overdue", tell = "digest"',
        'at = "5 working days overdue", tell = "owner"',
        "ladder.return.rungs[7]", "after the last escalation",
    ),
    "escalations out of order": (
        'at = "1 working day overdue", tell = "auditors_head"',
        'at = "4 working days overdue", tell = "auditors_head"',
        "ladder.return.rungs[6]", "before the escalation above it",
        'at = "3 working days overdue", tell = "audit_manager"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_THING_WRONG)
def test_each_contradiction_is_found_with_its_line_its_key_and_the_reason(name: str) -> None:
    before, after, key, reason, *where = ONE_THING_WRONG[name]
    text = broken(before, after)
    at = text.index(where[0]) if where else TEXT.index(before)
    found = [problem for problem in check(text) if problem.key == key]
    assert any(reason in problem.reason for problem in found), check(text)
    assert {problem.line for problem in found} == {text.count("\n", 0, at) + 1}


def test_no_grade_below_good_is_found() -> None:
    found = check(TEXT.replace("below_good = true\n", ""))
    assert (line("[[scale]]"), "scale") in [(problem.line, problem.key) for problem in found]


def test_a_scale_in_the_wrong_order_or_without_a_good_grade_is_found() -> None:
    swapped = TEXT.replace('"Outstanding"', '"X"').replace('"RI"', '"Outstanding"')
    assert check(swapped.replace('"X"', '"RI"')) == ()
    first_is_poor = broken('name = "Outstanding"', 'below_good = true\nname = "Outstanding"')
    reasons = " ".join(problem.reason for problem in check(first_is_poor))
    assert "List the best grade first" in reasons
    all_poor = TEXT.replace("[[scale]]", "[[scale]]\nbelow_good = true")
    all_poor = all_poor.replace("\nbelow_good = true\n[[scale]]", "\n[[scale]]")
    all_poor = all_poor.replace("below_good = true\ninadequate", "inadequate")
    assert "every grade is below_good" in " ".join(problem.reason for problem in check(all_poor))


def test_a_programme_without_returns_is_found() -> None:
    start = TEXT.index('[duty."return.submit"]')
    end = TEXT.index('[duty."moderation.decide"]')
    found = {problem.key: problem.reason for problem in check(TEXT[:start] + TEXT[end:])}
    assert found.keys() == {f'duty."return.{kind}"' for kind in ("submit", "check", "rectify")}
    assert all("is missing" in reason for reason in found.values())


@pytest.mark.parametrize(
    ("text", "at"),
    [("a = 1\nb = \n", 2), ("a = 1\n\na = 2\n", 3), ("[a\n", 1), ('a = 1\nb = """\n\n', 2)],
)
def test_text_that_is_not_toml_is_reported_with_its_line(text: str, at: int) -> None:
    (found,) = check(text)
    assert found.reason.startswith("this is not valid TOML")
    assert found.line in (at, at + 1)


def test_one_mistake_hides_no_other() -> None:
    text = broken("inadequate = true", "inadequat = true")
    text = text.replace('ladder = "return"', 'ladder = "retrun"', 1)
    text = text.replace('owner = "moderator"', 'owner = "moderater"', 1)
    keys = [problem.key for problem in check(text)]
    assert {
        "scale[4].inadequat",
        'duty."return.submit".ladder',
        'duty."moderation.decide".owner',
    } <= set(keys)


def test_problems_come_in_the_order_of_their_lines() -> None:
    found = check(TEXT.replace('ladder = "short"', 'ladder = "shrt"'))
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert len(found) == TEXT.count('ladder = "short"')


def test_an_authoritys_own_duty_needs_no_code() -> None:
    own = """
[duty."duty.family_call"]
opens_on = ["moderation.agree", "moderation.change"]
when = "below_good"
owner = { Inadequate = "post:audit_manager", RI = "auditor" }
due = { Inadequate = "3 working days", RI = "5 working days" }
event = "moderation"
met_by = ["uopp.held"]
ladder = "short"
words = "call the family"
source = "our own"
"""
    assert check(TEXT + own) == ()
    (found,) = check(TEXT + own.replace('RI = "auditor"', 'Good = "auditor"'))
    assert found.key == 'duty."duty.family_call".owner'
    assert found.reason == 'has no value for RI: add it, or add "otherwise".'


def test_what_the_checker_passes_can_be_read() -> None:
    text = broken("inadequate = true", "inadequat = true")
    with pytest.raises(NotAProfile):
        Profile.parse(text)
    assert Profile.parse(TEXT).ladders
