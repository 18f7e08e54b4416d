"""`sightline report …` as an operator types it: grades, scorecard, register and loop."""

import json
import stat
from pathlib import Path

from openpyxl import load_workbook

from tests.bot.cli.conftest import CYCLE, ISSUED, Shell, sample

OFFICER = next(row["upn"] for row in sample("people.csv") if "audit_officer" in row["roles"])
HEAD = "chidi.nwosu@riverside.example"


def test_grades_and_scorecard_of_an_issued_cycle(issued: Shell) -> None:
    grades = issued.done("report", "grades", CYCLE, *ISSUED)
    assert [(row["kind"], row["n"]) for row in grades["rows"]] == [("full", 0)]
    card = issued.done("report", "scorecard", *ISSUED)
    assert [row["cycle"] for row in card["rows"]] == [CYCLE]
    for report in ("grades", "scorecard"):
        printed = issued("report", report, "--format", "md", *ISSUED)
        assert printed.exit_code == 0
        assert CYCLE in printed.stdout
    assert issued.refused("report", "grades", "nowhere", *ISSUED)["error"] == "not_found"


def test_the_register_names_no_child_unless_asked_to(issued: Shell) -> None:
    document = issued.done("report", "register", CYCLE, "--as", OFFICER, *ISSUED)
    names = [row["child_name"] for row in sample("cases.csv")]
    assert len(document["audits"]) == 60
    assert document["asked_by"] == OFFICER
    assert not any(name in json.dumps(document, ensure_ascii=False) for name in names)
    known = issued.done("report", "register", CYCLE, "--identifiable", *ISSUED)
    assert all(row["child_name"] in names for row in known["audits"])
    facts = [
        fact
        for fact in issued.done("ledger", "facts", "riverside")
        if fact["verb"] == "register.issue"
    ]
    assert [fact["fields"]["identifiable"] for fact in facts] == [False, True]
    assert known["head"] == facts[-1]["hash"]


def test_the_register_is_written_as_a_workbook_that_overwrites_nothing(issued: Shell) -> None:
    typed = ("report", "register", "--format", "xlsx", "--out", "register.xlsx", *ISSUED)
    assert issued(*typed).exit_code == 0
    out = Path("register.xlsx")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    book = load_workbook(out)
    assert book.sheetnames == [
        "About",
        "Audits",
        "Findings",
        "Actions",
        "Steps",
        "Meetings",
        "Dip samples",
    ]
    assert book["Audits"].max_row == 61
    before = out.read_bytes()
    head = issued.done("ledger", "verify")["head"]
    assert issued.refused(*typed)["fields"] == {"out": "already exists"}
    assert out.read_bytes() == before
    assert issued.done("ledger", "verify")["head"] == head


def test_the_register_is_refused_to_others_and_without_a_file(issued: Shell) -> None:
    refused = issued.refused("report", "register", "--as", HEAD, *ISSUED)
    assert refused["error"] == "not_allowed"
    assert issued("report", "register", "--format", "xlsx", *ISSUED).exit_code == 2
    nowhere = ("--format", "xlsx", "--out", "nowhere/register.xlsx")
    assert issued("report", "register", *nowhere, *ISSUED).exit_code == 1


def test_closing_the_loop_counts_actions_by_scope(issued: Shell) -> None:
    document = issued.done("report", "loop", CYCLE, *ISSUED)
    assert [row["scope"] for row in document["rows"]] == ["case", "service", "report"]
    assert {row["actions"] for row in document["rows"]} == {0}
    assert "different" not in document
    assert "different" in issued.done("report", "loop", CYCLE, "--full", *ISSUED)
    printed = issued("report", "loop", "--format", "md", *ISSUED)
    assert (printed.exit_code, "no date is known" in printed.stdout) == (0, True)
    assert issued.refused("report", "loop", "nowhere", *ISSUED)["error"] == "not_found"


def test_grades_are_printed_of_a_service_and_since_a_month(issued: Shell) -> None:
    every = issued.done("report", "grades")["together"]
    assert every
    of = ("--service", every[0]["service"], "--since", every[0]["month"])
    assert issued.done("report", "grades", *of)["together"] == every
    for name in ("grades", "scorecard"):
        refused = issued.refused("report", name, "--since", "2039-01")
        assert "ask for others" in refused["message"]
        assert "write it as 2026-12" in issued.refused("report", name, "--until", "Dec")["message"]
