"""`sightline rehearse` as scripts call it (contract.md §6)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

SMALL = ["rehearse", "--profile", "tower-hamlets", "--months", "1", "--seed", "11", "--small"]


NOT_A_KEY = bytes(range(256))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, int]:
    """A small rehearsal whose ledger was kept: the file, the document, stderr and exit code.

    It was played where the council's own data key is damaged.
    """
    file = tmp_path_factory.mktemp("kept") / "rehearsal.db"
    (file.parent / "sightline.key").write_bytes(NOT_A_KEY)
    environment = {
        "DATABASE_URL": f"sqlite:///{file.parent / 'sightline.db'}",
        "SIGHTLINE_DATA_KEY": None,
    }
    result = CliRunner().invoke(app, [*SMALL, "--keep", str(file), "--json"], env=environment)
    return file, result.stdout, result.stderr, result.exit_code


def test_a_rehearsal_needs_no_data_key_and_leaves_the_councils_own_files_alone(
    kept: tuple[Path, str, str, int],
) -> None:
    file, _, _, code = kept
    assert code == 0
    assert (file.parent / "sightline.key").read_bytes() == NOT_A_KEY
    assert not (file.parent / "sightline.db").exists()


def test_the_document_has_the_contracts_shape(kept: tuple[Path, str, str, int]) -> None:
    _, output, _, code = kept
    document = json.loads(output)
    assert code == (0 if document["ok"] else 1)
    assert document["profile"] == "tower-hamlets"
    assert (document["seed"], document["months"]) == (11, 1)
    assert document["audits"] >= 8, "a voided audit that is repeated is another row"
    assert document["ok"] == (document["problems"] == [])
    assert document["facts"] > 300
    assert len(document["head"]) == 64
    assert 0 <= document["rate_in_time"] <= 1
    assert document["messages_per_person_week"] > 0
    assert "meetings_in_time" in document


def test_progress_goes_to_standard_error(kept: tuple[Path, str, str, int]) -> None:
    _, _, progress, _ = kept
    assert "Rehearsing tower-hamlets with seed 11" in progress
    assert "facts" in progress


def test_the_kept_ledger_is_whole_and_has_the_same_head(
    kept: tuple[Path, str, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, output, _, _ = kept
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("SIGHTLINE_DATA_KEY", raising=False)
    result = CliRunner().invoke(app, ["ledger", "verify", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["head"] == json.loads(output)["head"]
    assert file.with_suffix(".key").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "in-use.db"
    file.write_text("a ledger in use")
    result = CliRunner().invoke(app, [*SMALL, "--keep", str(file), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stderr)["fields"] == {"keep": "already exists"}
    assert file.read_text() == "a ledger in use"


def test_a_profile_that_is_none_is_refused() -> None:
    result = CliRunner().invoke(app, ["rehearse", "--profile", "nowhere", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "invalid"
