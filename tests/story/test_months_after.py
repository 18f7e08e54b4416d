"""Two councils at the desk to the end of what follows an audit month: each act by its button.

A Tower Hamlets cycle to its sixth month, and a Bromley one to its board (programme.md §3).
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.rehearsal.council.sizes import SMALL, fit_profile
from store.ledger.proof import verify
from store.people.posts import AUTHORITY
from store.programme.profile import shipped
from store.registry import perform
from store.tables import Action, Audit, BoardDecision, Duty
from tests.bench.council import ISSUED, SHELL, council_at, issue
from tests.bot.cards.plain_words import stumbles
from tests.story.playing import Json, Played, on_a_desk, text_of
from tests.story.test_the_story import AUDIT_OFFICER, holder
from tests.story.working import Workplace

TWO_OR_THREE = replace(SMALL, quotas=1, dips=(1, 1))
GRADES = ("Inadequate", "RI", "Good")
QUOTED = re.compile("“[^”]*”")
AGREED: Json = {
    "actions": [
        {
            "what": "See the child alone and write down what they say",
            "who": "practitioner",
            "by": "2027-01-29",
            "different": "The plan starts from the child's own words",
            "scope": "case",
        },
        {
            "what": "Write a guide to seeing children alone",
            "who": "team_manager",
            "by": "2027-01-29",
            "different": "Every plan starts from the child's own words",
            "scope": "service",
        },
    ]
}
NO_MORE: Json = {"actions": []}
LEARNING: Json = {"pieces": "Their own words, 10, https://learning.example/piece"}
IN_FEBRUARY, BOARD = date(2027, 2, 12), date(2027, 3, 10)


@asynccontextmanager
async def at_work(folder: Path, profile: str, service: str) -> AsyncIterator[Workplace]:
    """A council whose December was issued: an Inadequate, an RI, and the others Good."""
    text = fit_profile(shipped(profile), TWO_OR_THREE)
    ledger, programme = council_at(f"sqlite:///{folder / 'story.db'}", text=text)
    issue(ledger, programme, service=service)
    async with on_a_desk(ledger, programme, ISSUED) as desk:
        fixed = dict.fromkeys(("moderation.agree", "moderation.change", "uopp.held"), NO_MORE)
        fixed["learning.plan"] = LEARNING
        for number, audit in enumerate(desk.audits("issued")):
            grade = GRADES[min(number, 2)]
            plan = NO_MORE if grade == "Good" else AGREED
            fixed[f"return.submit {audit.id}"] = {"grade": grade, **plan}
        yield Workplace(desk, fixed)


async def the_officer_enters_the_boards_dates(desk: Played, *days: date) -> None:
    """From the card that says that actions wait for a date."""
    typed = ", ".join(day.isoformat() for day in days)
    await desk.press(holder(desk, AUDIT_OFFICER), "board.dates", {"dates": typed})


def late(desk: Played) -> list[str]:
    now = desk.clock()
    return [duty.id for duty in desk.rows(Duty) if duty.closed_at is None and duty.due_at <= now]


async def not_plain(desk: Played) -> list[str]:
    """What any card in any chat says that its reader would stumble over; no one's own words."""
    found = []
    for person in await desk.get("/desk/people"):
        for message in (await desk.get(f"/desk/chats/{person['upn']}"))["messages"]:
            words = QUOTED.sub("", text_of(message["card"]))
            found += [f"{message['summary']}: {one}" for one in stumbles(words)]
    return found


def the_next_cycle_opens(desk: Played, service: str, month: str, cycle: str) -> None:
    kloes = [{"text": "Is the child's voice in the plan?"}]
    opening = {"service": service, "month": month, "kloes": kloes, "accept_slack": True}
    steps = (("cycle.open", desk.programme, opening), ("cycle.select", cycle, {"seed": 5}))
    for verb, subject, given in steps:
        with desk.ledger.unit(desk.programme, actor=SHELL, at=desk.clock()) as unit:
            perform(
                unit, verb, subject, {**given, "accept_slack": True} if "month" in given else given
            )


@pytest.mark.nightly
async def test_june_of_a_tower_hamlets_cycle_is_as_calm_as_its_december(tmp_path: Path) -> None:
    async with at_work(tmp_path, "tower-hamlets", "Frontdoor") as work:
        desk = work.desk
        await work.until(IN_FEBRUARY)
        await the_officer_enters_the_boards_dates(desk, BOARD, date(2027, 5, 12))
        await work.until(date(2027, 5, 20))
        the_next_cycle_opens(desk, "Frontdoor", "2027-06-01", "frontdoor-2027-06")
        await work.until(date(2027, 6, 30))
        assert work.refused == {}
        assert work.done.keys() >= {
            "urgent.address", "uopp.hold", "uopp.share", "uopp.note", "progress.report",
            "supervision.record", "dip.reaudit", "uopp.second", "action.complete",
            "action.confirm", "board.report", "highlight.report", "board.signoff",
            "campaign.agree", "improvement.escalate", "learning.plan",
        }  # fmt: skip
        again = [row for row in desk.rows(Audit) if row.kind == "reaudit"]
        assert {row.cycle for row in again} == {"frontdoor-2027-06"}
        assert late(desk) == []
        assert await not_plain(desk) == []
        assert verify(desk.ledger, desk.programme).ok


@pytest.mark.nightly
async def test_a_bromley_cycle_comes_before_its_board(tmp_path: Path) -> None:
    async with at_work(tmp_path, "bromley", AUTHORITY) as work:
        desk = work.desk
        await work.until(IN_FEBRUARY)
        await the_officer_enters_the_boards_dates(desk, BOARD)
        await work.until(date(2027, 3, 12))
        assert work.refused == {}
        assert work.done.keys() >= {
            "uopp.hold", "uopp.share", "case.note", "supervision.record", "action.complete",
            "action.confirm", "board.report", "board.signoff", "closure.record",
        }  # fmt: skip
        assert {one.decision for one in desk.rows(BoardDecision)} == {"signed_off"}
        stand = [row for row in desk.rows(Action) if row.state != "withdrawn"]
        assert {row.state for row in stand if row.scope == "service"} == {"signed_off"}
        assert late(desk) == []
        assert await not_plain(desk) == []
        assert verify(desk.ledger, desk.programme).ok
