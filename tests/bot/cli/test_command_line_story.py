"""The whole story on the command line, from an empty folder to a ledger that verifies."""

import csv
import json
import sqlite3
from pathlib import Path

from store.allocation.infeasible import Infeasible
from tests.bot.cli.conftest import COUNCIL, CYCLE, ISSUED, NOVEMBER, Shell, sample

HEAD_OF_FRONTDOOR = "chidi.nwosu@riverside.example"
SHAPE = {
    "id", "kind", "case_ref", "team", "practitioner", "auditor", "moderator", "state", "version",
    "due", "grades",
}  # fmt: skip
RETURN = {
    "grade": "RI",
    "evidence": "Seen in the record.",
    "rationale": "The plan drifted.",
    "domains": {
        **{
            f"c{n}": {"grade": "RI", "evidence": "e", "strengths": "s", "areas": "a"}
            for n in range(1, 6)
        },
        "c6": {"not_applicable": "not looked at"},
    },
    "practitioner_involved": "practitioner",
    "discussed_on": "2026-12-01",
    "family_feedback": "They were listened to.",
    "kloes": {"k1": "It is named."},
    "actions": [
        {"what": "Visit", "who": "practitioner", "by": "2026-12-20", "different": "He is seen."}
    ],
    "document_link": "https://files.example/audit",
}


def test_the_story_from_an_empty_folder_to_a_ledger_that_is_whole(shell: Shell) -> None:
    founded = shell.done(
        "init", "--profile", "tower-hamlets", "--authority", "Riverside", *NOVEMBER
    )
    assert founded["programme"] == "riverside"
    assert (shell.folder / "sightline.key").stat().st_mode & 0o777 == 0o600
    people = shell.done("people", "import", str(COUNCIL / "people.csv"), *NOVEMBER)
    assert (people["added"], people["changed"], people["unchanged"]) == (227, 0, 0)
    assert shell.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)["added"] == 360

    opened = shell.done(
        "cycle", "open", "--service", "Frontdoor", "--month", "2026-12",
        "--kloe", "Is neglect named? :: flags=neglect", *NOVEMBER,
    )  # fmt: skip
    assert opened == {"cycle": CYCLE, "slack_working_days": 3, "warnings": []}
    drawn = shell.done("cycle", "select", CYCLE, "--seed", "7", *NOVEMBER)
    assert drawn["seed"] == 7
    assert len([row for row in drawn["audits"] if row["kind"] == "full"]) == 60
    assert 10 <= len([row for row in drawn["audits"] if row["kind"] == "dip"]) <= 15

    before = shell.done("ledger", "verify")["head"]
    dry = shell.done("cycle", "allocate", CYCLE, "--seed", "7", "--dry-run", *NOVEMBER)
    assert shell.done("ledger", "verify")["head"] == before
    assert shell.done("cycle", "show", CYCLE)["state"] == "drawn"
    full = [row for row in dry["audits"] if row["kind"] == "full"]
    assert sum(dry["load"].values()) == len(full)
    for row in full:
        assert set(row["independence"]) == {"auditor", "moderator"}
        assert all(kept for rules in row["independence"].values() for kept in rules.values())
    allocated = shell.done("cycle", "allocate", CYCLE, "--seed", "7", *NOVEMBER)
    assert [(row["id"], row["auditor"], row["moderator"]) for row in allocated["audits"]] == [
        (row["id"], row["auditor"], row["moderator"]) for row in dry["audits"]
    ]

    assert shell.done("cycle", "propose", CYCLE, *NOVEMBER)["state"] == "proposed"
    assert (
        shell.done("cycle", "confirm", CYCLE, "--as", HEAD_OF_FRONTDOOR, *ISSUED)["state"]
        == "issued"
    )
    shown = shell.done("cycle", "show", CYCLE)
    assert set(shown) == {"cycle", "service", "month", "state", "seed", "draw", "audits"}
    assert set(shown["draw"]) == {"parameters", "pool", "drawn"}
    assert all(set(row) == SHAPE for row in shown["audits"])

    first, second = [row for row in shown["audits"] if row["state"] == "issued"][:2]
    _be_exempted(shell, second["id"], second["auditor"])
    _accept_and_return(shell, first["id"], first["auditor"])
    _be_late(shell, second["id"])

    assert shell.done("ledger", "verify")["ok"]
    exported = shell.done("ledger", "export", "facts.jsonl")
    lines = Path("facts.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == exported["facts"] == shell.done("ledger", "verify")["facts"]
    names = [row["child_name"] for row in sample("cases.csv")]
    text = "\n".join(lines)
    assert not any(name in text for name in names)


def _accept_and_return(shell: Shell, audit: str, auditor: str) -> None:
    accepted = shell.done("act", "allocation.accept", audit, "--as", auditor, *ISSUED)
    assert accepted["state"] == "accepted"
    Path("return.json").write_text(json.dumps(RETURN), "utf-8")
    done = shell.done(
        "act", "return.submit", audit, "--as", auditor, "--fields", "return.json",
        "--set", "grade=Inadequate", "--set", "domains.c1.grade=Inadequate",
        "--set", "services_involved.0=Edge of Care", "--now", "2026-12-08T10:00",
    )  # fmt: skip
    assert done["state"] == "returned"
    facts = shell.done("ledger", "facts", audit)
    assert [fact["verb"] for fact in facts] == [
        "allocation.issue",
        "allocation.accept",
        "return.submit",
    ]
    assert facts[-1]["actor"] == auditor
    assert facts[-1]["via"].startswith("cli:")
    assert facts[-1]["fields"]["domains"]["c1"]["grade"] == "Inadequate"
    assert "drifted" not in json.dumps(facts)


def _be_exempted(shell: Shell, audit: str, auditor: str) -> None:
    shell.done(
        "act", "exemption.request", audit, "--as", auditor,
        "--set", "category=leave", "--set", "reason=On leave all month", *ISSUED,
    )  # fmt: skip
    itself = shell.refused("act", "exemption.approve", audit, "--as", auditor, *ISSUED)
    assert itself["error"] == "not_allowed"
    (duty,) = [d for d in shell.done("owed", *ISSUED) if d["kind"] == "exemption.decide"]
    assert duty["subject"] == audit
    (decider,) = _holders(duty["owner"])
    mine = shell.done("owed", "--upn", decider, *ISSUED)
    assert duty["id"] in [one["id"] for one in mine]
    shell.done("act", "exemption.approve", audit, "--as", decider, *ISSUED)
    (now,) = [row for row in shell.done("cycle", "show", CYCLE)["audits"] if row["id"] == audit]
    assert now["state"] == "reallocating"
    assert now["auditor"] != auditor
    shell.done("act", "reallocation.confirm", audit, "--as", _audit_officer(), *ISSUED)


def _be_late(shell: Shell, audit: str) -> None:
    """Nobody else returns an audit: nudges go out once, then the digest lists the audits."""
    on_the_day = ("--now", "2026-12-21T09:00")
    swept = shell.done("sweep", *on_the_day)
    assert swept["people"] > 0
    assert {message["kind"] for message in swept["queued"]} >= {"nudge", "digest"}
    again = shell.done("sweep", *on_the_day)
    assert (again["duties"], again["queued"], again["digest"]) == (0, [], None)
    late = ("--now", "2026-12-24T10:00")
    digest = shell.done("report", "digest", *late)
    assert audit in [row["audit"] for row in digest["not_returned"]]
    assert digest["services"][0]["exempted"] == 1
    markdown = shell("report", "digest", "--format", "md", *late)
    assert markdown.exit_code == 0
    assert "## Not returned" in markdown.stdout


def _audit_officer() -> str:
    return next(row["upn"] for row in sample("people.csv") if "audit_officer" in row["roles"])


def _holders(owner: str) -> list[str]:
    """The holders of a Head of Service's post in the sample council; a person holds their own."""
    if not owner.startswith("post:head_of_service:"):
        return [owner]
    service = owner.rpartition(":")[2]
    return [
        row["upn"]
        for row in sample("people.csv")
        if "head_of_service" in row["roles"] and row["service"] == service
    ]


def test_two_cycles_can_be_opened_one_after_the_other(council: Shell) -> None:
    for service, cycle in (
        ("FSP and CWD", "fsp-and-cwd-2026-12"),
        ("frontdoor", "frontdoor-2027-01"),
    ):
        month = cycle[-7:]
        opened = council.done("cycle", "open", "--service", service, "--month", month, *NOVEMBER)
        assert opened["cycle"] == cycle


def test_closure_days_are_added_one_after_the_other_and_each_once(council: Shell) -> None:
    def closed(day: str) -> tuple[str, ...]:
        given = ("--set", f"on={day}", "--set", "name=Town hall closed")
        return ("act", "closure.add", "riverside", *given, *NOVEMBER)

    council.done(*closed("2026-12-29"))
    council.done(*closed("2026-12-30"))
    assert council.refused(*closed("2026-12-30"))["fields"].keys() == {"on"}
    assert council.done("ledger", "verify")["ok"]


def test_an_infeasible_allocation_names_the_clash_and_what_would_resolve_it(council: Shell) -> None:
    rows = sample("people.csv")
    with Path("untrained.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"trained_on": ""} for row in rows)
    council.done("people", "import", "untrained.csv", *NOVEMBER)
    council.done("cycle", "select", CYCLE, "--seed", "7", *NOVEMBER)
    refusal = council.refused("cycle", "allocate", CYCLE, "--dry-run", *NOVEMBER)
    assert refusal["error"] == Infeasible.code
    assert set(refusal) == {"error", "message", "fields", "clashes", "swaps"}
    assert refusal["clashes"]
    assert all(set(clash) == {"rule", "rows", "people"} for clash in refusal["clashes"])
    assert refusal["swaps"]
    words = council("cycle", "allocate", CYCLE, *NOVEMBER)
    assert (words.exit_code, words.stdout) == (1, "")
    assert "No lawful allocation exists" in words.stderr


def test_a_ledger_that_was_edited_is_not_whole(council: Shell) -> None:
    connection = sqlite3.connect(council.folder / "sightline.db")
    connection.execute(
        "UPDATE person SET name = 'Somebody Else' WHERE id = 'mei.lau@riverside.example'"
    )
    connection.commit()
    connection.close()
    result = council("ledger", "verify", "--json")
    assert result.exit_code == 1
    verdict = json.loads(result.stdout)
    assert not verdict["ok"]
    assert set(verdict) == {"ok", "facts", "head", "problems", "witnesses"}
    assert verdict["problems"] == [
        {"seq": None, "what": "person mei.lau@riverside.example: name was edited"}
    ]
    assert "not whole" in council("ledger", "verify").stdout


def test_an_earlier_moment_is_taken_and_shown(issued: Shell) -> None:
    result = issued(
        "act",
        "closure.add",
        "riverside",
        "--set",
        "on=2027-01-04",
        "--set",
        "name=Closed",
        "--now",
        "2026-11-25T09:00",
    )
    assert result.exit_code == 0
    assert "dated before" in result.stderr


def test_a_time_without_a_zone_is_londons(council: Shell) -> None:
    def at(time: str) -> str:
        given = ("--set", f"on={time[:10]}", "--set", "name=Closed", "--now", time)
        said: str = council.done("act", "closure.add", "riverside", *given)["at"]
        return said

    assert at("2027-07-01T09:00") == "2027-07-01T09:00:00+01:00"
    assert at("2027-07-02T09:00:00Z") == "2027-07-02T09:00:00+00:00"


def test_people_get_tables_and_sentences(issued: Shell) -> None:
    for typed, words in (
        (("cycle", "show", CYCLE), ("Frontdoor", "Auditor", "Mon 21 Dec, 17:00")),
        (("owed", *ISSUED), ("return.submit", "Mon 21 Dec, 17:00", "15th working day")),
        (("ledger", "verify"), ("The ledger is whole",)),
        (("ledger", "facts", CYCLE), ("list.confirm", "cli:")),
        (("report", "digest", *ISSUED), ("By service", "Exemptions: none.")),
        (("sweep", "--now", "2026-12-03T09:00"), ("people notified", "nudge")),
        (("db", "upgrade"), ("already up to date",)),
        (("act", "--list"), ("exemption.request", "leave", "domains.<key>.grade")),
    ):
        result = issued(*typed)
        assert result.exit_code == 0, result.stderr
        assert all(word in result.stdout for word in words), (typed, result.stdout)


def test_every_verb_is_listed_with_who_may_and_its_fields(issued: Shell) -> None:
    verbs = {verb["verb"]: verb for verb in issued.done("act", "--list")}
    asked = verbs["exemption.request"]
    assert (asked["subject"], asked["who"]) == ("Audit", ["auditor"])
    assert asked["from"] == ["accepted", "issued"]
    assert asked["to"] == ["exemption_asked"]
    assert asked["fields"][0] == {
        "name": "category",
        "type": "text",
        "required": True,
        "choices": ["leave", "sickness", "workload", "other"],
    }
    returned = {field["name"]: field for field in verbs["return.submit"]["fields"]}
    assert returned["grade"]["choices"] == ["Outstanding", "Good", "RI", "Inadequate"]
    assert returned["domains"]["choices"] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert returned["domains.<key>.grade"]["choices"] == returned["grade"]["choices"]
    assert returned["actions.<n>.who"]["choices"][0] == "practitioner"
    assert "Edge of Care" in returned["services_involved"]["choices"]
    assert returned["discussed_on"]["type"] == "date"
    assert verbs["allocation.issue"]["who"] == []
    assert "shell" in verbs["people.import"]["who"]


def test_the_verbs_can_be_listed_before_there_is_a_ledger(shell: Shell) -> None:
    verbs = {verb["verb"]: verb for verb in shell.done("act", "--list")}
    grade = next(field for field in verbs["return.submit"]["fields"] if field["name"] == "grade")
    assert "choices" not in grade
