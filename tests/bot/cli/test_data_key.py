"""The data key at the command line: old ledgers, backups, the doctor, and a real process."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.cli.conftest import CYCLE, NOVEMBER, Shell
from tests.bot.cli.test_doctor import examined
from tests.store.earlier import BEFORE_KEY_CHECK

ROOT = Path(__file__).parents[3]
OTHER = "ab" * 32


def make_old(folder: Path, *more: str) -> None:
    """Make the ledger one of the version before the check value."""
    with closing(sqlite3.connect(folder / "sightline.db")) as connection, connection:
        for statement in (*BEFORE_KEY_CHECK, *more):
            connection.execute(statement)


def named_key(shell: Shell) -> str:
    """The id of the key that the ledger needs, as a second upgrade says it."""
    said: str = shell.done("db", "upgrade")["key"]
    return said


def test_an_old_ledger_learns_its_key_once_the_key_has_opened_a_text(council: Shell) -> None:
    head = council.done("ledger", "verify")["head"]
    make_old(council.folder)
    assert "db upgrade" in council.refused("ledger", "verify")["message"]
    done = council.done("db", "upgrade")
    assert (done["upgraded"], done["key_proved"]) == (True, True)
    assert council.done("db", "upgrade") == {**done, "upgraded": False}
    assert council.done("ledger", "verify")["head"] == head


def test_an_old_ledger_is_not_upgraded_with_another_key(council: Shell) -> None:
    make_old(council.folder)
    key = council.folder / "sightline.key"
    right, before = key.read_text(), (council.folder / "sightline.db").read_bytes()
    key.write_text(OTHER)
    for typed in (("db", "upgrade"), ("init", "--profile", "tower-hamlets", *NOVEMBER)):
        refused = council.refused(*typed)
        assert refused["error"] == "unready"
        assert "Put the right key back" in refused["message"]
    assert (council.folder / "sightline.db").read_bytes() == before
    key.write_text(right)
    assert council.done("db", "upgrade")["key_proved"]


def test_an_old_ledger_with_nothing_sealed_says_that_it_took_the_key(shell: Shell) -> None:
    shell.done("init", "--profile", "tower-hamlets", *NOVEMBER)
    make_old(shell.folder)
    said = shell("db", "upgrade").stdout
    assert "it took the one in" in said
    assert named_key(shell) in said
    (shell.folder / "sightline.key").write_text(OTHER)
    assert shell.refused("owed")["error"] == "unready"


def test_texts_that_another_key_sealed_are_counted_at_the_upgrade(council: Shell) -> None:
    make_old(council.folder, "UPDATE sealed SET ciphertext = x'00' WHERE rowid = 1")
    assert "1 of 360 sealed texts do not open" in council("db", "upgrade").stdout


def test_init_adds_a_programme_with_the_right_key_and_says_which_key_it_is(council: Shell) -> None:
    founded = council.done("init", "--profile", "bromley", "--authority", "Poolside", *NOVEMBER)
    assert founded["key"] == named_key(council)
    assert council.done("ledger", "verify", "--programme", "poolside")["ok"]


def test_init_of_a_programme_that_is_there_leaves_an_old_ledger_as_it_was(council: Shell) -> None:
    make_old(council.folder)
    before = (council.folder / "sightline.db").read_bytes()
    again = council.refused("init", "--profile", "bromley", "--authority", "Riverside")
    assert "already a programme" in again["message"]
    assert (council.folder / "sightline.db").read_bytes() == before


def test_init_with_a_name_that_is_none_makes_neither_key_nor_ledger(shell: Shell) -> None:
    assert shell.refused("init", "--profile", "bromley", "--authority", "!")["error"] == "invalid"
    assert list(shell.folder.iterdir()) == []


def test_a_backup_says_which_key_it_needs(council: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    there = council.folder / "copy" / "sightline.db"
    there.parent.mkdir()
    needed = council.done("db", "backup", str(there))["key"]
    assert needed == named_key(council)
    assert f"the data key with the id {needed}" in council("db", "backup", "second.db").stdout
    monkeypatch.chdir(there.parent)
    restored = Shell(there.parent)
    lost = examined(restored)[1]["Data key"]
    assert lost["state"] == "wrong"
    assert needed in lost["words"]
    (there.parent / "sightline.key").write_text(OTHER)
    assert needed in restored.refused("ledger", "verify")["message"]
    assert needed in examined(restored)[1]["Data key"]["words"]


def test_an_old_ledger_is_backed_up_before_it_is_upgraded(council: Shell) -> None:
    make_old(council.folder)
    assert council.done("db", "backup", "copy.db")["key"] is None


def test_a_ledger_that_does_not_know_its_key_is_refused_and_the_doctor_says_so(
    council: Shell,
) -> None:
    with closing(sqlite3.connect(council.folder / "sightline.db")) as connection, connection:
        connection.execute("DELETE FROM key_check")
    assert "db upgrade" in council.refused("owed")["message"]
    assert "db upgrade" in examined(council)[1]["Data key"]["words"]
    assert council.done("db", "upgrade")["key_proved"]
    assert examined(council)[0] == 0


def test_the_ledger_and_its_journal_are_for_their_owner_alone(council: Shell) -> None:
    file = council.folder / "sightline.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE head SET hash = hash")
        connection.commit()
        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.glob("*.db*")}
    assert modes == dict.fromkeys(("sightline.db", "sightline.db-wal", "sightline.db-shm"), 0o600)
    file.chmod(0o644)
    assert f"chmod 600 {file}" in examined(council)[1]["Ledger"]["words"]


def test_a_setting_from_a_binary_file_is_refused_in_words(council: Shell) -> None:
    (council.folder / ".env").write_bytes(b"SIGHTLINE_DATA_KEY=\xff\xfe\x00")
    refused = council.refused("ledger", "verify")
    assert refused["error"] == "unready"
    assert "data key" in refused["message"]


def test_postgresql_proves_its_key_from_the_setting(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, shell: Shell
) -> None:
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    monkeypatch.setenv("DATABASE_URL", url)

    def typed(key: str | None, *command: str) -> Result:
        monkeypatch.delenv("SIGHTLINE_DATA_KEY", raising=False)
        if key is not None:
            monkeypatch.setenv("SIGHTLINE_DATA_KEY", key)
        return CliRunner().invoke(app, [*command, "--json"], catch_exceptions=False)

    init = ("init", "--profile", "tower-hamlets", "--authority")
    for key in (None, "x"):
        assert typed(key, *init, "Riverside").exit_code == 1
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('fact')").fetchone() == (None,)
    assert typed("5e" * 32, *init, "Riverside").exit_code == 0
    for key in (None, "x", OTHER):
        for command in ((*init, "Poolside"), ("owed",), ("db", "upgrade"), ("act", "--list")):
            refused = typed(key, *command)
            assert refused.exit_code == 1, (key, command)
            assert '"unready"' in refused.stderr
            assert "SIGHTLINE_DATA_KEY" in refused.stderr
    assert typed("5e" * 32, *init, "Poolside").exit_code == 0
    assert list(shell.folder.iterdir()) == []


def test_a_real_process_writes_nothing_with_another_key(council: Shell) -> None:
    shutil.copy(council.folder / "sightline.key", council.folder / "right")
    (council.folder / "sightline.key").write_text(OTHER)
    before = {path.name: path.read_bytes() for path in council.folder.iterdir()}
    command = [
        *(sys.executable, "-m", "bot.cli", "act", "cycle.select", CYCLE),
        *("--set", "seed=7", "--json"),
    ]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{council.folder / 'sightline.db'}",
    }
    environment.pop("SIGHTLINE_DATA_KEY", None)
    ended = subprocess.run(  # noqa: S603 - our own command
        command, cwd=council.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert '"error": "unready"' in ended.stderr
    assert {path.name: path.read_bytes() for path in council.folder.iterdir()} == before
