"""Every command proves the data key first: each command with every kind of key, walked whole.

The commands are read from the Typer app, so that a new one cannot be forgotten here.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.cli.conftest import COUNCIL, CYCLE, NOVEMBER, Shell

Words = tuple[str, ...]

KEYS = ("right", "wrong", "missing", "malformed", "binary", "unreadable")
NOT_A_KEY = ("malformed", "binary", "unreadable")
HEAD_OF_FRONTDOOR = "chidi.nwosu@riverside.example"
TAKEN = "a port that is taken"
TYPED: Mapping[Words, tuple[tuple[str, ...], ...]] = {
    ("init",): (
        ("--profile", "tower-hamlets", "--authority", "Poolside"),
        ("--profile", "tower-hamlets", "--authority", "Riverside"),
    ),
    ("people", "import"): ((str(COUNCIL / "people.csv"),),),
    ("cases", "import"): ((str(COUNCIL / "cases.csv"),),),
    ("cases", "match"): ((),),
    ("cycle", "open"): (("--service", "Frontdoor", "--month", "2027-01", "--kloe", "Is it?"),),
    ("cycle", "select"): ((CYCLE, "--seed", "7"),),
    ("cycle", "allocate"): ((CYCLE, "--seed", "7"),),
    ("cycle", "propose"): ((CYCLE,),),
    ("cycle", "confirm"): ((CYCLE, "--as", HEAD_OF_FRONTDOOR),),
    ("cycle", "show"): ((CYCLE,),),
    ("cycle", "choices"): (("--service", "Frontdoor", "--month", "2027-01"),),
    ("cycle", "timetable"): ((),),
    ("act",): (
        ("closure.add", "riverside", "--set", "on=2027-01-04", "--set", "name=Closed"),
        ("--list",),
    ),
    ("sweep",): ((),),
    ("owed",): ((),),
    ("report", "register"): ((),),
    ("report", "loop"): ((),),
    ("report", "learning"): ((),),
    ("report", "board"): ((CYCLE,),),
    ("report", "timetable"): ((),),
    ("report", "evidence"): ((CYCLE, "--out", "pack.zip"),),
    ("report", "digest"): ((),),
    ("report", "grades"): ((),),
    ("report", "scorecard"): ((),),
    ("ledger", "verify"): ((),),
    ("ledger", "export"): (("facts.jsonl",),),
    ("ledger", "dispose"): (("--retention", "audit", "--before", "2026-11-01"),),
    ("ledger", "facts"): ((CYCLE,),),
    ("profile", "list"): ((),),
    ("profile", "check"): (("tower-hamlets",),),
    ("profile", "show"): (("tower-hamlets",),),
    ("profile", "adopt"): (("bromley",),),
    ("rehearse",): (("--profile", "atlantis"),),  # a whole month: test_rehearse_command
    ("doctor",): ((),),
    ("teams", "package"): (("package.zip", "--website", "https://council.example"),),
    ("graph", "file-evidence"): ((CYCLE, str(COUNCIL / "people.csv")),),
    ("graph", "file-owed"): ((),),
    ("graph", "permissions"): ((),),
    ("graph", "sync-people"): ((),),
    ("db", "upgrade"): ((),),
    ("db", "backup"): (("copy.db",),),
    ("serve",): (("--programme", "nowhere"),),
    ("demo",): (("--port", TAKEN, "--bot-port", TAKEN),),
}
"""What to type after each command. It reaches the ledger, wherever the command has one."""

KEYLESS: Mapping[Words, int] = {
    ("profile", "list"): 0,
    ("profile", "check"): 0,
    ("profile", "show"): 0,
    ("graph", "permissions"): 0,
    ("rehearse",): 1,
}
"""The commands that open no ledger, and how each exits with what is typed above."""

FOUNDING = {("init",), ("demo",)}


def commands() -> dict[Words, Any]:
    """Every command of the app by its words."""

    def below(command: Any, words: Words) -> Iterator[tuple[Words, Any]]:
        if not hasattr(command, "commands"):
            yield words, command
            return
        for name, one in command.commands.items():
            yield from below(one, (*words, name))

    return dict(below(get_command(app), ()))


CASES = [(words, typed) for words, every in TYPED.items() for typed in every]


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its mode and bytes."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def put_key(kind: str, file: Path) -> None:
    """Leave a key of this kind at `file`; the right one is there already, if there is a ledger."""
    if kind == "right" and file.exists():
        return
    if file.exists():
        file.unlink()
    if kind == "unreadable":
        file.mkdir()  # root may read any file, but nobody can read a folder as one
    elif kind == "binary":
        file.write_bytes(bytes(range(256)))
    elif kind == "malformed":
        file.write_text("5e" * 31)
    elif kind != "missing":
        file.write_text("ab" * 32)
        file.chmod(0o600)


def run(words: Words, typed: tuple[str, ...], folder: Path, **more: str) -> Result:
    """Run one command, with every setting that it needs before it opens the ledger."""
    takes = {name for one in commands()[words].params for name in one.opts}
    line = [*words, *typed]
    line += ["--json"] if "--json" in takes else []
    line += NOVEMBER if "--now" in takes else []
    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'sightline.db'}",
        "SIGHTLINE_DATA_KEY": None,
        "MicrosoftAppId": "11f0a4d2-8c3e-4c8e-9a44-0d6d9b1e5a77",
        "MicrosoftAppTenantId": "7b0c6f0e-5d2a-4a0b-9c55-6f1d2c3b4a59",
        "MicrosoftAppPassword": "not-asked-for",
        "SIGHTLINE_GRAPH": "directory,evidence",
        "SIGHTLINE_LOOPBACK_GRAPH": "http://127.0.0.1:9",
        "SIGHTLINE_EVIDENCE_DRIVE": "D",
    } | more
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = [port if word == TAKEN else word for word in line]
        return CliRunner().invoke(app, line, env=environment, catch_exceptions=False)


def asks_for_the_key(result: Result) -> bool:
    """Whether the command was refused with a sentence that says to put the key back."""
    said = re.sub(r"\s+", " ", result.stderr)
    put_back = re.search(r"\bPut\b.*\bback\b", said)
    return result.exit_code == 1 and "data key" in said and put_back is not None


def refused_for_its_key(result: Result, words: Words, place: str) -> None:
    """Assert that nothing but the key refused it, and that the sentence names where the key is."""
    assert asks_for_the_key(result), result.output
    assert place in result.stderr.replace("\n", "")
    if any("--json" in one.opts for one in commands()[words].params):
        assert '"error": "unready"' in result.stderr


def test_every_command_of_the_app_is_walked() -> None:
    assert set(commands()) == set(TYPED)
    assert set(KEYLESS) | FOUNDING <= set(TYPED)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("words", "typed"), CASES, ids=" ".join)
def test_with_a_ledger_only_its_own_key_lets_a_command_in(
    words: Words, typed: tuple[str, ...], key: str, council: Shell
) -> None:
    folder = council.folder
    put_key(key, folder / "sightline.key")
    before = snapshot(folder)
    result = run(words, typed, folder)
    if words in KEYLESS:
        assert result.exit_code == KEYLESS[words], result.output
    elif key == "right":
        assert not asks_for_the_key(result), result.output
        return
    elif words == ("doctor",):
        assert result.exit_code == 1
        assert re.search(r'"name": "Data key",\s+"state": "wrong"', result.stdout)
    else:
        refused_for_its_key(result, words, str(folder / "sightline.key"))
    assert snapshot(folder) == before


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("words", "typed"), CASES, ids=" ".join)
def test_without_a_ledger_only_founding_writes_and_never_with_what_is_no_key(
    words: Words, typed: tuple[str, ...], key: str, shell: Shell
) -> None:
    folder = shell.folder
    put_key(key, folder / "sightline.key")
    before = snapshot(folder)
    result = run(words, typed, folder)
    if words in FOUNDING and key not in NOT_A_KEY:
        assert not asks_for_the_key(result), result.output
        assert (folder / "sightline.db").stat().st_mode & 0o777 == 0o600
        assert (folder / "sightline.key").stat().st_mode & 0o777 == 0o600
        return
    if words in FOUNDING:
        refused_for_its_key(result, words, str(folder / "sightline.key"))
    elif words in KEYLESS:
        assert result.exit_code == KEYLESS[words], result.output
    elif words == ("act",) and typed == ("--list",):
        assert result.exit_code == 0
    else:
        assert result.exit_code == 1, result.output
        assert "sightline init" in result.output.replace("\n", " ")
    assert snapshot(folder) == before


def test_help_needs_no_key(council: Shell) -> None:
    folder = council.folder
    put_key("binary", folder / "sightline.key")
    before = snapshot(folder)
    for words in commands():
        assert run(words, ("--help",), folder).exit_code == 0
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "said", ["", "5e" * 31, "ab" * 32, "file:lost", "file:binary", "\udcff" * 64]
)
def test_a_key_from_the_setting_is_proved_like_one_from_the_file(said: str, council: Shell) -> None:
    folder = council.folder
    (folder / "binary").write_bytes(bytes(range(256)))
    before = snapshot(folder)
    for words in (("init",), ("ledger", "verify"), ("db", "upgrade"), ("serve",)):
        result = run(words, TYPED[words][0], folder, SIGHTLINE_DATA_KEY=said)
        refused_for_its_key(result, words, "SIGHTLINE_DATA_KEY")
    assert snapshot(folder) == before
