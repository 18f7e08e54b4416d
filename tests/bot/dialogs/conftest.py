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


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Council]:
    """People and cases, no cycle yet."""
    council = Council.empty(f"sqlite:///{tmp_path / 'filled.db'}")
    council.found()
    council.load_people(staff())
    council.load_cases(caseload())
    yield council
    council.close()
