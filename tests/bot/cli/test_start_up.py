"""What a command loads before it answers: only what it needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Shell

SLOW = frozenset({"scipy", "alembic", "requests", "msal", "structlog", "aiohttp", "botbuilder"})
"""Libraries that take longer to load than the ledger to read."""
LOADED = """
import json, sys
sys.argv = ["sightline", *json.loads(sys.argv[1])]
from bot.cli import main
try:
    main()
finally:
    names = {name.partition(".")[0] for name in sys.modules}
    print(json.dumps(sorted(names)), file=sys.stderr)
"""


def loaded(folder: Path, *command: str) -> set[str]:
    """The top-level packages that a command has loaded when it ends."""
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", LOADED, json.dumps(command)],
        cwd=folder,
        env={"DATABASE_URL": f"sqlite:///{folder / 'sightline.db'}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(run.stderr.splitlines()[-1]))


@pytest.mark.parametrize("command", [("owed", "--json"), ("act", "--list", "--json")])
def test_a_command_that_reads_loads_nothing_that_draws_sends_or_migrates(
    council: Shell, command: tuple[str, ...]
) -> None:
    assert loaded(council.folder, *command) & SLOW == set()


def test_help_loads_neither_the_ledger_nor_a_table(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") & (SLOW | {"sqlalchemy", "pydantic", "store"}) == set()
