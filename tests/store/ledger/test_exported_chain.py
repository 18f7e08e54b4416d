"""The export of a hash chain, verified by a script that needs nothing but Python."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.ledger.chain import FactEntry, link
from store.ledger.proof import export, verify
from store.tables.columns import canonical
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
    written = [line for line in SCRIPT.read_text("utf-8").splitlines() if line]
    assert len(written) <= 40


def _in_line_5(change: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda lines: [*lines[:4], change(lines[4]), *lines[5:]]


def _added(pair: str, *, at_the_end: bool) -> Callable[[list[str]], list[str]]:
    """Line 5 with one more pair, first or last."""
    return _in_line_5(
        lambda line: f"{line[:-1]},{pair}}}" if at_the_end else f"{{{pair},{line[1:]}"
    )


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
    **{
        f"a key added: {key}": (_added(f'"{key}":1', at_the_end=True), "line 5: this is no fact")
        for key in ("note", "Seq", "hash ", "")
    },
    **{
        f"{column} twice": (_added(f'"{column}":"x"', at_the_end=False), "line 5: this is no fact")
        for column in FactEntry._fields
    },
    "a line without a fact": (lambda lines: [*lines[:4], "", *lines[4:]], "line 5: this is no"),
    "a list": (_in_line_5(lambda line: f"[{line}]"), "line 5: this is no fact"),
    "text that no file can hold": (
        _in_line_5(lambda line: line.replace('"at":"', '"at":"\\ud800')), "line 5: this is no fact",
    ),
    "nested without end": (_in_line_5(lambda _: "[" * 200_000), "line 5: this is no fact"),
    "nothing at all": (lambda _: [], "no fact at all"),
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


def _rewritten(lines: list[str], first: int) -> list[str]:
    """The same export, rewritten from line `first` on by somebody who knows how to hash."""
    whole, head = lines[: first - 1], json.loads(lines[first - 2])["hash"]
    for line in lines[first - 1 :]:
        fact = FactEntry(**json.loads(line))._replace(actor="somebody.else")
        head = link(head, fact)
        whole.append(canonical(fact._replace(hash=head)._asdict()))
    return whole


def _held(lines: list[str], seq: int, digits: int = 64) -> str:
    return f"{seq}:{json.loads(lines[seq - 1])['hash'][:digits]}"


def test_an_export_that_has_grown_still_has_the_heads_that_people_hold(
    exported: list[str], tmp_path: Path
) -> None:
    last = len(exported)
    held = [_held(exported, 1), _held(exported, 9, 12).upper(), _held(exported, last, 20)]
    bare = json.loads(exported[-1])["hash"]
    for given in (held, [bare], [bare[:12]], [*held, bare]):
        assert _check(tmp_path, exported, *given)[0] == 0, given


def test_the_script_sees_a_rewritten_end_against_a_head_that_somebody_holds(
    exported: list[str], tmp_path: Path
) -> None:
    rewritten = _rewritten(exported, 8)
    assert _check(tmp_path, rewritten)[0] == 0, "only somebody who holds a head can tell"
    assert _check(tmp_path, rewritten, _held(exported, 7))[0] == 0
    for held in (
        _held(exported, 8),
        _held(exported, len(exported), 12),
        _held(exported, len(exported)).split(":")[1],
    ):
        code, said = _check(tmp_path, rewritten, _held(exported, 7), held)
        assert (code, "rewritten" in said) == (1, True), held


@pytest.mark.parametrize(
    "held",
    ["9:", ":", "", "9", "x", "9:abc", "0:" + "a" * 64, "-1:" + "a" * 64, "a" * 65,
     "9:" + "g" * 12],
)  # fmt: skip
def test_a_head_that_is_written_wrongly_is_a_fault(
    exported: list[str], tmp_path: Path, held: str
) -> None:
    code, said = _check(tmp_path, exported, held)
    assert (code, "is no head" in said) == (1, True)


def test_a_head_beyond_the_end_is_a_fault(exported: list[str], tmp_path: Path) -> None:
    code, said = _check(tmp_path, exported, f"{len(exported) + 1}:{'a' * 12}")
    assert (code, "its tail was cut" in said) == (1, True)
    assert _check(tmp_path, [], "a" * 64)[0] == 1
