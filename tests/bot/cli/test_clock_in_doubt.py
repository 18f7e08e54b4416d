"""A bot that doubts its clock, as `doctor` says it, and as `sightline sweep` ends it."""

import json

from tests.bot.cli.conftest import ISSUED, Shell

NIGHT = ("--now", "2027-01-09T23:00")
"""A Saturday night, five weeks on: nothing may go out."""
DAY = ("--now", "2027-01-08T10:00")


def _last_fact(shell: Shell, *now: str) -> tuple[str, str]:
    result = shell("doctor", "--json", *now)

    (found,) = (c for c in json.loads(result.stdout)["checks"] if c["name"] == "Last fact")
    return found["state"], found["words"]


def test_doctor_says_that_the_bot_waits_and_a_sweep_at_the_shell_confirms_the_clock(
    issued: Shell,
) -> None:
    assert _last_fact(issued, *ISSUED)[0] == "ok"
    for now in (NIGHT, DAY):
        state, words = _last_fact(issued, *now)
        assert (state, "`sightline sweep`" in words) == ("wrong", True)
    before = issued.done("ledger", "verify")["facts"]
    swept = issued.done("sweep", *NIGHT)
    assert (swept["duties"], swept["people"]) == (0, 0)
    assert issued.done("ledger", "verify")["facts"] > before
    assert _last_fact(issued, *NIGHT)[0] == "ok"
    facts = issued.done("ledger", "verify")["facts"]
    issued.done("sweep", *NIGHT)
    assert issued.done("ledger", "verify")["facts"] == facts, "it is confirmed once"
