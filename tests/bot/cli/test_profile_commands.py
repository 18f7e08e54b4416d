"""`profile list`, `profile show` and `profile check` on the command line."""

import json
from pathlib import Path

import pytest

from store.programme.profile import shipped, shipped_names
from tests.bot.cli.conftest import ISSUED, Shell

BROKEN = shipped("tower-hamlets").replace('owner = "moderator"', 'owner = "moderater"', 1)


def test_the_profiles_that_ship_are_listed(shell: Shell) -> None:
    listed = shell.done("profile", "list")
    assert [profile["name"] for profile in listed] == shipped_names()
    assert all(profile["published"] for profile in listed)
    assert "Tower Hamlets" in shell("profile", "list").stdout


@pytest.mark.parametrize("name", shipped_names())
def test_a_profile_that_ships_passes_its_check(shell: Shell, name: str) -> None:
    assert shell.done("profile", "check", name) == {"ok": True, "problems": []}
    assert "nothing is wrong" in shell("profile", "check", name).stdout


def test_a_broken_file_is_reported_by_line_key_and_reason_and_exits_1(shell: Shell) -> None:
    Path("own.toml").write_text(BROKEN, "utf-8")
    result = shell("profile", "check", "own.toml", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    answer = json.loads(result.stdout)
    (problem,) = answer["problems"]
    assert answer["ok"] is False
    assert problem["line"] == BROKEN[: BROKEN.index("moderater")].count("\n") + 1
    assert problem["key"] == 'duty."moderation.decide".owner'
    assert 'did you mean "moderator"?' in problem["reason"]
    words = shell("profile", "check", "own.toml")
    assert words.exit_code == 1
    assert "1 problem" in words.stdout


def test_a_file_that_cannot_be_read_is_refused(shell: Shell) -> None:
    assert shell.refused("profile", "check", "nowhere.toml")["error"] == "invalid"
    Path("latin.toml").write_bytes(b"name = '\xe9'")
    assert shell.refused("profile", "check", "latin.toml")["fields"] == {"profile": "is not UTF-8"}
    Path("large.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    assert shell.refused("profile", "show", "large.toml")["fields"] == {"profile": "is too large"}


def test_a_broken_profile_is_not_shown(shell: Shell) -> None:
    Path("own.toml").write_text(BROKEN, "utf-8")
    assert shell.refused("profile", "show", "own.toml")["error"] == "invalid"


def test_a_file_that_extends_one_that_ships_is_shown_founded_and_adopted_whole(
    shell: Shell,
) -> None:
    own = Path("own.toml")
    own.write_text('extends = "tower-hamlets"\n[programme]\nname = "Riverside"\n', "utf-8")
    assert shell.done("profile", "check", "own.toml") == {"ok": True, "problems": []}
    assert shell.done("profile", "show", "own.toml")["name"] == "Riverside"
    shell.done("init", "--profile", "own.toml", *ISSUED)
    other = own.read_text("utf-8") + '[titles]\npsw = "Practice Lead"\n'
    own.write_text(other, "utf-8")
    adopted = shell.done("profile", "adopt", "own.toml", *ISSUED)
    assert [change["key"] for change in adopted["changes"]] == ["titles.psw"]
    assert shell.done("ledger", "verify")["problems"] == []


def test_a_problem_in_what_a_file_extends_is_told_with_that_file(shell: Shell) -> None:
    scale = """scale = [
  { name = "Good", definition = "x" }, { name = "Poor", definition = "x", below_good = true },
]"""
    Path("own.toml").write_text(f'extends = "coventry"\ndefaults = []\n{scale}\n', "utf-8")
    assert shell.done("profile", "check", "own.toml")["ok"]
    Path("own.toml").write_text(f'extends = "bradford"\ndefaults = []\n{scale}\n', "utf-8")
    (problem,) = json.loads(shell("profile", "check", "own.toml", "--json").stdout)["problems"]
    assert (problem["file"], problem["key"]) == ("base.toml", "moderation.always[1]")
    assert f"base.toml {problem['line']}" in shell("profile", "check", "own.toml").stdout
    assert list(shell.refused("profile", "show", "own.toml")["fields"]) == [
        f"base.toml line {problem['line']}, moderation.always[1]"
    ]
    Path("own.toml").write_text('\nextends = "bas"\n', "utf-8")
    (problem,) = json.loads(shell("profile", "check", "own.toml", "--json").stdout)["problems"]
    assert (problem["file"], problem["line"], problem["key"]) == ("", 2, "extends")
    assert "Write one of base, bradford" in problem["reason"]


def test_a_profile_is_shown_in_words_with_its_defaults_marked(shell: Shell) -> None:
    result = shell("profile", "show", "tower-hamlets", "--month", "2026-12")
    assert result.exit_code == 0
    for words in (
        "At least 40 cases: Team Manager.",
        "the auditor's own Head of Service",
        "its audit month is December 2026",
        "● due",
        "Mon 21 Dec",
        "The non-submission digest goes out.",
        "° Sightline's default, where the published text is silent.",
    ):
        assert words in result.stdout
    assert "Nudge to" not in result.stdout
    assert "Nudge to" in shell("profile", "show", "tower-hamlets", "--nudges").stdout


def test_another_profile_comes_into_force_and_no_running_date_moves(issued: Shell) -> None:
    text = shipped("tower-hamlets").replace("raise_within = 5", "raise_within = 6", 1)
    accept = 'due = "2 working days"\nevent = "issue"'
    assert accept in text
    Path("own.toml").write_text(text.replace(accept, accept.replace("2", "3")))
    before = issued.done("owed", *ISSUED)
    tried = issued.done("profile", "adopt", "own.toml", "--dry-run", *ISSUED)
    assert (tried["adopted"], tried["running_duties"]) == (False, len(before))
    keys = {change["key"]: (change["before"], change["after"]) for change in tried["changes"]}
    assert keys["dispute.raise_within"] == ("5", "6")
    assert keys["duty.allocation.accept.due.otherwise"] == ("2 working days", "3 working days")
    assert issued.done("profile", "adopt", "own.toml", *ISSUED)["adopted"] is True
    assert issued.done("owed", *ISSUED) == before
    assert issued.refused("profile", "adopt", "own.toml", *ISSUED)["fields"] == {
        "text": "is already in force"
    }
    Path("own.toml").write_text(BROKEN)
    assert issued.refused("profile", "adopt", "own.toml", *ISSUED)["error"] == "invalid"


def test_programs_get_the_same_with_the_sample_month(shell: Shell) -> None:
    shown = shell.done("profile", "show", "tower-hamlets", "--now", "2026-11-24T10:00")
    assert shown["month"] == "2026-12"
    digests = [m["on"] for m in shown["timeline"] if "digest goes out" in m["what"]]
    assert digests == ["2026-12-07", "2026-12-14", "2026-12-21", "2026-12-29", "2026-12-31"]
    assert {"kind", "owner", "due", "nudges", "escalations", "default"} <= set(shown["duties"][0])
