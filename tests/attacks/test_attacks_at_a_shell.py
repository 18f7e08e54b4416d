"""Mistakes and power cuts at the command line (trust.md §3 and §4)."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import store.ledger.founding
from bot.cli import app

FOUNDING = ("init", "--profile", "tower-hamlets", "--authority", "Riverside")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for a ledger."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'sightline.db'}")
    monkeypatch.delenv("SIGHTLINE_DATA_KEY", raising=False)
    return tmp_path


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


@pytest.mark.parametrize("name", ["sightline.db", "sightline.key", "sightline.db-wal", "link"])
def test_an_export_never_overwrites_the_ledger_or_its_key(folder: Path, name: str) -> None:
    assert typed(*FOUNDING).exit_code == 0
    (folder / "link").symlink_to(folder / "sightline.db")
    refused = typed("ledger", "export", str(folder / name))
    assert refused.exit_code == 1
    assert "belongs to the ledger" in " ".join(refused.stderr.split())
    assert typed("ledger", "verify").exit_code == 0
    assert typed("ledger", "export", str(folder / "ledger.jsonl")).exit_code == 0


def test_a_founding_that_was_cut_short_is_done_by_typing_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(store.ledger.founding, "_write", power_cut)
        CliRunner().invoke(app, list(FOUNDING))
    assert typed(*FOUNDING).exit_code == 0
    assert typed(*FOUNDING).exit_code == 1
    assert (folder / "sightline.db").exists()


@pytest.mark.usefixtures("folder")
def test_letters_that_are_none_and_numbers_without_end_are_refused_in_words() -> None:
    assert typed(*FOUNDING).exit_code == 0
    for words in (
        ("act", "allocation.accept", "\udcff"),
        ("act", "cycle.open", "riverside", "--as", "\udcff"),
        ("ledger", "facts", "\udcff"),
    ):
        refused = typed(*words)
        assert refused.exit_code == 1
        assert "is not UTF-8" in refused.stderr
    endless = ("--set", "kloes.0=x", "--set", f"kloes.{'9' * 5000}=x")
    assert typed("act", "cycle.open", "riverside", *endless).exit_code == 2


def test_a_profile_nested_without_end_is_a_problem_of_the_profile(folder: Path) -> None:
    (folder / "deep.toml").write_text(f"a={'[' * 5000}{']' * 5000}")
    checked = typed("profile", "check", str(folder / "deep.toml"))
    assert checked.exit_code == 1
    assert "nested" in checked.stdout
