"""npm's libraries are found from whichever folder a command is typed in."""

from pathlib import Path

import pytest

from bot import npm


def test_a_demo_started_elsewhere_draws_its_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "CHECKOUT", made(tmp_path / "checkout"))
    monkeypatch.chdir(tmp_path)
    assert npm.node_modules() == tmp_path / "checkout"


def test_an_image_has_them_where_the_bot_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "CHECKOUT", tmp_path / "site-packages" / "node_modules")
    assert npm.node_modules() == Path("node_modules")


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder
