"""`--as-of DAY` at the shell: what was known at the end of that day."""

import json
from datetime import UTC, datetime

import pytest

from bot.cli import context
from tests.bot.cli.conftest import CYCLE, Shell

COMMANDS = (
    ("cycle", "show", CYCLE),
    ("owed",),
    ("report", "digest"),
    ("report", "grades", "--full"),
    ("report", "scorecard"),
    ("report", "loop", "--full"),
    ("report", "board", "--for", "members"),
)
EVENING = ("--now", "2026-12-01T23:59:59.999999")


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell's clock stands in the month after."""
    clock = datetime(2027, 1, 8, 10, tzinfo=UTC)
    monkeypatch.setattr(context, "now_or_clock", lambda given: given or clock)


def test_a_command_tells_of_a_day_what_it_told_on_that_evening(issued: Shell) -> None:
    then = {typed: issued.done(*typed, *EVENING) for typed in COMMANDS[:3]}
    first = then[COMMANDS[0]]["audits"][0]
    accepted = ("--as", first["auditor"], "--now", "2026-12-03T10:00")
    issued.done("act", "allocation.accept", first["id"], *accepted)
    for typed, told in then.items():
        assert issued.done(*typed, "--as-of", "2026-12-01") == told, typed
    assert issued.done(*COMMANDS[0], "--as-of", "2026-12-03")["audits"][0]["state"] == "accepted"
    earlier = issued.done("cycle", "show", CYCLE, "--as-of", "2026-11-24")
    assert earlier["state"] == "proposed"


def test_it_says_what_it_leaves_out(issued: Shell) -> None:
    printed = issued("owed", "--as-of", "2026-12-01")
    assert printed.exit_code == 0
    assert "What steers deliveries is in no fact and is left out" in printed.stderr
    assert issued("owed", *EVENING).stderr == ""


@pytest.mark.parametrize("typed", COMMANDS, ids=" ".join)
def test_a_day_that_cannot_be_looked_back_to_is_refused(
    issued: Shell, typed: tuple[str, ...]
) -> None:
    for day in ("2027-01-09", "2026-11-23"):
        refused = issued.refused(*typed, "--as-of", day)
        assert refused["error"] == "invalid"
        assert refused["fields"].keys() == {"as_of"}
    for wrong in (("--as-of", "yesterday"), ("--as-of", "2026-12-01", *EVENING)):
        usage = issued(*typed, *wrong, "--json")
        assert usage.exit_code == 2
        assert json.loads(usage.stderr)["error"] == "usage"
