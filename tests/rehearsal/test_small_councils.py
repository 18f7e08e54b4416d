"""A small rehearsal keeps the rules of any sound profile, and fails none of them for its size."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rehearsal.council.invented import invent_council
from bot.rehearsal.council.sizes import SMALL, fit_profile
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.simulation import Scenario, rehearse
from store.checker.checker import check
from store.ledger.database import open_engine
from store.programme.profile import Profile, shipped, shipped_names
from store.programme.shipped import whole
from store.programme.whole_text import written

ROLES = (
    "team_manager", "advanced_practitioner", "group_manager", "head_of_service", "psw",
    "audit_officer", "external_auditor", "director",
)  # fmt: skip
MUCH: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.integers(0, 60).map(lambda n: {"at_least": n}), st.integers(1, 4).map(lambda n: {"each": n})
)


@st.composite
def quotas(draw: st.DrawFn) -> list[dict[str, object]]:
    """Quotas of some roles: for all holders together, or for each."""
    roles = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=4, unique=True))
    found: list[dict[str, object]] = []
    for role in roles:
        much = draw(MUCH)
        named: dict[str, object] = {"role": role} if draw(st.booleans()) else {"roles": [role]}
        # Keys in either order: a profile is data, not lines of text.
        found.append({**much, **named} if draw(st.booleans()) else {**named, **much})
    return found


def _council(name: str, **selection: object) -> str:
    """A profile that ships, with other quotas, as a QA lead may write them."""
    data = tomllib.loads(shipped(name))
    data["selection"] |= selection
    return written(data)


@given(name=st.sampled_from(shipped_names()), asked=quotas(), dips=st.integers(0, 15))
@settings(max_examples=40, deadline=None)
def test_a_small_council_keeps_what_a_profile_asks_and_has_cases_enough(
    name: str, asked: list[dict[str, object]], dips: int
) -> None:
    span = {"at_least": min(dips, 5), "at_most": dips}
    text = _council(name, quotas=asked, dip_samples_per_kloe=span)
    small = Profile.parse(fit_profile(text, SMALL)).selection
    for wanted, kept in zip(Profile.parse(text).selection.quotas, small.quotas, strict=True):
        assert (kept.held_by, kept.each) == (wanted.held_by, wanted.each)
        assert kept.at_least is None or kept.at_least == min(wanted.at_least or 0, 4)
    kept_dips = small.dip_samples_per_kloe
    assert kept_dips.at_least <= kept_dips.at_most <= dips
    rules = Profile.parse(fit_profile(text, SMALL))
    council = invent_council(SeededDraw(1), SMALL, [rules], months=3)
    drawn = sum(
        quota.at_least
        if quota.at_least is not None
        else (quota.each or 0)
        * sum(bool(set(quota.held_by) & set(p.roles)) for p in council.people)
        for quota in rules.selection.quotas
    )
    in_one = len(council.cases) // (1 if rules.programme.cycles == "authority" else SMALL.services)
    assert in_one > drawn


def test_every_other_rule_stays_as_it_is_written() -> None:
    for name in shipped_names():
        before, after = (
            Profile.parse(text) for text in (shipped(name), fit_profile(shipped(name), SMALL))
        )
        kept = {"quotas", "dip_samples_per_kloe"}
        assert before.selection.model_dump(exclude=kept) == after.selection.model_dump(exclude=kept)
        assert before.model_dump(exclude={"selection"}) == after.model_dump(exclude={"selection"})


OWN = """
extends = "base"
defaults = ["scale"]

[programme]
name = "Riverside"
title = "Riverside"
published = "Riverside framework"
cycles = "authority"
confirmed_by = "post:psw"

[tool]
link = "https://riverside.example/audit-tool"
domains = [{ key = "voice", name = "Voice of the child" }]

[selection]
quotas = [
  { each = 2, roles = ["group_manager", "head_of_service"] },
  { at_least = 30, role = "team_manager" },
  { at_least = 0, role = "psw" },
]
not_again_months = 12
dip_samples_per_kloe = { at_least = 0, at_most = 0 }

[moderation]
share = 1
always = []

[reaudit]
share = 0
"""


def test_a_month_of_quotas_for_each_and_of_small_shares_breaks_no_rule() -> None:
    assert check(OWN) == ()
    report = rehearse(open_engine("sqlite://"), Scenario("own", whole(OWN), 1, 1, SMALL))
    assert report.problems == ()
    assert report.audits >= 4 + 2 * 4


@pytest.mark.nightly
@settings(max_examples=12, deadline=None)
@given(
    name=st.sampled_from(shipped_names()),
    asked=quotas(),
    again=st.sampled_from([0, 1, 12]),
    share=st.sampled_from([0, 1, 25, 100]),
    seed=st.integers(1, 99),
)
def test_two_months_of_any_sound_profile_break_no_rule(
    name: str, asked: list[dict[str, object]], again: int, share: int, seed: int
) -> None:
    data = tomllib.loads(_council(name, quotas=asked, not_again_months=again))
    data.setdefault("moderation", {})["share"] = share
    text = written(data)
    if check(text):
        return
    report = rehearse(open_engine("sqlite://"), Scenario("own", text, 2, seed, SMALL))
    assert report.problems == ()
