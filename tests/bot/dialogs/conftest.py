"""A small council with an issued cycle, this test's own, whose messages are delivered by hand."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tests.store.council import Council, build, caseload, staff


@pytest.fixture(scope="session")
def issued_council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a council that is built once a run."""
    path = tmp_path_factory.mktemp("dialogs") / "issued.db"
    council = Council.empty(f"sqlite:///{path}")
    build(council)
    council.close()
    return path


@pytest.fixture
def council(issued_council: Path, tmp_path: Path) -> Iterator[Council]:
    """A council whose cycle has just been issued."""
    copyfile(issued_council, tmp_path / "ledger.db")
    opened = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled_council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of people and cases that are loaded once a run."""
    path = tmp_path_factory.mktemp("dialogs") / "filled.db"
    council = Council.empty(f"sqlite:///{path}")
    council.found()
    council.load_people(staff())
    council.load_cases(caseload())
    council.close()
    return path


@pytest.fixture
def filled(filled_council: Path, tmp_path: Path) -> Iterator[Council]:
    """People and cases, no cycle yet."""
    copyfile(filled_council, tmp_path / "filled.db")
    opened = Council.open(f"sqlite:///{tmp_path / 'filled.db'}")
    yield opened
    opened.close()
