"""An audit officer runs a cycle from an empty programme, in the chat alone, at the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.buttons import buttons
from bot.dialogs.faces import faced
from bot.dialogs.files import ISSUED
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.programme.profile import shipped
from store.registry import perform
from store.sheets.people import read_people
from store.sheets.reading import read_table
from store.tables import Audit, Case, Cycle, Fact, Person
from tests.bench.council import COUNCIL, FOUNDED, SHELL
from tests.bot.cards.linter import problems
from tests.bot.dialogs.opening import inputs
from tests.story.playing import Json, Played, on_a_desk, text_of, verbs_of

CYCLE = "frontdoor-2026-12"
PEOPLE = (COUNCIL / "people.csv").read_bytes()
CASES = (COUNCIL / "cases.csv").read_bytes()


def _officer() -> tuple[str, bytes]:
    """The first Audit Officer of the sample council, and a people file of that one line."""
    head, *lines = PEOPLE.decode().splitlines()
    line = next(line for line in lines if "audit_officer" in line.split(",")[3])
    cells = line.split(",")
    cells[6] = ""  # their manager comes with the whole file
    return cells[0], "\n".join([head, ",".join(cells)]).encode()


OFFICER, FIRST_LINE = _officer()


@asynccontextmanager
async def on_the_officers_desk(folder: Path, text: str) -> AsyncIterator[Played]:
    """A programme with that profile, which knows only the officer who is to set it up."""
    engine = open_engine(f"sqlite:///{folder / 'ledger.db'}")
    ledger = Ledger(engine, key=data_key("ab" * 32), randomness=SeededRandomness(1))
    programme = found_programme(
        ledger, authority="Riverside", profile_name="tower-hamlets", text=text, actor=SHELL,
        at=FOUNDED,
    )  # fmt: skip
    sheet = read_people(read_table("people.csv", FIRST_LINE))
    with ledger.unit(programme, actor=SHELL, at=FOUNDED) as unit:
        perform(unit, "people.import", programme, {"file": "p.csv", "rows": 1, "sheet": sheet})
    async with on_a_desk(ledger, programme, FOUNDED) as played:
        yield played


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with on_the_officers_desk(tmp_path, shipped("tower-hamlets")) as played:
        yield played


def button(card: Json, verb: str, title: str = "") -> Json:
    """The first button of a card with that verb, and that title if one is given."""
    found = [b.action for b in buttons(card) if b.verb == verb and title in b.action["title"]]
    assert found, (verb, sorted(verbs_of(card)))
    return found[0]


def lint(card: Json) -> Json:
    """Check that a card keeps the rules; gives the card."""
    assert problems(faced(card)) == []
    return card


async def _say_audit_team(desk: Played) -> Json:
    assert await desk.say(OFFICER, "audit team")
    return (await desk.chat(OFFICER))[-1]


async def _filled(desk: Played) -> None:
    assert (await desk.send_file(OFFICER, "everybody.csv", PEOPLE))["summary"].startswith(
        "People imported"
    )
    assert (await desk.send_file(OFFICER, "children.csv", CASES))["summary"].startswith(
        "Cases imported"
    )


async def test_a_cycle_is_run_from_an_empty_programme_in_the_chat_alone(desk: Played) -> None:
    message = await _say_audit_team(desk)
    assert "Upload people or cases" in text_of(lint(message["card"]))
    await _filled(desk)
    assert len(desk.rows(Person)) > 200
    assert len(desk.rows(Case)) > 300
    message = await _say_audit_team(desk)
    allocated = await _allocated(desk, message["id"])
    await _swapped(desk, message["id"], allocated)
    await _sent_and_confirmed(desk)
    await _followed(desk)
    assert verify(desk.ledger, desk.programme).ok


async def _allocated(desk: Played, message: str) -> Json:
    """Open, draw and allocate in one dialog, step by step; gives its last card."""
    opened = await _press(desk, message, "cycle.open")
    fields = {
        "service": "Frontdoor",
        "month": "2026-12-01",
        "kloes.1.text": "Is the child's voice in the plan?",
        "kloes.2.text": "Is neglect named?",
        "kloes.2.where": "flags=neglect",
    }
    step = await _go_on(desk, message, opened, "cycle.open", fields)
    assert _title(step) == "Frontdoor, December 2026 is open: draw the cases"
    [cycle] = desk.rows(Cycle)
    assert [kloe["where"] for kloe in cycle.kloes] == ["", "flags=neglect"]
    drawn = await _go_on(desk, message, step, "cycle.select")
    assert _title(drawn) == "60 audits drawn for Frontdoor, December 2026"
    assert "40 for Team Managers" in text_of(drawn["dialog"]["card"])
    allocated = await _go_on(desk, message, drawn, "cycle.allocate")
    assert "is allocated" in _title(allocated)
    assert "Load per person" in text_of(allocated["dialog"]["card"])
    return allocated


async def _swapped(desk: Played, message: str, allocated: Json) -> None:
    """Read the list page by page and the proof of its first row; swap a case, with a reason."""
    rows = await _go_on(desk, message, allocated, "cycle.rows")
    assert "page 1 of 6" in text_of(rows["dialog"]["card"])
    second = await _go_on(desk, message, rows, "cycle.rows", {"page": "2"})
    assert "page 2 of 6" in text_of(second["dialog"]["card"])
    proof = await _go_on(desk, message, rows, "row.view", {"page": "2"})
    assert "Not in the case's team: yes" in text_of(proof["dialog"]["card"])
    asked = await _go_on(desk, message, proof, "list.swap")
    form = asked["dialog"]["card"]
    old = button(form, "list.swap")["data"]["id"]
    spare = inputs(form)["case_ref"]["choices"][0]["value"]
    refused = await _go_on(desk, message, asked, "list.swap", {"case_ref": spare})
    assert "needs correcting" in text_of(refused["dialog"]["card"])
    reason = {"case_ref": spare, "reason": "The case moved to another council"}
    swapped = await _go_on(desk, message, asked, "list.swap", reason)
    assert _title(swapped).endswith(f"was swapped for {spare}")
    assert desk.audit(old).state == "swapped"
    assert desk.audit(f"{spare}-2026-12").state == "allocated"


async def _sent_and_confirmed(desk: Played) -> None:
    """Send the list by one press; the Head of Service then confirms it."""
    message = await _say_audit_team(desk)
    sent = await _press(desk, message["id"], "list.propose")
    assert sent["kind"] == "card", sent
    assert "is with" in text_of(lint(sent["card"]))
    assert [cycle.state for cycle in desk.rows(Cycle)] == ["proposed"]
    head = next(
        p for p in desk.rows(Person) if "head_of_service" in p.roles and p.service == "Frontdoor"
    )
    await desk.move_to("2026-12-01", "09:30")
    await desk.press(head.id, "list.confirm")
    assert len(desk.audits("issued")) == 60


async def _followed(desk: Played) -> None:
    """Read where every audit stands, and the story of one."""
    message = await _say_audit_team(desk)
    assert "0 of 60 returned" in text_of(lint(message["card"]))
    follow = await _press(desk, message["id"], "cycle.follow")
    assert "Not accepted yet (60)" in text_of(lint(follow["dialog"]["card"]))
    one = await _go_on(desk, message["id"], follow, "audit.view", {"show": "issued"})
    assert "issued the audit to its auditor" in text_of(one["dialog"]["card"])


def _title(shown: Json) -> str:
    return faced(shown["dialog"]["card"]).summary


async def _press(desk: Played, message: str, verb: str, **more: Any) -> Json:
    return await desk.post(f"/desk/chats/{OFFICER}", {"message": message, "verb": verb, **more})


async def _go_on(
    desk: Played, message: str, dialog: Json, verb: str, fields: Json | None = None
) -> Json:
    """Press the first button of that verb in an open dialog; gives the dialog's next card."""
    there = button(lint(dialog["dialog"]["card"]), verb)
    shown = await desk.submit(OFFICER, message, there, fields or {})
    assert shown["kind"] == "dialog", shown
    lint(shown["dialog"]["card"])
    return shown


async def test_a_press_on_an_old_programme_card_shows_how_it_stands(desk: Played) -> None:
    await _filled(desk)
    old = await _opened(desk)
    first = await _press(desk, old["id"], "cycle.select")
    assert first["kind"] == "card"
    assert "drawn for Frontdoor" in text_of(first["card"])
    # A repeated press, and one on an earlier card: the draw stays as it was.
    again = await desk.post(
        f"/desk/chats/{OFFICER}/press",
        {"message": old["id"], "action": button(old["card"], "cycle.select")},
    )
    assert "drawn for Frontdoor" in text_of(again["card"])
    assert _count(desk, "cycle.select") == 1


async def test_a_file_with_mistakes_changes_nothing_and_says_what_to_correct(desk: Played) -> None:
    head, *lines = PEOPLE.decode().splitlines()
    bad = [line.replace(",audit_manager,", ",audit_wizard,") for line in lines]
    assert bad != lines
    answer = await desk.send_file(OFFICER, "people.csv", "\n".join([head, *bad]).encode())
    assert answer["summary"].startswith("Nothing was imported: ")
    assert "roles" in text_of(lint(answer["card"]))
    assert len(desk.rows(Person)) == 1
    # Corrected, it is imported; sent once more, it changes nothing.
    assert "imported" in (await desk.send_file(OFFICER, "people.csv", PEOPLE))["summary"]
    answer = await desk.send_file(OFFICER, "people.csv", PEOPLE)
    assert answer["summary"] == "People checked: nothing has changed"


async def test_nothing_of_a_case_file_is_on_a_card_in_a_fact_or_in_a_log(
    desk: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    await _filled(desk)
    # A name was typed into the reference, and the file is named after a child.
    head, first, *rest = CASES.decode().splitlines()
    child = first.split(",")[1]
    wrong = ",".join([child.replace(" ", "-"), *first.split(",")[1:]])
    answer = await desk.send_file(OFFICER, f"{child}.csv", "\n".join([head, wrong, *rest]).encode())
    assert answer["summary"].startswith("Nothing was imported")
    told = capsys.readouterr()
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        facts = [f.fields + f.changes for f in reader.session.scalars(select(Fact))]
    for canary in (child, child.replace(" ", "-"), first.split(",")[2]):
        assert canary not in text_of(answer["card"])
        assert not any(canary in fact for fact in facts)
        assert canary not in told.out + told.err


async def test_somebody_else_sends_a_file_and_it_is_not_opened(desk: Played) -> None:
    await _filled(desk)
    other = next(p.id for p in desk.rows(Person) if p.roles == ["practitioner"])
    answer = await desk.send_file(other, "cases.csv", CASES)
    assert answer["text"] == "Only the audit team can send files, so this one was not opened."
    assert await desk.say(other, "audit team") == ["The audit team runs the programme from here"]
    assert _count(desk, "cases.import") == 1


async def test_a_clash_is_told_with_swaps_as_buttons(desk: Played) -> None:
    """Only one person is trained, so there is no lawful allocation (programme.md §2.3)."""
    head, *lines = PEOPLE.decode().splitlines()
    untrained = [",".join([*line.split(",")[:7], "", *line.split(",")[8:]]) for line in lines]
    await desk.send_file(OFFICER, "people.csv", "\n".join([head, *untrained]).encode())
    await desk.send_file(OFFICER, "cases.csv", CASES)
    message = await _opened(desk)
    drawn = await _press(desk, message["id"], "cycle.select")
    assert "drawn for Frontdoor" in text_of(drawn["card"])
    answer = await _press(desk, message["id"], "cycle.allocate")
    card = lint(answer["card"])
    assert "cannot be allocated lawfully" in text_of(card)
    assert "trained" in text_of(card)
    assert {audit.auditor for audit in desk.rows(Audit)} == {None}


async def test_the_register_comes_as_a_file_to_whoever_allows_it(desk: Played) -> None:
    await _filled(desk)
    message = await _opened(desk)
    asked = {"cycles": [CYCLE], "identifiable": False}
    closed = await _press(desk, message["id"], "register.issue", fields=asked)
    assert closed["text"].startswith(ISSUED["register.issue"])
    offer = (await desk.chat(OFFICER))[-1]
    assert "register-2026-11-24.xlsx" in text_of(offer["card"])
    await _press(desk, offer["id"], "file.accept")
    url = (await desk.chat(OFFICER))[-1]["card"]["body"][-1]["actions"][0]["url"]
    async with desk.session.get(url) as response:
        assert (await response.read()).startswith(b"PK")
    assert _count(desk, "register.issue") == 1


async def _opened(desk: Played) -> Json:
    """Open the cycle; gives the programme's card after that."""
    message = await _say_audit_team(desk)
    fields = {"service": "Frontdoor", "month": "2026-12-01"}
    await _press(desk, message["id"], "cycle.open", fields=fields)
    return await _say_audit_team(desk)


def _count(desk: Played, verb: str) -> int:
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        return sum(fact.verb == verb for fact in reader.session.scalars(select(Fact)))
