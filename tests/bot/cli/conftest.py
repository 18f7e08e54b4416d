"""A shell in an empty folder, and ledgers at several points of a story."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

COUNCIL = Path("bot/desk/council").resolve()
NOVEMBER = ("--now", "2026-11-24T10:00")
ISSUED = ("--now", "2026-12-01T09:30")
CYCLE = "frontdoor-2026-12"


def sample(sheet: str) -> list[dict[str, str]]:
    """The rows of one of the sample council's sheets."""
    return list(csv.DictReader((COUNCIL / sheet).read_text("utf-8").splitlines()))


@dataclass(frozen=True)
class Shell:
    """Runs commands in one folder with one ledger."""

    folder: Path

    def __call__(self, *typed: str) -> Result:
        """Run one command in this process."""
        environment = {
            "DATABASE_URL": f"sqlite:///{self.folder / 'sightline.db'}",
            "SIGHTLINE_DATA_KEY": None,
            "MicrosoftAppId": None,
            "MicrosoftAppTenantId": None,
        }
        return CliRunner().invoke(app, list(typed), env=environment, catch_exceptions=False)

    def done(self, *typed: str) -> Any:
        """Run a command that must succeed; gives its JSON document."""
        result = self(*typed, "--json")
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        return json.loads(result.stdout)

    def refused(self, *typed: str, code: int = 1) -> Any:
        """Run a command that must be refused; gives its JSON document from standard error."""
        result = self(*typed, "--json")
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        return json.loads(result.stderr)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """An empty folder: no ledger, no settings."""
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample council with an open cycle and one KLOE, made once."""
    shell = Shell(tmp_path_factory.mktemp("founded"))
    shell.done("init", "--profile", "tower-hamlets", "--authority", "Riverside", *NOVEMBER)
    shell.done("people", "import", str(COUNCIL / "people.csv"), *NOVEMBER)
    shell.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)
    shell.done(
        "cycle", "open", "--service", "Frontdoor", "--month", "2026-12",
        "--kloe", "Is neglect named? :: flags=neglect", *NOVEMBER,
    )  # fmt: skip
    return shell.folder


@pytest.fixture(scope="session")
def issued_once(founded_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same council with its cycle drawn, allocated, confirmed and issued, made once."""
    shell = Shell(tmp_path_factory.mktemp("issued"))
    shutil.copytree(founded_once, shell.folder, dirs_exist_ok=True)
    shell.done("act", "cycle.select", CYCLE, "--set", "seed=7", *NOVEMBER)
    shell.done("act", "cycle.allocate", CYCLE, "--set", "seed=7", *NOVEMBER)
    shell.done("act", "list.propose", CYCLE, *NOVEMBER)
    shell.done("act", "list.confirm", CYCLE, "--as", "chidi.nwosu@riverside.example", *ISSUED)
    return shell.folder


@pytest.fixture
def council(shell: Shell, founded_once: Path) -> Shell:
    """A shell with the sample council's ledger, in which a cycle is open."""
    shutil.copytree(founded_once, shell.folder, dirs_exist_ok=True)
    return shell


@pytest.fixture
def issued(shell: Shell, issued_once: Path) -> Shell:
    """A shell with a ledger whose cycle is issued."""
    shutil.copytree(issued_once, shell.folder, dirs_exist_ok=True)
    return shell
