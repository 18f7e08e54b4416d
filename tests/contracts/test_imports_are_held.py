"""Each import contract of pyproject.toml holds, and finds an import that breaks it."""

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import importlinter.configuration
import pytest
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

SETTINGS: dict[str, Any] = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]
importlinter.configuration.configure()
CONTRACTS: dict[str, dict[str, Any]] = {each["name"]: each for each in SETTINGS["contracts"]}
TYPES: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}
PLANTED = {
    "Imports run from bot to store and never back": ("store.ledger.unit", "bot.settings"),
    "Only bot.teams knows botbuilder": ("bot.desk.app", "botbuilder"),
    "The store knows nothing of HTTP, Teams, timetables or terminals": (
        "store.duties.outbox", "aiohttp",
    ),
    "Dialogs would stay as they are on another platform": (
        "bot.dialogs.conversations", "bot.teams.adapter",
    ),
    "Views read and never act": ("store.views.parts.due", "store.acts.audit_month.returns"),
    "Cards are drawn from views alone": ("bot.cards.parts.kit", "store.ledger.reader"),
    "The board holds no rule and asks no table": ("bot.board.pages.cycles", "store.rules.doers"),
    "No circle at any depth": ("store.clock.calendar", "store.clock.deadlines"),
    "The rooms of the store, from what people do down to its words": (
        "store.people.posts", "store.rules.grading",
    ),
}  # fmt: skip


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        *SETTINGS["root_packages"], include_external_packages=True, cache_dir=None
    )


def _holds(name: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = TYPES[options["type"]](name, _read(SETTINGS), _read(options))
    return contract.check(graph, verbose=False).kept


def _read(options: dict[str, Any]) -> dict[str, Any]:
    """Options as import-linter reads them: a yes or no is a word there."""
    return {
        key: str(value) if isinstance(value, bool) else value
        for key, value in options.items()
        if key != "contracts"
    }


def test_every_contract_has_an_import_that_would_break_it() -> None:
    assert PLANTED.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_holds_and_finds_a_planted_import(name: str) -> None:
    from_, to = PLANTED[name]
    graph = deepcopy(_graph())
    assert _holds(name, graph)
    graph = deepcopy(_graph())
    graph.add_import(importer=from_, imported=to, line_number=1, line_contents="planted")
    assert not _holds(name, graph)
