"""`profile check` on marks of domains, and on the grade that follows from them (§6)."""

import pytest

from store.checker.checker import check
from store.programme.profile import shipped

TEXT = shipped("tower-hamlets")
MARKS = "\n[tool.marks]\nlowest = {}\nhighest = {}\ngood = {}\n"
TEN = MARKS.format(0, 10, 7)
OWN = '\n[[tool.domain_scale]]\nname = "Met"\n[[tool.domain_scale]]\nname = "{}"\n{}\n'
OVERALL = '\n[tool.overall]\nby = "{}"\nleast = {{ {} }}\n'
GOOD = "Outstanding = 9, Good = 7, RI = 4.5"


@pytest.mark.parametrize(
    ("more", "key", "why"),
    [
        (MARKS.format(5, 5, 5), "tool.marks.lowest", "is not below highest"),
        (MARKS.format(0, 10, 11), "tool.marks.good", "outside 1 to 10"),
        (MARKS.format(0, 10, 0), "tool.marks.good", "outside 1 to 10"),
        (MARKS.format(0, 99, 7), "tool.marks.highest", "20"),
        (OWN.format("Met", ""), "tool.domain_scale[2].name", "is the name of another grade"),
        (OWN.format("Not met", "below_good = true\n[[tool.domain_scale]]\nname = 'Partly'"),
         "tool.domain_scale[3]", "List the best grade first"),
        (TEN + OWN.format("Not met", ""), "tool.domain_scale", "Keep one of the two"),
        ('\n[[tool.domain_scale]]\nname = "Met"\n', "tool.domain_scale", "at least two"),
        (OVERALL.format("mean", ""), "tool.overall.by", "have no mean"),
        (OVERALL.format("worst", GOOD), "tool.overall.least", "has no use"),
        (OWN.format("Not met", "") + OVERALL.format("worst", ""), "tool.overall", "needs marks"),
        (TEN + OVERALL.format("mean", ""), "tool.overall.least", "the least mark"),
        (TEN + OVERALL.format("mean", "Outstanding = 9, RI = 4"), "tool.overall.least", '"Good"'),
        (TEN + OVERALL.format("mean", "Outstanding = 9, Good = 9, RI = 4"),
         "tool.overall.least.Good", "is not less than"),
        (TEN + OVERALL.format("mean", "Outstanding = 11, Good = 9, RI = 4"),
         "tool.overall.least.Outstanding", "no mark above 0 to 10"),
        (TEN + OVERALL.format("mean", f"{GOOD}, Inadequate = 0"),
         "tool.overall.least.Inadequate", "takes all that is left"),
        (TEN + OVERALL.format("mean", f"{GOOD}, Goood = 1"), "tool.overall.least.Goood",
         'did you mean "Good"'),
        (TEN + OVERALL.format("median", GOOD), "tool.overall.by", "mean"),
        (TEN + OVERALL.format("mean", "Outstanding = inf, Good = 7, RI = 4"),
         "tool.overall.least.Outstanding", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_once_with_its_line(more: str, key: str, why: str) -> None:
    (problem,) = check(TEXT + more)
    assert (problem.key, problem.line > 1) == (key, True)
    assert why in problem.reason


@pytest.mark.parametrize(
    "more",
    [
        TEN, TEN + OVERALL.format("mean", GOOD), TEN + OVERALL.format("worst", GOOD),
        OVERALL.format("worst", ""), OWN.format("Not met", "below_good = true"),
    ],
)  # fmt: skip
def test_what_can_be_is_accepted(more: str) -> None:
    assert check(TEXT + more) == ()


@pytest.mark.parametrize(
    ("quota", "why"),
    [
        ("at_least = 40, at_most = 40", "above its at_least"),
        ("at_least = 40, at_most = 12", "above its at_least"),
        ("each = 2, at_most = 4", "no at_most beside each"),
    ],
)
def test_a_quota_that_leaves_its_number_open_has_room(quota: str, why: str) -> None:
    (problem,) = check(TEXT.replace('"team_manager", at_least = 40', f'"team_manager", {quota}'))
    assert problem.key == "selection.quotas[1]"
    assert why in problem.reason
