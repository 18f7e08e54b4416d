"""What the command line refuses, with which exit status, and that a refusal saves nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.programme.profile import shipped
from tests.bot.cli.conftest import COUNCIL, CYCLE, ISSUED, NOVEMBER, Shell

ROOT = Path(__file__).parents[3]
HEAD_OF_FRONTDOOR = "chidi.nwosu@riverside.example"


def test_without_a_ledger_a_command_says_how_to_make_one(shell: Shell) -> None:
    refusal = shell.refused("ledger", "verify")
    assert refusal["error"] == "unready"
    assert "sightline init" in refusal["message"]
    assert list(shell.folder.iterdir()) == []


def test_two_programmes_cannot_be_mixed_up(council: Shell) -> None:
    council.done("init", "--profile", "tower-hamlets", "--authority", "Poolside", *NOVEMBER)
    refusal = council.refused("ledger", "verify")
    assert refusal["fields"] == {"programme": "is needed"}
    assert "poolside, riverside" in refusal["message"]
    assert council.done("ledger", "verify", "--programme", "riverside")["facts"] == 4
    assert council.refused("ledger", "verify", "--programme", "lakeside")["error"] == "invalid"


def test_a_programme_is_founded_once(council: Shell) -> None:
    again = council.refused(
        "init", "--profile", "tower-hamlets", "--authority", "Riverside", *NOVEMBER
    )
    assert again["error"] == "unready"
    assert council.done("ledger", "verify")["facts"] == 4


def test_a_broken_profile_founds_nothing(shell: Shell) -> None:
    text = shipped("tower-hamlets")
    Path("own.toml").write_text(text.replace("Europe/London", "Europe/Londres"), "utf-8")
    refusal = shell.refused("init", "--profile", "own.toml")
    (place,) = refusal["fields"]
    assert place.startswith("line ")
    assert place.endswith("programme.zone")
    assert [file.name for file in shell.folder.iterdir()] == ["own.toml"]


@pytest.mark.parametrize(
    "typed", [("profile", "show", "atlantis"), ("init", "--profile", "atlantis")]
)
def test_an_unknown_profile_is_refused_with_the_known_ones(
    shell: Shell, typed: tuple[str, ...]
) -> None:
    refusal = shell.refused(*typed)
    assert refusal["error"] == "invalid"
    assert "tower-hamlets" in refusal["message"]


def test_every_bad_row_is_listed_and_nothing_is_imported(council: Shell) -> None:
    heading = (COUNCIL / "people.csv").read_text("utf-8").splitlines()[0].removesuffix(",email")
    rows = [
        "new@riverside.example,New,0b5a2c1e-7f64-4d1c-9c55-0f6e7a1d2b3c,auditor,,,,,,,,",
        "not-a-upn,Somebody,0b5a2c1e-7f64-4d1c-9c55-0f6e7a1d2b3d,auditer,,,,,,,,",
        "late@riverside.example,Late,0b5a2c1e-7f64-4d1c-9c55-0f6e7a1d2b3e,auditor,,,,31/12/2026,,,,",
    ]
    Path("people.csv").write_text("\n".join([heading, *rows]), "utf-8")
    refusal = council.refused("people", "import", "people.csv", *NOVEMBER)
    assert refusal["error"] == "bad_sheet"
    found = [(problem["line"], problem["column"]) for problem in refusal["problems"]]
    assert found == [(3, "upn"), (3, "roles"), (4, "trained_on")]
    assert all(problem["reason"] for problem in refusal["problems"])
    assert council.done("ledger", "verify")["facts"] == 4


def test_people_see_bad_rows_as_a_table(council: Shell) -> None:
    Path("people.csv").write_text("upn,name\nx,y\n", "utf-8")
    result = council("people", "import", "people.csv")
    assert result.exit_code == 1
    assert result.stdout == ""
    for word in ("Line", "Column", "Reason", "entra_object_id"):
        assert word in result.stderr


def test_a_cycle_without_enough_slack_needs_the_audit_teams_consent(shell: Shell) -> None:
    text = shipped("tower-hamlets")
    Path("tight.toml").write_text(text.replace("least = 2", "least = 4"), "utf-8")
    shell.done("init", "--profile", "tight.toml", *NOVEMBER)
    shell.done("people", "import", str(COUNCIL / "people.csv"), *NOVEMBER)
    shell.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)
    opening = ("cycle", "open", "--service", "Frontdoor", "--month", "2026-12", *NOVEMBER)
    assert shell.refused(*opening)["fields"] == {"accept_slack": "is needed"}
    assert shell.done(*opening, "--accept-slack")["slack_working_days"] == 3


def test_only_somebody_in_post_can_be_named(issued: Shell) -> None:
    stranger = issued.refused("act", "list.confirm", CYCLE, "--as", "who@riverside.example")
    assert stranger["fields"] == {"as": "is not in post"}


def test_naming_a_person_gives_no_more_than_that_person_may_do(council: Shell) -> None:
    council.done("act", "cycle.select", CYCLE, "--set", "seed=7", *NOVEMBER)
    by_head = ("act", "cycle.allocate", CYCLE, "--as", HEAD_OF_FRONTDOOR, *NOVEMBER)
    assert council.refused(*by_head)["error"] == "not_allowed"


def test_the_shell_itself_cannot_confirm_a_list_or_accept_an_audit(issued: Shell) -> None:
    assert issued.refused("act", "list.confirm", CYCLE)["error"] == "not_allowed"
    assert issued("cycle", "confirm", CYCLE).exit_code == 2


@pytest.mark.parametrize(
    ("verb", "subject", "error"),
    [
        ("cycle.burn", CYCLE, "unknown_verb"),
        ("allocation.issue", CYCLE, "unknown_verb"),
        ("cycle.select", "nowhere-2026-12", "not_found"),
        ("cycle.select", CYCLE, "stale"),
        ("people.import", "riverside", "invalid"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_own_code(
    issued: Shell, verb: str, subject: str, error: str
) -> None:
    before = issued.done("ledger", "verify")["head"]
    assert issued.refused("act", verb, subject, *ISSUED)["error"] == error
    assert issued.done("ledger", "verify")["head"] == before


def test_an_old_version_is_stale(issued: Shell) -> None:
    assert issued.refused("act", "list.propose", CYCLE, "--version", "1")["error"] == "stale"


def test_a_file_of_fields_must_be_a_json_object(council: Shell) -> None:
    for text in ("[1]", "{", '{"seed": NaN}', "[" * 100_000):
        Path("fields.json").write_text(text, "utf-8")
        refusal = council.refused("act", "cycle.select", CYCLE, "--fields", "fields.json")
        assert refusal["fields"] == {"fields": "is not a JSON object"}


@pytest.mark.parametrize(
    "typed",
    [
        ("act",),
        ("act", "cycle.select", CYCLE, "--set", "seed"),
        ("act", "cycle.select", CYCLE, "--set", "a=1", "--set", "a.b=1"),
        ("owed", "--now", "tomorrow"),
        ("cycle", "open", "--service", "Frontdoor", "--month", "December"),
        ("cycle", "open", "--service", "Frontdoor"),
        ("cycle", "select", CYCLE, "--seed", "-1"),
        ("people", "import", "nowhere.csv"),
        ("nonsense",),
    ],
)
def test_a_mistake_in_typing_is_usage(council: Shell, typed: tuple[str, ...]) -> None:
    assert council.refused(*typed, code=2)["error"] == "usage"
    plain = council(*typed)
    assert plain.exit_code == 2
    assert plain.stdout == ""


def test_serve_refuses_without_an_app_id_and_names_the_demo(shell: Shell) -> None:
    refused = shell("serve")
    assert (refused.exit_code, refused.stdout) == (1, "")
    for word in ("MicrosoftAppId", "MicrosoftAppTenantId", "sightline demo"):
        assert word in refused.stderr


def test_serve_names_everything_that_is_missing_or_wrong_at_once(shell: Shell) -> None:
    Path(".env").write_text(
        "MicrosoftAppId=a\nMicrosoftAppTenantId=t\nMicrosoftAppType=MultiTenant\n"
        "SIGHTLINE_CLOUD=moon\nSIGHTLINE_CERTIFICATE=nowhere.pem\n",
        "utf-8",
    )
    refused = shell("serve")
    assert refused.exit_code == 1
    for word in ("MicrosoftAppType", "SIGHTLINE_CLOUD", "SIGHTLINE_CERTIFICATE", "sightline demo"):
        assert word in refused.stderr


def test_serve_needs_something_to_sign_in_with(shell: Shell) -> None:
    Path(".env").write_text("MicrosoftAppId=a\nMicrosoftAppTenantId=t\n", "utf-8")
    refused = shell("serve")
    assert refused.exit_code == 1
    assert "MicrosoftAppPassword" in refused.stderr


def test_a_broken_database_is_refused_without_its_own_message(council: Shell) -> None:
    (council.folder / "sightline.db").write_bytes(b"this is no database" * 100)
    refusal = council.refused("ledger", "verify")
    assert refusal["error"] == "unready"
    assert "doctor" in refusal["message"]


def test_an_export_that_cannot_be_written_is_refused(council: Shell) -> None:
    refusal = council.refused("ledger", "export", "nowhere/facts.jsonl")
    assert refusal["error"] == "unready"


def run(*typed: str, folder: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = ["-c", code] if code else ["-m", "bot.cli", *typed]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment["DATABASE_URL"] = f"sqlite:///{folder / 'sightline.db'}"
    return subprocess.run(  # noqa: S603 - our own interpreter and nothing from outside
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_answer_refusal_and_usage_keep_to_their_streams(council: Shell) -> None:
    answer = run("ledger", "verify", "--json", folder=council.folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["ok"]
    refusal = run("ledger", "facts", "nothing", "--json", folder=council.folder)
    assert (refusal.returncode, refusal.stdout) == (1, "")
    assert json.loads(refusal.stderr)["error"] == "not_found"
    usage = run("ledger", "burn", "--json", folder=council.folder)
    assert (usage.returncode, usage.stdout) == (2, "")
    assert json.loads(usage.stderr)["error"] == "usage"


@pytest.mark.parametrize("nonsense", ["7", "1.5", "x'00ff'", "'soon'"])
def test_what_is_no_date_in_a_column_of_dates_is_found_by_verify(
    council: Shell, nonsense: str
) -> None:
    with closing(sqlite3.connect(council.folder / "sightline.db")) as connection, connection:
        connection.execute(f"UPDATE person SET trained_on = {nonsense}")
    result = council("ledger", "verify", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert {"seq": None, "what": "person: a row cannot be read"} in problems


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom bot.cli import main\nsys.argv = ['sightline', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'numpy', 'scipy', 'aiohttp', 'alembic',"
        " 'botbuilder', 'cryptography', 'openpyxl', 'holidays'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    result = run(folder=tmp_path, code=code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "LOADED []"
