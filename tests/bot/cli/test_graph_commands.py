"""`sightline graph …`: what the directory changes, what it does not, and that it is all or none."""

import asyncio
import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.graph.evidence import COLUMNS, MAX_SINGLE_UPLOAD, PART_BYTES
from tests.bot.cli.conftest import COUNCIL, CYCLE, NOVEMBER, Shell
from tests.bot.cli.test_timetable_command import record
from tests.loopback.connector import Answers
from tests.loopback.graph import Account, LoopbackGraph

PETROV, NWOSU = "marek.petrov@riverside.example", "chidi.nwosu@riverside.example"
VARLEY, DYER = "gareth.varley@riverside.example", "curtis.dyer@riverside.example"
KWOK, QUIGLEY = "ling.kwok@riverside.example", "helen.quigley@riverside.example"
DESAI, YAQUB = "kavita.desai@riverside.example", "imran.yaqub@riverside.example"
SYNC = ("graph", "sync-people", *NOVEMBER)


@contextmanager
def served(graph: LoopbackGraph) -> Iterator[LoopbackGraph]:
    """Serve Graph on another thread, because a command runs its own event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(graph.__aenter__(), loop).result(5)
    yield graph
    asyncio.run_coroutine_threadsafe(graph.__aexit__(None, None, None), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def tenant(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackGraph]:
    """A Graph whose directory equals the people file of the sample council."""
    graph = LoopbackGraph(consented={"User.Read.All", "Sites.Selected"}, token=None)
    rows = list(csv.DictReader((COUNCIL / "people.csv").read_text("utf-8").splitlines()))
    ids = {row["upn"]: row["entra_object_id"] for row in rows}
    for row in rows:
        manager = ids.get(row["manager_upn"])
        one = Account(row["entra_object_id"], row["upn"], row["name"], manager)
        graph.directory[one.id] = one
    graph.library.columns = set(COLUMNS)
    with served(graph):
        monkeypatch.setenv("SIGHTLINE_GRAPH", "directory,evidence")
        monkeypatch.setenv("SIGHTLINE_LOOPBACK_GRAPH", graph.url)
        monkeypatch.setenv("SIGHTLINE_EVIDENCE_DRIVE", "D")
        yield graph


def account(graph: LoopbackGraph, upn: str) -> Account:
    """A person's account by UPN."""
    return next(one for one in graph.directory.values() if one.upn == upn)


def head(shell: Shell) -> Any:
    """The ledger's head, which every fact changes."""
    return shell.done("ledger", "verify")["head"]


def test_switched_off_nothing_is_asked_and_the_people_file_is_named(
    council: Shell, tenant: LoopbackGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGHTLINE_GRAPH", "")
    refused = council.refused(*SYNC)
    assert "people file" in refused["message"]
    assert "User.Read.All" in refused["message"]
    assert tenant.calls == []


def test_a_directory_that_says_the_same_changes_nothing(
    council: Shell, tenant: LoopbackGraph
) -> None:
    before = head(council)
    done = council.done(*SYNC)
    assert (done["changes"], done["leavers"], done["look_at"]) == ([], [], [])
    assert done["unchanged"] == len(tenant.directory)
    assert head(council) == before


def test_names_managers_and_leavers_are_shown_first_and_then_taken_over_at_once(
    council: Shell, tenant: LoopbackGraph
) -> None:
    account(tenant, QUIGLEY).name = "Helen Quigley-Shah"
    # The manager in between takes no part in the programme.
    tenant.directory["stranger"] = Account(
        "stranger", "deputy@riverside.example", "A Deputy", account(tenant, PETROV).id
    )
    account(tenant, DYER).manager = "stranger"
    account(tenant, KWOK).enabled = False
    del tenant.directory[account(tenant, DESAI).id]
    account(tenant, YAQUB).enabled = False
    before = head(council)
    shown = council.done(*SYNC, "--dry-run", "--not-left", YAQUB)
    assert head(council) == before
    done = council.done(*SYNC, "--not-left", YAQUB)
    assert {**shown, "dry_run": False} == done
    changes = {(one["upn"], one["column"]): one["to"] for one in done["changes"]}
    assert changes[DYER, "manager_upn"] == PETROV
    assert changes[QUIGLEY, "name"] == "Helen Quigley-Shah"
    # Whose account is switched off still manages the same people until somebody says they left.
    assert {one for one, _ in changes} == {DYER, QUIGLEY}
    assert done["leavers"] == [{"upn": DESAI, "why": "not in the directory"}]
    asked = {"upn": KWOK, "why": "the account is switched off: have they left?"}
    assert done["questions"] == [asked]
    facts = [fact["verb"] for upn in (KWOK, DESAI) for fact in council.done("ledger", "facts", upn)]
    assert facts.count("person.left") == 1
    assert "person.switched_off" in facts
    assert council.done(*SYNC, "--not-left", YAQUB)["changes"] == []


def test_a_mail_address_is_taken_over_where_it_is_another_than_letters_go_to(
    council: Shell, tenant: LoopbackGraph
) -> None:
    account(tenant, QUIGLEY).mail = "Helen.Quigley@Mail.Riverside.example"
    account(tenant, DYER).mail = DYER.upper()
    account(tenant, DESAI).mail = "Desai <desai@riverside.example>"
    done = council.done(*SYNC)
    (changed,) = done["changes"]
    assert (changed["upn"], changed["column"], changed["to"]) == (
        QUIGLEY,
        "email",
        "helen.quigley@mail.riverside.example",
    )
    (look_at,) = (sentence for sentence in done["look_at"] if "mail address" in sentence)
    assert look_at.startswith(DESAI)
    account(tenant, QUIGLEY).mail = None
    assert council.done(*SYNC)["changes"] == [], "what the directory lacks stands"


def test_what_the_directory_does_not_settle_is_said_and_left_alone(
    council: Shell, tenant: LoopbackGraph
) -> None:
    account(tenant, QUIGLEY).upn = "helen.shah@riverside.example"
    account(tenant, DYER).manager = None
    made_anew = account(tenant, DESAI)
    del tenant.directory[made_anew.id]
    tenant.directory["new"] = Account("new", DESAI, made_anew.name)
    before = head(council)
    done = council.done(*SYNC)
    assert (done["changes"], done["leavers"]) == ([], [])
    for upn in (QUIGLEY, DYER, DESAI):
        assert any(sentence.startswith(upn) for sentence in done["look_at"])
    assert head(council) == before


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda graph: graph.consented.clear(), "User.Read.All"),
        (lambda graph: graph.directory.clear(), "MicrosoftAppTenantId"),
        (lambda graph: graph.will(Answers(200, body='{"value": [{"id": "x"}]}')), "read"),
        (lambda graph: setattr(account(graph, VARLEY), "name", "=cmd()"), "formula"),
        (
            lambda graph: setattr(account(graph, NWOSU), "manager", account(graph, VARLEY).id),
            "circle",
        ),
    ],
    ids=["no consent", "another tenant", "half an entry", "a formula", "a ring of managers"],
)
def test_a_fault_is_explained_and_nothing_is_half_done(
    council: Shell, tenant: LoopbackGraph, spoil: Any, words: str
) -> None:
    account(tenant, QUIGLEY).name = "Somebody Else"
    account(tenant, KWOK).enabled = False
    if words == "circle":
        tenant.directory[account(tenant, PETROV).id].manager = account(tenant, NWOSU).id
    spoil(tenant)
    before = head(council)
    refused = council.refused(*SYNC)
    assert words in refused["message"]
    assert "Nothing was changed" in refused["message"]
    assert head(council) == before


def test_a_file_of_a_cycle_is_filed_with_its_labels_and_its_issue_is_a_fact(
    council: Shell, tenant: LoopbackGraph
) -> None:
    Path("Evidence pack.zip").write_bytes(b"what the pack holds")
    at = head(council)
    filed = ("graph", "file-evidence", CYCLE, "Evidence pack.zip", *NOVEMBER)
    done = council.done(*filed)
    assert tenant.library.files == {"Evidence pack.zip": b"what the pack holds"}
    (labels,) = tenant.library.labels.values()
    assert set(labels) == set(COLUMNS)
    assert (labels["SightlineCycle"], labels["SightlineMonth"]) == (CYCLE, "2026-12")
    assert labels["SightlineHead"] == at
    fact = council.done("ledger", "facts", CYCLE)[-1]
    assert (fact["verb"], fact["seq"]) == ("evidence.file", done["seq"])
    assert fact["fields"]["digest"] == labels["SightlineDigest"]
    # A file name might identify a child, so the ledger has no file names.
    assert "pack" not in str(fact)
    council.done(*filed)
    assert len(tenant.library.files) == 1


def test_what_is_owed_to_the_library_is_filed_by_command_and_once(
    council: Shell, tenant: LoopbackGraph
) -> None:
    assert council.done("graph", "file-owed", *NOVEMBER) == {"filed": []}
    Path("own.toml").write_text('extends = "tower-hamlets"\n[evidence]\nfiles = ["timetable"]\n')
    council.done("profile", "adopt", "own.toml", *NOVEMBER)
    council.done(*record(council, "service,month,theme\nFrontdoor,2027-01,Neglect\n"))
    done = council.done("graph", "file-owed", *NOVEMBER)
    assert [one["file"] for one in done["filed"]] == list(tenant.library.files)
    assert council.done("graph", "file-owed", *NOVEMBER) == {"filed": []}


def test_a_large_file_goes_in_parts_and_our_token_does_not_go_with_it(
    council: Shell, tenant: LoopbackGraph
) -> None:
    content = bytes(range(256)) * ((MAX_SINGLE_UPLOAD + PART_BYTES) // 256)
    Path("facts.jsonl").write_bytes(content)
    council.done("graph", "file-evidence", CYCLE, "facts.jsonl", *NOVEMBER)
    assert tenant.library.files["facts.jsonl"] == content
    assert tenant.library.parts == [None, None]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("SIGHTLINE_GRAPH", "audit team puts the file"),
        ("SIGHTLINE_EVIDENCE_DRIVE", "EVIDENCE_DRIVE"),
        (lambda graph: graph.consented.clear(), "Sites.Selected"),
        (lambda graph: setattr(graph.library, "granted", False), "grant it the role write"),
        (lambda graph: graph.library.columns.discard("SightlineHead"), "SightlineHead"),
        (lambda graph: setattr(graph.library, "uploads_at", "https://example.org"), "HOSTS"),
    ],
    ids=["off", "no library", "no consent", "not granted", "no column", "another host"],
)
def test_where_a_file_cannot_be_filed_nothing_is_and_no_fact_says_so(
    council: Shell, tenant: LoopbackGraph, monkeypatch: pytest.MonkeyPatch, spoil: Any, words: str
) -> None:
    """Where `spoil` is a text, that setting is emptied."""
    Path("facts.jsonl").write_bytes(bytes(MAX_SINGLE_UPLOAD + 1))
    if isinstance(spoil, str):
        monkeypatch.setenv(spoil, "")
    else:
        spoil(tenant)
    before = head(council)
    refused = council.refused("graph", "file-evidence", CYCLE, "facts.jsonl", *NOVEMBER)
    assert words in refused["message"]
    assert (tenant.library.files, head(council)) == ({}, before)


def test_every_permission_is_listed_with_its_reason(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGHTLINE_GRAPH", "feed")
    rows = shell.done("graph", "permissions")
    assert [row["word"] for row in rows if row["on"]] == ["feed"]
    assert all(row["consent"] and row["reason"] and row["without"] for row in rows)
    words = shell("graph", "permissions").stdout
    assert "TeamsActivity.Send" in words
    monkeypatch.setenv("SIGHTLINE_GRAPH", "everything")
    assert "everything" in shell.refused("graph", "permissions")["message"]


def test_once_somebody_switched_off_is_said_to_have_left_their_reports_move_up(
    council: Shell, tenant: LoopbackGraph
) -> None:
    kwok = account(tenant, KWOK)
    reports = {one.upn for one in tenant.directory.values() if one.manager == kwok.id}
    above = next(one.upn for one in tenant.directory.values() if one.id == kwok.manager)
    assert reports
    kwok.enabled = False
    assert council.done(*SYNC)["changes"] == []
    council.done("act", "person.left", KWOK, "--set", "on=2026-11-02", *NOVEMBER)
    done = council.done(*SYNC)
    assert {(one["upn"], one["column"], one["to"]) for one in done["changes"]} == {
        (upn, "manager_upn", above) for upn in reports
    }
    assert (done["leavers"], done["questions"]) == ([], [])


def test_somebody_who_was_renamed_is_no_question_of_the_directory(
    council: Shell, tenant: LoopbackGraph
) -> None:
    account(tenant, QUIGLEY).upn = "helen.shah@riverside.example"
    row = next(
        line for line in (COUNCIL / "people.csv").read_text("utf-8").splitlines() if QUIGLEY in line
    )
    head_line = (COUNCIL / "people.csv").read_text("utf-8").splitlines()[0]
    renamed = row.replace(QUIGLEY, "helen.shah@riverside.example", 1)
    Path("renamed.csv").write_text(f"{head_line}\n{renamed}\n", "utf-8")
    council.done("people", "import", "renamed.csv", *NOVEMBER)
    assert council.done(*SYNC)["look_at"] == []
