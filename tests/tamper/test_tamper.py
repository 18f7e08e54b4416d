"""Each edit of the database is found: some of them on every run, and all of them by night."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from store.ledger import proof
from tests.faults.runs import Database, PostgresDatabases, SqliteFiles
from tests.tamper.editing import STEERING, Tampering
from tests.tamper.runs import Toll, tamper, target

BY_DAY = 53
"""Every so manieth tampering is tried by day; a prime, so that no kind is passed over."""
IN_ALL = 1_000
"""Tamperings that there are at least, on each database."""
CHECKS = {
    "what_steers": "put off to 2099",
    "strays": "programme never founded",
    "differences": "index added",
}
"""Each check beside that of the record, and a kind of tampering that it is for."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path)
        return
    yield PostgresDatabases(request.getfixturevalue("postgres"))


def missed(toll: Toll) -> dict[str, list[str]]:
    return {" ".join(where): these for where, these in toll.missed.items()}


def test_what_is_edited_in_the_database_is_found(database: Database, tmp_path: Path) -> None:
    toll = tamper(database, tmp_path, lambda every: every[::BY_DAY])
    assert missed(toll) == {}
    assert toll.tried >= IN_ALL // BY_DAY


@pytest.mark.nightly
def test_every_edit_of_every_table_is_found(database: Database, tmp_path: Path) -> None:
    toll = tamper(database, tmp_path, lambda every: every)
    assert missed(toll) == {}
    assert toll.tried >= IN_ALL
    assert {"fact", "message", "conversation", "key_check", "head"} <= {t for t, _ in toll.found}


def test_without_each_check_what_it_is_for_goes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.tamper.looking.of_database", lambda _engine: ())
    with target(SqliteFiles(tmp_path), tmp_path) as aim:
        for blind, kind in CHECKS.items():

            def of_that_kind(every: Sequence[Tampering], kind: str = kind) -> list[Tampering]:
                which = [one for one in every if one.kind == kind]
                if kind == CHECKS["what_steers"]:
                    which = [one for one in which if one.what.split()[0] in STEERING["message"]]
                return which[:3]

            assert missed(aim.tried(of_that_kind)) == {}
            with monkeypatch.context() as patched:
                patched.setattr(proof, blind, lambda *_given: ())
                toll = aim.tried(of_that_kind)
            assert not toll.found
            assert toll.tried > 0
