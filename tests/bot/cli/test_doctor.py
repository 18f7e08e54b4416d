"""`sightline doctor` finds what is missing or wrong and says what to do."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.cli.conftest import COUNCIL, NOVEMBER, Shell

BY_LANGUAGE = b"""
CREATE SCHEMA spoken;
CREATE FUNCTION spoken.before(text, text) RETURNS bool LANGUAGE sql
    AS 'SELECT lower($1) OPERATOR(pg_catalog.<) lower($2)';
CREATE OPERATOR spoken.< (FUNCTION = spoken.before, LEFTARG = text, RIGHTARG = text);
"""


def examined(shell: Shell, *more: str) -> tuple[int, dict[str, Any]]:
    """The exit status and each check by name."""
    result = shell("doctor", "--json", *(more or NOVEMBER))
    answer = json.loads(result.stdout)
    assert answer["ok"] == (result.exit_code == 0)
    return result.exit_code, {check["name"]: check for check in answer["checks"]}


def test_an_empty_folder_has_no_ledger_and_the_doctor_makes_none(shell: Shell) -> None:
    code, checks = examined(shell)
    assert code == 1
    assert checks["Ledger"]["state"] == "wrong"
    assert "sightline init" in checks["Ledger"]["words"]
    assert list(shell.folder.iterdir()) == []


def test_a_new_programme_still_needs_people_and_cases(shell: Shell) -> None:
    shell.done("init", "--profile", "tower-hamlets", *NOVEMBER)
    code, checks = examined(shell)
    assert code == 1
    assert "people import" in checks["People"]["words"]
    assert "cases import" in checks["Cases"]["words"]


def test_the_sample_council_lacks_nothing_but_what_teams_needs(council: Shell) -> None:
    code, checks = examined(council)
    assert code == 0
    not_ok = {name for name, check in checks.items() if check["state"] != "ok"}
    assert not_ok == {"MicrosoftAppId", "MicrosoftAppTenantId"}
    assert "Nothing is wrong." in council("doctor", *NOVEMBER).stdout


def test_a_post_that_nobody_holds_is_named(shell: Shell) -> None:
    shell.done("init", "--profile", "tower-hamlets", *NOVEMBER)
    people = (COUNCIL / "people.csv").read_text("utf-8")
    # The post above is vacant too, or its holder would act for the vacant post.
    people = people.replace("divisional_director", "auditor").replace(",director,", ",auditor,")
    Path("people.csv").write_text(people, "utf-8")
    shell.done("people", "import", "people.csv", *NOVEMBER)
    shell.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)
    checks = examined(shell)[1]
    assert checks["Posts"]["state"] == "warning"
    assert "divisional_director" in checks["Posts"]["words"]


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_key_that_others_can_read_is_wrong(council: Shell, mode: int) -> None:
    (council.folder / "sightline.key").chmod(mode)
    code, checks = examined(council)
    assert code == 1
    assert "chmod 600" in checks["Data key"]["words"]


def test_another_ledgers_key_is_wrong(council: Shell) -> None:
    (council.folder / "sightline.key").write_text("ab" * 32)
    code, checks = examined(council)
    assert code == 1
    assert "right key" in checks["Data key"]["words"]


def test_a_missing_key_is_wrong(council: Shell) -> None:
    (council.folder / "sightline.key").unlink()
    assert examined(council)[1]["Data key"]["state"] == "wrong"


def test_a_database_of_another_version_is_noticed_and_upgraded(council: Shell) -> None:
    connection = sqlite3.connect(council.folder / "sightline.db")
    connection.execute("DELETE FROM alembic_version")
    connection.commit()
    connection.close()
    assert "db upgrade" in examined(council)[1]["Migrations"]["words"]
    assert "db upgrade" in council.refused("ledger", "verify")["message"]


def test_a_ledger_dated_after_this_machines_clock_is_noticed(council: Shell) -> None:
    checks = examined(council, "--now", "2026-01-05T09:00")[1]
    assert checks["Last fact"]["state"] == "warning"


def test_the_doctor_warns_a_year_before_the_known_bank_holidays_end(council: Shell) -> None:
    def known(now: str) -> str:
        state: str = examined(council, "--now", now)[1]["Bank holidays"]["state"]
        return state

    assert known("2030-12-30T09:00") == "ok"
    assert known("2031-01-02T09:00") == "warning"


def test_a_database_that_sorts_by_a_language_is_refused_with_a_remedy(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    monkeypatch.setenv("SIGHTLINE_DATA_KEY", "ab" * 32)
    monkeypatch.setenv("DATABASE_URL", url)

    def typed(*command: str) -> Result:
        return CliRunner().invoke(app, [*command, "--json", *NOVEMBER], catch_exceptions=False)

    with psycopg.connect(url, autocommit=True) as connection:
        # A language sorts small and capital letters side by side.
        connection.execute(BY_LANGUAGE)
        found = connection.execute("SELECT format('ALTER DATABASE %I', current_database())")
        database = str((found.fetchone() or ("",))[0])
        connection.execute(f"{database} SET search_path = spoken, pg_catalog, public".encode())
    refused = typed("init", "--profile", "tower-hamlets")
    assert refused.exit_code == 1
    assert "--locale=C" in refused.stderr
    checks = {check["name"]: check for check in json.loads(typed("doctor").stdout)["checks"]}
    assert checks["Order of text"]["state"] == "wrong"
