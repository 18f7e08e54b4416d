"""The export of a hash chain, verified by a script that needs nothing but Python."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.ledger.proof import export, verify
from tests.store.council import Council, build
from tests.store.ledger.chains import lived

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_ledger.py"


def _check(folder: Path, lines: list[str], *head: str) -> tuple[int, str]:
    file = folder / "export.jsonl"
    file.write_bytes("".join(f"{line}\n" for line in lines).encode())
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", str(SCRIPT), str(file), *head],
        capture_output=True,
        check=False,
        text=True,
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout.strip()


def test_an_export_is_verified_by_a_script_without_any_library(
    council: Council, tmp_path: Path
) -> None:
    lived(council)
    lines = list(export(council.ledger, council.programme))
    verdict = verify(council.ledger, council.programme)
    assert _check(tmp_path, lines, verdict.head) == (
        0,
        f"ok: {verdict.facts} facts, head {verdict.head}",
    )


def test_the_script_is_short_enough_to_be_read() -> None:
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 30


def _edit(column: str, value: Any) -> Callable[[list[str]], list[str]]:
    def edited(lines: list[str]) -> list[str]:
        fact = json.loads(lines[4]) | {column: value}
        return [*lines[:4], json.dumps(fact), *lines[5:]]

    return edited


TAMPERINGS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    **{
        f"{column} edited": (_edit(column, value), "line 5: fact 5 does not follow")
        for column, value in {
            "programme": "elsewhere", "at": "2026-01-01T00:00:00.000000Z", "actor": "x",
            "via": "x", "verb": "x", "subject": "x", "key": "", "fields": "{}", "changes": "[]",
            "hash": "0" * 64,
        }.items()
    },
    "number edited": (_edit("seq", 6), "line 5: fact 6 does not follow"),
    "fact removed": (lambda lines: lines[:4] + lines[5:], "line 5: fact 6 does not follow"),
    "first fact removed": (lambda lines: lines[1:], "line 1: fact 2 does not follow"),
    "two facts exchanged": (
        lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]],
        "line 5: fact 6 does not follow",
    ),
    "fact repeated": (
        lambda lines: [*lines[:5], *lines[4:]], "line 6: fact 5 does not follow",
    ),
    "column left out": (
        lambda lines: [*lines[:4], '{"seq":5}', *lines[5:]], "line 5: this is no fact",
    ),
    "a line that is no JSON": (lambda lines: [*lines, "{"], "this is no fact"),
}  # fmt: skip


@pytest.fixture(scope="module")
def exported(masters: Any) -> list[str]:
    """The export of a council with an issued cycle."""
    council = Council.open(f"sqlite:///{masters.sqlite(build)}")
    lines = list(export(council.ledger, council.programme))
    council.close()
    return lines


@pytest.mark.parametrize("how", TAMPERINGS)
def test_the_script_names_the_first_fault_of_an_export(
    exported: list[str], tmp_path: Path, how: str
) -> None:
    tamper, fault = TAMPERINGS[how]
    code, said = _check(tmp_path, tamper(list(exported)))
    assert code == 1
    assert fault in said


def test_the_script_sees_a_cut_tail_against_the_head_that_somebody_holds(
    exported: list[str], tmp_path: Path
) -> None:
    head = json.loads(exported[-1])["hash"]
    code, said = _check(tmp_path, exported[:-2], head)
    assert code == 1
    assert "its tail was cut" in said
