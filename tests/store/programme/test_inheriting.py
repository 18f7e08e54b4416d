"""A profile that extends another: its whole text, its circles, and what is wrong with it."""

import pytest

from store.checker.checker import Problem, check
from store.programme.inheriting import CannotInherit, whole_text
from store.programme.profile import NotAProfile, Profile, shipped

FLAT = shipped("tower-hamlets")
LINE = 'extends = "base"\n'
BASE = {"base": FLAT}
"""A whole profile as what others extend: a council may change one that ships."""


OWN_SCALE = """
scale = [{ name = "Good", definition = "x" }, { name = "RI", definition = "x", below_good = true }]
"""


def line_in_base(fragment: str) -> int:
    """The first line of the base on which `fragment` stands."""
    return FLAT.count("\n", 0, FLAT.index(fragment)) + 1


def wrong(own: str) -> list[Problem]:
    """What is wrong with a file that says `own` and extends the base."""
    return list(check(LINE + own, BASE))


def test_a_file_that_extends_nothing_is_whole_as_it_stands() -> None:
    assert whole_text(FLAT, BASE) == FLAT
    again = whole_text(LINE, BASE)
    assert Profile.parse(again) == Profile.parse(FLAT)
    assert whole_text(again, {}) == again


def test_a_file_changes_what_it_says_and_inherits_the_rest() -> None:
    own = f'{LINE}defaults = ["slack"]\n[programme]\nname = "Riverside"\n[slack]\nleast = 3\n'
    rules, base = Profile.parse(whole_text(own, BASE)), Profile.parse(FLAT)
    assert (rules.programme.name, rules.slack.least) == ("Riverside", 3)
    assert (rules.programme.title, rules.slack.check) == (base.programme.title, base.slack.check)
    assert rules.defaults == ("slack",)
    assert rules.duty == base.duty


def test_a_file_may_extend_one_that_extends_another() -> None:
    files = {**BASE, "north": LINE + 'without = ["duty.kloe.hold", "copies.closed"]\n'}
    own = 'extends = "north"\n[titles]\npsw = "Practice Lead"\n'
    rules = Profile.parse(whole_text(own, files))
    assert "kloe.hold" not in rules.duty
    assert rules.copies.closed == ()
    assert rules.titles["psw"] == "Practice Lead"


def test_a_profile_that_is_not_whole_is_never_read_as_one() -> None:
    with pytest.raises(NotAProfile, match="extends"):
        Profile.parse(LINE + FLAT)


@pytest.mark.parametrize(
    ("own", "files", "place", "reason"),
    [
        ('\nextends = "bas"\n', BASE, ("", 2), "no supplied profile. Write one of base."),
        ("extends = 3\n", BASE, ("", 1), "no supplied profile"),
        ('extends = ["base"]\n', BASE, ("", 1), "no supplied profile"),
        ('extends = "a"\n', {"a": '\n\nextends = "b"\n', "b": 'extends = "a"\n'},
         ("b.toml", 1), "forms a circle, a → b → a"),
        ('extends = "a"\n', {"a": '\nextends = "a"\n'}, ("a.toml", 2), "a circle, a → a"),
    ],
)  # fmt: skip
def test_what_cannot_be_extended_is_told_with_its_line(
    own: str, files: dict[str, str], place: tuple[str, int], reason: str
) -> None:
    (problem,) = check(own, files)
    assert (problem.file, problem.line, problem.key) == (*place, "extends")
    assert reason in problem.reason
    with pytest.raises(CannotInherit, match="The profile's extends"):
        whole_text(own, files)


@pytest.mark.parametrize(
    ("own", "line", "key", "reason"),
    [
        ('without = ["duty.kloe.hold", "duty.kloe.holt"]\n', 2, "without[2]",
         'this file inherits no "duty.kloe.holt"'),
        ('without = ["duty.kloes.hold"]\n', 2, "without[1]", 'did you mean "duty.kloe.hold"?'),
        ("without = [3]\n", 2, "without[1]", 'this file inherits no "3"'),
        ('without = "duty.kloe.hold"\n', 2, "without", "must be a list"),
        ('[duty."duty.delay"]\nafter = "kloe.holt"\n', 3, 'duty."duty.delay".after',
         'did you mean "kloe.hold"?'),
        ('[duty."list.propose"]\nafter = "list.propose"\n', 3, 'duty."list.propose".after',
         "is not another duty of this profile"),
        ('[duty."list.confirm"]\ndue = "3 working days"\n', 3, 'duty."list.confirm".due',
         'Add "source" beside it'),
        ("[tool]\naction_slots = 4\n", 3, "tool.action_slots", 'Add "defaults" to this file'),
        ("[slack]\nissue_to_return = 11\n", 2, "slack", "is marked ° as a default"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_how_a_file_inherits_is_told_with_its_line(
    own: str, line: int, key: str, reason: str
) -> None:
    found = [problem for problem in wrong(own) if problem.key == key]
    assert [(problem.file, problem.line) for problem in found] == [("", line)]
    assert reason in found[0].reason


@pytest.mark.parametrize(
    ("own", "file", "line", "key", "reason"),
    [
        # what the file says itself
        ('[titles]\npws = "PSW"\n', "", 3, "titles.pws", 'did you mean "psw"?'),
        ('[duty."list.confirm"]\nowner = "auditor"\n', "", 3, 'duty."list.confirm".owner',
         'a cycle has no "auditor"'),
        ('[duty."list.confirm"]\nowner.RI = "hos"\n', "", 3, 'duty."list.confirm".owner.RI',
         "is not an owner that Sightline knows"),
        # what it removes, or lacks although it should have it
        ('without = ["duty.return.check"]\n', "", 2, 'duty."return.check"',
         "nobody would be asked to check"),
        ('without = ["slack", "tool.link"]\n', "", 2, "tool.link", "is missing"),
        ('[duty."duty.call"]\nowner = "auditor"\n', "", 2, 'duty."duty.call".due', "is missing"),
        # what it extends, and no longer fits
        (OWN_SCALE, "base.toml", line_in_base("always = "), "moderation.always[1]",
         "is not a grade"),
        ('without = ["ladder.urgent_issues"]\n', "base.toml",
         line_in_base('ladder = "urgent_issues"'), 'duty."urgent.address".ladder', "is no ladder"),
    ],
)  # fmt: skip
def test_each_problem_is_told_in_the_file_where_it_stands(
    own: str, file: str, line: int, key: str, reason: str
) -> None:
    found = [problem for problem in wrong(own) if problem.key == key]
    assert any(reason in problem.reason for problem in found), wrong(own)
    assert {(problem.file, problem.line) for problem in found} == {(file, line)}


def test_the_problems_of_the_file_itself_come_first() -> None:
    found = check(f"{LINE}[slack]\nleast = 99\n", {"base": FLAT.replace("check = 1", "check = 3")})
    assert [problem.file for problem in found] == sorted(problem.file for problem in found)
    assert {problem.file for problem in found} == {"", "base.toml"}
