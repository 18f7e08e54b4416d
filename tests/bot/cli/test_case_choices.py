"""A line's cases are chosen from what the data holds, with the number that each choice leaves."""

from tests.bot.cli.conftest import NOVEMBER, Shell, sample

ASKED = ("cycle", "choices", "--service", "Frontdoor", "--month", "2026-12", *NOVEMBER)


def test_each_choice_says_how_many_cases_it_leaves_and_can_be_given_as_a_filter(
    council: Shell,
) -> None:
    found = {one["where"]: one for one in council.done(*ASKED)}
    cases = [row for row in sample("cases.csv") if row["service"] == "Frontdoor"]
    neglect = [row for row in cases if "neglect" in row["flags"].split(";")]
    assert found["flags=neglect"]["cases"] == len(neglect)
    plan = neglect[0]["plan"]
    both = [row for row in neglect if row["plan"] == plan]
    assert found[f"plan={plan} and flags=neglect"]["cases"] == len(both)
    assert "closed_within=6 months" in found
    counts = [one["cases"] for one in found.values()]
    assert counts == sorted(counts, reverse=True)


def test_a_choice_that_leaves_too_few_says_so_before_the_draw(council: Shell) -> None:
    found = council.done(*ASKED)
    assert {one["enough"] for one in found} == {True, False}
    assert all(one["enough"] == (one["cases"] >= 10) for one in found)
    assert "too few for a sample" in council(*ASKED).stdout


def test_what_is_chosen_can_be_narrowed(council: Shell) -> None:
    within = council.done(*ASKED, "--within", "flags=neglect")
    assert all(one["where"].startswith("flags=neglect and ") for one in within)
    assert council.refused(*ASKED, "--within", "flags")["error"] == "invalid"
