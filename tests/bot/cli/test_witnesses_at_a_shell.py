"""`sightline ledger verify --head`: heads that somebody holds, as an operator types them."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import CYCLE, ISSUED, Shell


def test_the_head_of_a_digest_is_pasted_and_has_outlasted_what_came_since(issued: Shell) -> None:
    digest = issued.done("report", "digest", *ISSUED)
    assert digest["head_seq"] == issued.done("ledger", "verify")["facts"]
    short, whole = digest["head"][:12], digest["head"]
    issued.done("report", "register", CYCLE, *ISSUED)
    typed = [f"{digest['head_seq']}:{one}" for one in (short, whole, whole.upper())]
    verdict = issued.done("ledger", "verify", *(word for one in typed for word in ("--head", one)))
    assert verdict["ok"]
    assert verdict["facts"] > digest["head_seq"]
    assert verdict["witnesses"] == [
        {"seq": digest["head_seq"], "hash": one, "ok": True} for one in (short, whole, whole)
    ]


def test_the_head_that_the_printed_digest_ends_with_can_be_pasted(issued: Shell) -> None:
    printed = issued("report", "digest", "--format", "md", *ISSUED).stdout
    pasted = printed.split()[-1]
    assert issued.done("ledger", "verify", "--head", pasted)["witnesses"][0]["ok"]


def test_heads_are_read_from_a_file_one_a_line(issued: Shell) -> None:
    facts = issued.done("ledger", "facts", CYCLE)
    held = [f"{fact['seq']}:{fact['hash']}" for fact in facts]
    Path("heads.txt").write_text("\ufeff" + "\r\n\n".join(held) + "\n", "utf-8")
    verdict = issued.done("ledger", "verify", "--heads", "heads.txt", "--head", held[0])
    assert len(verdict["witnesses"]) == len(held) + 1
    assert (
        f"It has every head that you gave: {len(held)}."
        in issued("ledger", "verify", "--heads", "heads.txt").stdout
    )


@pytest.mark.parametrize("seq", ["3", "9999"])
def test_a_head_that_disagrees_or_lies_beyond_the_end_exits_1(issued: Shell, seq: str) -> None:
    typed = ("ledger", "verify", "--head", f"{seq}:{'a' * 12}")
    result = issued(*typed, "--json")
    assert result.exit_code == 1
    verdict = json.loads(result.stdout)
    assert not verdict["ok"]
    assert verdict["witnesses"] == [{"seq": int(seq), "hash": "a" * 12, "ok": False}]
    assert [problem["seq"] for problem in verdict["problems"]] == [int(seq)]
    assert "not whole" in issued(*typed).stdout


@pytest.mark.parametrize("written", ["", "9", "9:", "9:abc", "x:" + "a" * 64, "9:" + "a" * 65])
def test_a_malformed_head_exits_2(issued: Shell, written: str) -> None:
    refused = issued.refused("ledger", "verify", "--head", written, code=2)
    assert refused["error"] == "usage"
    Path("heads.txt").write_text(f"9:{'a' * 12}\n{written or 'x'}\n", "utf-8")
    refused = issued.refused("ledger", "verify", "--heads", "heads.txt", code=2)
    assert (refused["error"], "Line 2" in refused["message"]) == ("usage", True)


@pytest.mark.parametrize("content", [None, b"", b"\n \n", b"\xff\xfe9"])
def test_a_file_that_holds_no_head_exits_2(issued: Shell, content: bytes | None) -> None:
    if content is not None:
        Path("heads.txt").write_bytes(content)
    assert issued.refused("ledger", "verify", "--heads", "heads.txt", code=2)["error"] == "usage"
