"""An audit officer at the desk draws from the extract that the council has, and from nothing else.

Each story sends a directory and an extract, answers one list of questions about names, picks the
cases of two lines of enquiry by choice, draws and allocates (programme.md §2.2).
"""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import openpyxl
import pytest

from bot.desk.buttons import buttons
from bot.dialogs.faces import faced
from store.ledger.proof import verify
from store.tables import Case, Cycle
from tests.bench.council import COUNCIL
from tests.bot.dialogs.opening import inputs
from tests.store.sheets.child_level.making import in_need, on_plan, workbook_of
from tests.store.sheets.child_level.making_ssd import zipped
from tests.store.sheets.child_level.test_annex_a import SAMPLE
from tests.story.playing import Json, Played, a_small_cycle, text_of
from tests.story.test_the_officers_month import OFFICER, on_the_officers_desk

TEAMS = [f"Locality {number} Unit {unit}" for number in (1, 2, 3) for unit in (1, 2)]
CHILDREN = range(1, 49)
INVOLVED = (
    "person_id", "professional_id", "professional_role_id", "professional_team",
    "involvement_start_date", "involvement_end_date",
)  # fmt: skip
ON_PLAN = ("person_id", "cp_plan_start_date", "cp_plan_end_date", "cp_plan_latest_category")
AUDITS = 15
"""Of a small cycle, without its dip sample."""


@dataclass(frozen=True)
class Sent:
    """What the council has: an extract, and the workers of each team by the names in it."""

    name: str
    content: bytes
    workers: Mapping[str, Sequence[str]]
    choices: tuple[str, str]
    """The cases of two lines of enquiry, as the choices name them."""


def worker_of(team: str, number: int) -> str:
    """An invented worker of that team."""
    return f"Ayo {team.replace(' ', '')} Worker{'ABC'[number]}"


WORKERS = {team: [worker_of(team, number) for number in range(3)] for team in TEAMS}


def annex_a() -> Sent:
    """A generated workbook: every child in need, one in three on a plan."""
    lists: dict[int | str, list[Any]] = {6: [], 7: []}
    for child in CHILDREN:
        team = TEAMS[child % len(TEAMS)]
        who = {"team": team, "worker": worker_of(team, child % 3).replace(" ", "\xa0")}
        lists[6].append(in_need(child, **who))
        if child % 3 == 0:
            lists[7].append(on_plan(child, **who))
    return Sent("annex-a.xlsx", workbook_of(lists), WORKERS, ("plan=CIN", "plan=CP"))


def ssd() -> Sent:
    """A generated extract of the same children as CSV tables in a ZIP."""
    everybody = [(team, name) for team, names in WORKERS.items() for name in names]
    numbers = {name: number for number, (_, name) in enumerate(everybody, start=1)}
    tables = {
        "ssd_person": ["pers_person_id,pers_sex,pers_ethnicity,pers_dob"],
        "ssd_professionals": ["prof_professional_id,prof_staff_id,prof_professional_name"],
        "ssd_department": ["dept_team_id,dept_team_name"],
        "ssd_involvements": [",".join(f"invo_{column}" for column in INVOLVED)],
        "ssd_cin_episodes": [
            "cine_person_id,cine_referral_date,cine_close_date,cine_cin_primary_need_code"
        ],
        "ssd_cp_plans": [",".join(f"cppl_{column}" for column in ON_PLAN)],
    }
    tables["ssd_professionals"] += [f"{n},S{n},{name}" for name, n in numbers.items()]
    tables["ssd_department"] += [f"T{n},{team}" for n, team in enumerate(TEAMS)]
    for child in CHILDREN:
        at = child % len(TEAMS)
        worker = numbers[worker_of(TEAMS[at], child % 3)]
        tables["ssd_person"].append(f"P{child},F,WBRI,2014-02-19")
        tables["ssd_involvements"].append(
            f"P{child},{worker},Allocated Case Worker,T{at},01/07/2026,NULL"
        )
        tables["ssd_cin_episodes"].append(f"P{child},05/01/2026,NULL,N1")
        if child % 3 == 0:
            tables["ssd_cp_plans"].append(f"P{child},2026-07-01,NULL,NEG")
    content = zipped({name: "\n".join(lines) + "\n" for name, lines in tables.items()})
    return Sent("ssd.zip", content, WORKERS, ("plan=CIN", "plan=CP and flags=neglect"))


def sample() -> Sent:
    """The workbook that others publish, with its workers and teams as its lists have them."""
    workers: dict[str, set[str]] = {}
    for sheet in openpyxl.load_workbook(SAMPLE, read_only=True).worksheets:
        heading, *lines = sheet.iter_rows(values_only=True)
        if "Allocated Worker" not in heading:
            continue
        at = [heading.index(name) for name in ("Allocated Team", "Allocated Worker")]
        for team, name in ((line[at[0]], line[at[1]]) for line in lines):
            if team and name and "#N/A" not in (team, name):
                workers.setdefault(str(team), set()).add(" ".join(str(name).split()))
    return Sent(
        "annex-a-sample.xlsx",
        SAMPLE.read_bytes(),
        {team: sorted(names) for team, names in sorted(workers.items())},
        ("plan=assessment", "plan=CP"),
    )


def directory(sent: Sent, *, unknown: str) -> bytes:
    """A people file for the extract: the sample council's posts, and the extract's teams.

    Each team has a Team Manager who is trained. The worker `unknown` is spelt as nobody is.
    """
    rows = list(csv.DictReader(io.StringIO((COUNCIL / "people.csv").read_text())))
    above = next(row for row in rows if "group_manager" in row["roles"] and row["service"])
    for n, (team, names) in enumerate(sent.workers.items()):
        place = dict.fromkeys(rows[0], "") | {"service": "Frontdoor", "team": team}
        manager = f"tm{n}@riverside.example"
        rows.append(place | {
            "upn": manager, "name": f"Manager {n}", "roles": "team_manager",
            "manager_upn": above["upn"], "trained_on": "2026-01-05",
        })  # fmt: skip
        rows += [
            place | {
                "upn": f"w{n}.{k}@riverside.example", "roles": "practitioner",
                "name": f"Zara {name}" if name == unknown else name, "manager_upn": manager,
            }
            for k, name in enumerate(names)
        ]  # fmt: skip
    for row in rows:
        row["entra_object_id"] = row["entra_object_id"] or str(uuid5(NAMESPACE_DNS, row["upn"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    """A programme that knows the officer alone; fifteen audits a cycle."""
    async with on_the_officers_desk(tmp_path, a_small_cycle()) as played:
        yield played


@pytest.mark.parametrize("extract", [annex_a, ssd, *([sample] if SAMPLE.exists() else [])])
async def test_the_councils_own_extract_is_enough_to_draw_and_allocate(
    desk: Played, extract: Any
) -> None:
    sent = extract()
    await drawn_and_allocated(desk, sent, unknown=next(iter(sent.workers.values()))[0])


async def drawn_and_allocated(desk: Played, sent: Sent, *, unknown: str) -> None:
    """Files in, names answered once, cases by choice, drawn, allocated; the ledger is whole."""
    people = await desk.send_file(OFFICER, "people.csv", directory(sent, unknown=unknown))
    assert people["summary"].startswith("People imported"), text_of(people["card"])
    cases = await desk.send_file(OFFICER, sent.name, sent.content)
    assert cases["summary"].startswith("Cases imported"), text_of(cases["card"])
    waiting = {case.id for case in desk.rows(Case) if case.set_aside}
    assert waiting
    await _answered(desk, cases, unknown)
    assert {case.id for case in desk.rows(Case) if case.set_aside} < waiting
    await _allocated(desk, sent.choices)
    assert verify(desk.ledger, desk.programme).ok


async def _answered(desk: Played, message: Json, unknown: str) -> None:
    """Answer every question: who is likeliest for the worker, nobody for whoever is not there."""
    form = await desk.post(
        f"/desk/chats/{OFFICER}", {"message": message["id"], "verb": "cases.match"}
    )
    card = form["dialog"]["card"]
    answers = {}
    for name, box in inputs(card).items():
        titles = {choice["title"]: choice["value"] for choice in box["choices"]}
        likely = [title for title in titles if title.startswith(f"Zara {unknown}")]
        answers[name] = titles[likely[0] if likely else list(titles)[-1]]
    send = next(b.action for b in buttons(card) if b.verb == "cases.match")
    done = await desk.submit(OFFICER, message["id"], send, answers)
    assert done["http"] == 200, done


async def _allocated(desk: Played, choices: Sequence[str]) -> None:
    """Open a cycle with two lines of enquiry by choice, draw it and allocate it."""
    await desk.say(OFFICER, "audit team")
    message = (await desk.chat(OFFICER))[-1]["id"]
    opened = await desk.post(f"/desk/chats/{OFFICER}", {"message": message, "verb": "cycle.open"})
    offered = inputs(opened["dialog"]["card"])
    values = {choice["value"] for choice in offered["kloes.1.pick"]["choices"]}
    assert values >= set(choices)
    fields = {"service": "Frontdoor", "month": "2026-12-01"}
    for n, choice in enumerate(choices, start=1):
        fields |= {f"kloes.{n}.text": f"Is the plan the child's ({n})?", f"kloes.{n}.pick": choice}
    step = await _go_on(desk, message, opened, "cycle.open", fields)
    [cycle] = desk.rows(Cycle)
    assert [kloe["where"] for kloe in cycle.kloes] == list(choices)
    drawn = await _go_on(desk, message, step, "cycle.select")
    assert faced(drawn["dialog"]["card"]).summary.startswith(f"{AUDITS} audits drawn")
    allocated = await _go_on(desk, message, drawn, "cycle.allocate")
    assert "is allocated" in faced(allocated["dialog"]["card"]).summary
    assert len(desk.audits("allocated")) == AUDITS


async def _go_on(
    desk: Played, message: str, dialog: Json, verb: str, fields: Json | None = None
) -> Json:
    there = next(b.action for b in buttons(dialog["dialog"]["card"]) if b.verb == verb)
    shown = await desk.submit(OFFICER, message, there, fields or {})
    assert shown["kind"] == "dialog", shown
    return shown
