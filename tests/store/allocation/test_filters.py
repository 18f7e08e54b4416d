"""Which cases a draw may take."""

from datetime import date

import pytest

from store.allocation.filters import BadFilter, CaseFacts, matches, parse_filter

DECEMBER = date(2026, 12, 1)


def case(**facts: object) -> CaseFacts:
    known: dict[str, object] = {"case_ref": "M1", "service": "Frontdoor", "team": "MASH"}
    return CaseFacts(**(known | facts))  # type: ignore[arg-type]  # each test names its own facts


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", True),
        ("   ", True),
        ("flags=neglect", True),
        ("flags=NEGLECT", True),
        ("flags!=neglect", False),
        ("flags=exploitation", False),
        ("plan=CP", True),
        ("plan=CIN", False),
        ("plan=cp and flags=neglect", True),
        ("plan=CP AND flags=exploitation", False),
        ("team=MASH", True),
        ("service != Frontdoor", False),
        ("closed_on>=2026-06-01", True),
        ("closed_on<2026-06-01", False),
        ("closed_on=2026-09-30", True),
        ("closed_within=6 months", True),
        ("closed_within=2 months", False),
        ("closed_within=90 days", True),
        ("closed_within=1 week", False),
    ],
)
def test_a_filter_takes_the_cases_it_describes(text: str, taken: bool) -> None:
    closed = case(plan="CP", closed_on=date(2026, 9, 30), flags=frozenset({"neglect", "step_up"}))
    assert matches(parse_filter(text, month=DECEMBER), closed) is taken


def test_closed_in_the_last_six_months_is_counted_from_the_audit_month() -> None:
    where = parse_filter("closed_within=6 months", month=date(2026, 12, 17))
    closed = {
        day: matches(where, case(closed_on=day))
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(closed.values()) == [False, True, True, False]


def test_a_case_still_open_is_never_found_by_when_it_was_closed() -> None:
    for text in ("closed_within=6 months", "closed_on!=2026-01-01", "closed_on<2027-01-01"):
        assert not matches(parse_filter(text, month=DECEMBER), case())


def test_a_team_with_and_in_its_name_can_be_named() -> None:
    where = parse_filter("team=Assessment and Intervention and plan=CP", month=DECEMBER)
    assert matches(where, case(team="Assessment and  Intervention", plan="CP"))
    assert not matches(where, case(team="Assessment", plan="CP"))


@pytest.mark.parametrize(
    "text",
    [
        "flag=neglect",
        "neglect",
        "plan>CP",
        "closed_on=June",
        "closed_on>=2026-13-01",
        "closed_within=six months",
        "closed_within>=6 months",
        "closed_within=9999 years",
        "plan=CP and",
        "flags=",
        "and plan=CP",
    ],
)
def test_a_filter_nobody_can_apply_is_refused_with_the_keys_that_are_allowed(text: str) -> None:
    with pytest.raises(BadFilter, match="closed_within") as refused:
        parse_filter(text, month=DECEMBER)
    assert set(refused.value.fields) == {"where"}


def test_the_filter_is_kept_in_the_words_it_was_given_in() -> None:
    assert parse_filter(" plan=CP  and flags=neglect ", month=DECEMBER).text == (
        "plan=CP and flags=neglect"
    )
