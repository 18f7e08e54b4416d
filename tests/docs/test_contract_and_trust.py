"""The pages that scripts, operators and reviewers go by list what the code has, and no more."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import typer
from typer.testing import CliRunner

from bot.cli import app
from store.sheets import cases, person
from store.vocabulary.duty_kinds import KINDS
from store.vocabulary.roles import ROLES
from tests.attacks.faults import FAULTS
from tests.bot.scheduler.test_faults_in_pairs import FAULTS as AT_TEAMS

CONTRACT = Path("docs/contract.md").read_text("utf-8")
PROGRAMME = Path("docs/programme.md").read_text("utf-8")
TRUST = Path("docs/trust.md").read_text("utf-8")


def _between(page: str, name: str) -> str:
    """What stands between two marks of a page."""
    return page.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")[0]


def _words(page: str, name: str) -> list[str]:
    """What stands in code type between two marks, in order."""
    return re.findall(r"`([^`]+)`", _between(page, name))


def _rows(page: str, name: str) -> list[list[str]]:
    """The rows of the table between two marks, cell by cell, without its head."""
    lines = [line for line in _between(page, name).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


def _commands(command: object, path: tuple[str, ...] = ()) -> Iterable[tuple[str, set[str]]]:
    """Every command by its words, with its options."""
    if isinstance(command, typer.core.TyperGroup):
        for name, below in command.commands.items():
            yield from _commands(below, (*path, name))
    elif isinstance(command, typer.core.TyperCommand):
        options = {name for one in command.params for name in one.opts if name.startswith("--")}
        yield " ".join(path), options - {"--help"}


def test_the_contract_lists_every_command_with_its_options() -> None:
    said = {
        " ".join(re.findall(r"[a-z-]+", row[0].partition("[")[0].split(" FILE")[0])): set(
            re.findall(r"--[a-z-]+", row[1])
        )
        for row in _rows(CONTRACT, "commands")
    }
    assert said == dict(_commands(typer.main.get_command(app)))


def test_the_contract_lists_every_verb_that_people_do_with_the_fields_it_needs() -> None:
    listed = CliRunner().invoke(app, ["act", "--list", "--json"])
    acts = [act for act in json.loads(listed.stdout) if act["who"]]
    needed: dict[str, set[str]] = {}
    for act in acts:
        fields = {f["name"] for f in act["fields"] if f["required"] and "." not in f["name"]}
        # `from` is a word of Python's own.
        needed[act["verb"]] = {name.rstrip("_") for name in fields}
    said = {}
    for word in _words(CONTRACT, "verbs"):
        verb, _, fields_said = word.rstrip("}").partition("{")
        said[verb] = set(filter(None, re.split(r",\s+", fields_said)))
    assert said == needed


def test_the_contract_lists_columns_roles_and_kinds_of_duty() -> None:
    assert _words(CONTRACT, "people") == list(person.COLUMNS)
    assert _words(CONTRACT, "roles") == list(ROLES)
    assert _words(CONTRACT, "cases") == list(cases.COLUMNS)
    assert _words(CONTRACT, "duties") == sorted(KINDS)


def test_the_contract_lists_every_code_of_a_refusal() -> None:
    source = "".join(file.read_text("utf-8") for file in sorted(Path("store").rglob("*.py")))
    codes = set(re.findall(r'^    code = "(\w+)"$', source, re.MULTILINE)) | {"usage"}
    told = CONTRACT.partition("Codes: ")[2].partition(". Messages")[0]
    assert set(re.findall(r"`(\w+)`", told)) == codes


def test_the_contract_lists_every_target_of_make() -> None:
    makefile = Path("Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", CONTRACT)) == targets


def test_the_programme_explains_every_kind_of_duty_that_a_profile_has() -> None:
    own: set[str] = set()
    for file in sorted(Path("store").rglob("profiles/*.toml")):
        own |= set(tomllib.loads(file.read_text("utf-8")).get("duty", {}))
    assert len(own) > 40
    explained = set(re.findall(r"`([a-z.]+(?:_[a-z]+)*)`", PROGRAMME))
    assert (own | KINDS) - explained == set()


def test_trust_lists_every_defence_that_make_planted_takes_out() -> None:
    said = set()
    for head, lines in _rows(TRUST, "attacks"):
        (kind,) = re.findall(r"`(\w+)`", head)
        said |= {f"{kind}: {line}" for line in lines.split(" · ")}
    assert said == {fault.line for fault in FAULTS}


def test_trust_lists_every_fault_that_is_played_against_delivery() -> None:
    assert " ".join(_between(TRUST, "faults").split()).split(" · ") == list(AT_TEAMS)
