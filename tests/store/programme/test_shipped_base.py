"""The five profiles on their base: where a problem stands, and what a council's own file needs."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from store.checker.checker import check
from store.checker.showing import is_default
from store.programme.inheriting import EXTENDS, WITHOUT
from store.programme.joining import AFTER, DUTY
from store.programme.profile import Profile
from store.programme.shipped import BASE, file_of, shelf, shipped, shipped_names, whole

RETURNED = 'due.otherwise = "earlier of 15th working day of the audit month'

ONE_THING_WRONG: dict[str, tuple[str, str, str, str, str]] = {
    # what: file, what stands there, what instead, key, reason
    "a title for nobody": (BASE, "psw = ", "pws = ", "titles.pws", 'did you mean "psw"?'),
    "text for a number": (
        BASE, "least = 2", 'least = "two"', "slack.least", "must be a whole number.",
    ),
    "a digest for nobody": (
        BASE, '"post:audit_team", "post:psw"]\naddressed_by', '"post:audit_taem"]\naddressed_by',
        "digest.recipients[2]", 'did you mean "audit_team"?',
    ),
    "an unknown owner": (
        BASE, 'owner = "moderator"', 'owner = "moderater"',
        'duty."moderation.decide".owner', 'did you mean "moderator"?',
    ),
    "a deadline in no form": (
        BASE, 'due = "1 working day"', 'due = "1 wroking day"',
        'duty."conflict.resolve".due', "is not a deadline",
    ),
    "a return after the month": (
        BASE, RETURNED, 'due.otherwise = "25 working days" #',
        'duty."return.submit".due.otherwise', "cannot be met within the month",
    ),
    "a rung to nobody": (
        BASE, 'tell = "auditors_head"', 'tell = "auditors_haed"',
        "ladder.return.rungs[5].tell", 'did you mean "auditors_head"?',
    ),
    "a copy to nobody": (
        BASE, 'list_proposed = ["group_managers"', 'list_proposed = ["auditor"',
        "copies.list_proposed[1]", 'a cycle has no "auditor"',
    ),
    "an unknown key of the council's": (
        "tower-hamlets", "months = 6", "month = 6", "rhythm.month", "is not a key",
    ),
    "an unknown quota": (
        "tower-hamlets", 'role = "team_manager"', 'role = "team_manger"',
        "selection.quotas[1].role", 'did you mean "team_manager"?',
    ),
    "a default of nothing": (
        "tower-hamlets", '"tool.practice_window_months"', '"tool.practice_windows"',
        "defaults[1]", "the profile has no such key",
    ),
    "a duty of the council's without an owner": (
        "tower-hamlets", 'owner = "post:audit_team"\ndue = "2 weeks', 'due = "2 weeks',
        'duty."kloe.hold".owner', "is missing",
    ),
    "a third lock by somebody else": (
        "tameside", 'owner = "post:head_of_qa"', 'owner = "post:psw"',
        'duty."lock.confirm".owner', "They are for the third lock",
    ),
    "a share of re-audits that nobody draws": (
        "bromley", "[uopp]", "[reaudit]\nshare = 5\n[uopp]", "reaudit.share",
        "no duty reaudit.allocate asks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ONE_THING_WRONG)
def test_a_problem_is_told_in_the_councils_file_or_in_the_base(what: str) -> None:
    name, before, after, key, reason = ONE_THING_WRONG[what]
    text = shelf()[name]
    assert before in text
    planted = text.replace(before, after, 1)
    own = file_of("tower-hamlets") if name == BASE else planted
    found = [one for one in check(own, {**shelf(), name: planted}) if one.key == key]
    assert any(reason in problem.reason for problem in found)
    lines = planted.splitlines()
    for problem in found:
        assert problem.file == ("base.toml" if name == BASE else "")
        said = lines[problem.line - 1]
        assert any(part in said for part in (*after.splitlines(), '[duty."kloe.hold"]')), said


@pytest.mark.parametrize("name", shipped_names())
def test_nothing_is_wrong_with_it_as_it_is_written_nor_as_it_is_kept(name: str) -> None:
    assert check(file_of(name)) == check(shipped(name)) == ()
    assert whole(shipped(name)) == shipped(name)


@pytest.mark.parametrize("name", shipped_names())
def test_it_says_nothing_that_it_inherits_anyway(name: str) -> None:
    data = tomllib.loads(file_of(name))
    assert data[EXTENDS] == BASE
    said = {key: value for key, value in data.items() if key not in (EXTENDS, WITHOUT)}
    assert [*_said_again(said, tomllib.loads(shelf()[BASE]))] == []


def _said_again(own: dict[str, Any], base: dict[str, Any], at: str = "") -> Iterator[str]:
    for key, value in own.items():
        if key not in base:
            continue
        if isinstance(value, dict) and isinstance(base[key], dict):
            yield from _said_again(value, base[key], f"{at}{key}.")
        elif value == base[key] and (at, key) != (f"{DUTY}.supervision.record.", "source"):
            # A source that stands beside days that are changed is said although it is the same.
            yield f"{at}{key}"


def test_the_base_is_no_profile_and_all_of_it_is_ours() -> None:
    base = tomllib.loads(shelf()[BASE])
    assert BASE not in shipped_names()
    assert {duty["source"] for duty in base[DUTY].values()} == {"default"}
    assert not any(AFTER in duty for duty in base[DUTY].values())
    marked = set(base["defaults"])
    for section, table in base.items():
        if section in {"defaults", "programme", "titles", DUTY, "ladder"} | marked:
            continue
        assert {f"{section}.{key}" for key in table} <= marked


def test_a_sixth_council_writes_what_is_its_own_and_inherits_the_rest() -> None:
    own = """
extends = "base"

[programme]
name = "Riverside"
title = "Practice audits"
published = "Riverside's framework"

[tool]
link = "https://riverside.example/tool"
domains = [{ key = "plan", name = "The plan" }]

[selection]
quotas = [{ role = "team_manager", at_least = 12 }]

[duty."return.check"]
due.otherwise = "1 working day"
source = "Riverside's framework, page 4"
"""
    assert check(own) == ()
    rules = Profile.parse(whole(own))
    assert is_default(rules, "dispute.raise_within")
    assert not is_default(rules, "selection.quotas")
    assert rules.duty["return.check"].due["inadequate"].text == "4 working hours"
    assert rules.duty["return.check"].source_of("otherwise") == "Riverside's framework, page 4"
    missing = {problem.key for problem in check('extends = "base"\n')}
    assert missing == {"programme.name", "programme.title", "programme.published", "tool.link",
                       "tool.domains", "selection.quotas"}  # fmt: skip
    assert {problem.file for problem in check('extends = "base"\n')} == {""}
