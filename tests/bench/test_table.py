"""What `make bench` prints, with measurements that take no time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import setting
from tests.bench.setting import Line, Setting


class _Server:
    """A database server that is never asked anything."""

    def fresh(self) -> str:
        """An address."""
        return "postgresql://nowhere"


@contextmanager
def _started(_settings: object) -> Iterator[_Server]:
    yield _Server()


def _press(at: Setting) -> Iterator[Line]:
    yield Line(f"press on {at.fresh().partition(':')[0]}", 0.5, f"{at.turns} turns")


def _files(_at: Setting) -> Iterator[Line]:
    yield Line("workbook", 1.2, "no database")


def printed(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Run the bench as typed."""
    monkeypatch.setattr(bench, "PARTS", {"press": _press, "extract": _files})
    monkeypatch.setattr(bench, "bench_assignment", lambda: 2.0)
    monkeypatch.setattr(bench, "build_of", lambda _commit: None)
    monkeypatch.setattr(setting, "running_postgres", _started)
    monkeypatch.setattr(sys, "argv", ["bench", *typed])
    bench.main()


def test_a_table_is_printed_for_each_database_and_rows_without_history_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(monkeypatch)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("   ")[0] for line in lines] == [
        "without the history there is no row for the build of da70b68",
        "without the history there is no row for the build of 1df556c",
        "sqlite, medians of 5",
        "press on sqlite",
        "workbook",
        "postgresql, medians of 5",
        "press on postgresql",
        "allocation 1,000 x 100 : bare solver 2.0",
    ]


def test_one_row_can_be_measured_alone_in_a_single_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    printed(monkeypatch, "--only", "press", "--turns", "1", "--database", "sqlite")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["sqlite, medians of 1", lines[-1]]
    assert lines[-1].startswith("press on sqlite")
    assert lines[-1].endswith("(1 turns)")
