"""A UoPP meeting finds three free times and stands in calendars once, where that is allowed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.dialogs.admission import Door
from bot.dialogs.below_good.free_times import NOT_SEEN
from bot.dialogs.conversation import ProgrammeConversation
from bot.graph.free_busy import free_busy
from bot.graph.meetings import meetings
from bot.graph.permissions import FREE_BUSY, MEETINGS
from bot.identity.clouds import CLOUDS
from bot.ledger_access import LedgerAccess
from bot.scheduler.invitations import MAX_TRIES, RETRY_AFTER, Invitations
from bot.turns import Caller, Dialog, Opened
from store.tables import Audit, Person
from tests.bot.cards.linter import elements
from tests.bot.dialogs.audit_month.returning import NoFiles
from tests.bot.dialogs.showing import shown, words
from tests.bot.graph.arranging import graph_for
from tests.loopback.connector import Answers, Breaks
from tests.loopback.graph import LoopbackGraph
from tests.store.acts.arranging_meetings import CONVENED, TIMES, below_good, convene, the_meeting
from tests.store.council import HOS, MANAGER, Council

TEAMS = CLOUDS["public"].teams
OTHER_TIME = "2026-12-18T11:00"


@dataclass
class Hands:
    """The clock that a test moves by hand, and what goes by it."""

    now: datetime
    access: LedgerAccess
    inviting: Invitations
    served: LoopbackGraph

    @property
    def events(self) -> list[dict[str, Any]]:
        """What stands in calendars."""
        return list(self.served.calendars.events.values())


@asynccontextmanager
async def calendars(council: Council, *, consented: bool = True) -> AsyncIterator[Hands]:
    """Calendars on loopback, written to as `sightline serve` writes to them."""
    async with graph_for(MEETINGS, consented=consented) as (served, graph, _):
        access = LedgerAccess(council.ledger, council.programme, now=lambda: hands.now)
        hands = Hands(CONVENED, access, Invitations(access, meetings(graph, teams=TEAMS)), served)
        yield hands
        access.close()


async def opens(
    council: Council, audit: Audit, served: LoopbackGraph | None, graph: Any, upn: str
) -> dict[str, Any]:
    """The form that the chair's button opens; with `served` calendars may be seen."""
    with council.read() as reader:
        person = reader.get(Person, upn)
    access = LedgerAccess(council.ledger, council.programme, now=lambda: CONVENED)
    sees = None if served is None else free_busy(graph)
    if sees is not None and served is not None and served.calendars.slow:
        sees = replace(sees, timeout=0.05)
    door = Door(access, later=lambda work: work.close())
    conversation = ProgrammeConversation(
        access, after=lambda: None, files=NoFiles(), door=door, calendars=sees
    )
    caller = Caller(person.entra_object_id, "t", "29:x", "a:chat", "https://x", "1", None)
    version = council.audit(audit.id).version
    turn = Opened(caller, "uopp.convene", {"id": audit.id, "version": str(version)})
    answer = await conversation.answer(turn)
    access.close()
    assert isinstance(answer, Dialog), answer
    return answer.card


def filled(card: dict[str, Any]) -> list[str]:
    """The times that the form opens with."""
    values = {one["id"]: one.get("value") for one in elements(card) if "id" in one}
    return [f"{values[f'day{n}']}T{values[f'time{n}']}" for n in (1, 2, 3) if values[f"day{n}"]]


async def test_the_form_opens_with_three_times_free_for_everybody_asked(council: Council) -> None:
    audit = below_good(council)
    async with graph_for(FREE_BUSY) as (served, graph, _):
        chair = audit.auditor or ""
        # Tuesday is full for the practitioner, and Wednesday's morning for the Team Manager.
        tuesday = datetime(2026, 12, 15, 9, tzinfo=UTC)
        served.calendars.taken[audit.practitioner] = {
            tuesday + timedelta(minutes=30 * n) for n in range(16)
        }
        served.calendars.taken[audit.team_manager] = {
            tuesday + timedelta(days=1, minutes=30 * n) for n in range(3)
        }
        card = await opens(council, audit, served, graph, chair)
        assert filled(card) == ["2026-12-16T10:30", "2026-12-17T09:00", "2026-12-18T09:00"]
        assert "are free in the calendars of those asked" in str(card)
        asked = served.calls[0].body
        assert set(asked["schedules"]) == {chair, audit.practitioner, audit.team_manager}
        # The first time leaves two hours' notice; the last is on the day it is due.
        assert asked["startTime"]["dateTime"] == "2026-12-15T09:00:00"
        assert "2026-12-21T17:00" in asked["endTime"]["dateTime"]
        assert "subject that nobody needs" not in str(card)


async def test_where_no_time_suits_all_the_form_says_who_could_not_come(council: Council) -> None:
    audit = below_good(council, "Inadequate")
    async with graph_for(FREE_BUSY) as (served, graph, _):
        always = {CONVENED + timedelta(minutes=30 * n) for n in range(-20, 400)}
        served.calendars.taken[HOS] = always
        served.calendars.hidden = {audit.practitioner}
        card = await opens(council, audit, served, graph, MANAGER)
        with council.read() as reader:
            names = [reader.get(Person, upn).name for upn in (HOS, audit.practitioner)]
        assert len(filled(card)) == 3
        assert f"without {names[0]}" in str(card)
        assert f"The calendar of {names[1]} cannot be seen." in str(card)


@pytest.mark.parametrize("trouble", ["off", "no consent", "slow", "a fault"])
async def test_without_calendars_the_form_opens_in_time_and_one_chooses_oneself(
    council: Council, trouble: str
) -> None:
    audit = below_good(council)
    consented = trouble != "no consent"
    async with graph_for(FREE_BUSY, consented=consented) as (served, graph, _):
        served.calendars.slow = 30.0 if trouble == "slow" else 0.0
        if trouble == "a fault":
            served.will(Answers(200, body="<html>"), *[Answers(500)] * 3)
        on = None if trouble == "off" else served
        card = await opens(council, audit, on, graph, audit.auditor or "")
        assert filled(card) == []
        assert (NOT_SEEN in str(card)) == (trouble != "off")
        assert (served.calls == []) == (trouble == "off")


async def test_a_fixed_meeting_stands_in_calendars_once_with_a_link(council: Council) -> None:
    audit = below_good(council)
    chair = audit.auditor or ""
    convene(council, audit, place="Room 4")
    async with calendars(council) as hands:
        assert await hands.inviting.send_owed() == 0
        given = {"starts_at": the_meeting(council).times[0]}
        council.do("uopp.fix", audit.id, given, by=chair, at=CONVENED)
        # It was put there, and the answer was lost.
        hands.served.will(Breaks(accepted=True))
        assert await hands.inviting.send_owed() == 1
        assert await hands.inviting.send_owed() == 0
        (event,) = hands.events
        assert event["start"] == {"dateTime": "2026-12-16T10:00:00", "timeZone": "UTC"}
        assert event["subject"] == f"UoPP meeting about {audit.case_ref}"
        assert event["isOnlineMeeting"] is True
        assert {one["emailAddress"]["address"] for one in event["attendees"]} == {
            audit.practitioner,
            audit.team_manager,
        }
    link = event["onlineMeeting"]["joinUrl"]
    for upn, kind in ((chair, "uopp_chair"), (audit.practitioner, "uopp_invite")):
        assert link in str(shown(council, upn, kind, at=CONVENED).card)
    assert link not in str(council.table("fact"))
    assert "Room 4" not in str(council.table("fact"))
    assert council.problems() == []


@pytest.mark.parametrize("what", ["moved", "proposed anew", "not held", "deleted and moved"])
async def test_what_changes_in_the_ledger_changes_in_calendars(council: Council, what: str) -> None:
    audit = below_good(council)
    chair = audit.auditor or ""
    convene(council, audit, times=TIMES[:1])
    async with calendars(council) as hands:
        await hands.inviting.send_owed()
        (before,) = hands.served.calendars.events
        match what:
            case "moved" | "deleted and moved":
                if what != "moved":
                    hands.served.calendars.events.clear()
                given: dict[str, Any] = {"starts_at": OTHER_TIME}
                council.do("uopp.fix", audit.id, given, by=chair, at=CONVENED)
            case "proposed anew":
                convene(council, audit)
            case _:
                given = {"reason": "Somebody was ill."}
                council.do("uopp.not_held", audit.id, given, by=chair, at=CONVENED)
        for _ in range(3):
            await hands.inviting.send_owed()
        if "moved" in what:
            ((key, event),) = hands.served.calendars.events.items()
            assert event["start"]["dateTime"].startswith(OTHER_TIME)
            assert (key == before) == (what == "moved")
            assert hands.served.calendars.cancelled == []
        else:
            assert (hands.events, hands.served.calendars.cancelled) == ([], [before])
        # Once more is nothing more.
        calls = len(hands.served.calls)
        assert (await hands.inviting.send_owed(), len(hands.served.calls)) == (0, calls)
    assert council.problems() == []


async def test_a_link_that_leads_elsewhere_than_into_teams_is_shown_to_nobody(
    council: Council,
) -> None:
    audit = below_good(council)
    convene(council, audit, times=TIMES[:1])
    async with calendars(council) as hands:
        hands.served.calendars.joined_at = "https://teams.microsoft.com.example.org/l"
        assert await hands.inviting.send_owed() == 1
    card = shown(council, audit.auditor or "", "uopp_chair", at=CONVENED).card
    assert "Join the meeting" not in str(card)


async def test_what_cannot_be_sent_the_chair_is_told_once_to_send(council: Council) -> None:
    audit = below_good(council)
    chair = audit.auditor or ""
    convene(council, audit, times=TIMES[:1])
    async with calendars(council, consented=False) as hands:
        await hands.inviting.send_owed()
        assert await hands.inviting.send_owed() == 0
        assert len(hands.served.calls) == 1
        told = words(shown(council, chair, "uopp_chair", at=CONVENED))
        assert "Please invite them in Outlook" in told
        assert "Calendars.ReadWrite" in told
        assert "in Outlook" not in words(
            shown(council, audit.practitioner, "uopp_invite", at=CONVENED)
        )
        # Consented to since, another time is sent, and nothing is left to do by hand.
        hands.served.consented |= {"Calendars.ReadWrite"}
        council.do("uopp.fix", audit.id, {"starts_at": OTHER_TIME}, by=chair, at=CONVENED)
        assert await hands.inviting.send_owed() == 1
        assert "in Outlook" not in words(shown(council, chair, "uopp_chair", at=CONVENED))


async def test_a_graph_that_is_down_is_asked_again_and_not_for_ever(council: Council) -> None:
    audit = below_good(council)
    convene(council, audit, times=["2026-12-18T10:00"])
    async with calendars(council) as hands:
        hands.served.will(*[Answers(503, retry_after="3600")] * (MAX_TRIES + 1))
        await hands.inviting.send_owed()
        await hands.inviting.send_owed()
        assert len(hands.served.calls) == 1
        for _ in range(MAX_TRIES):
            hands.now += max(RETRY_AFTER, timedelta(hours=1))
            await hands.inviting.send_owed()
        assert len(hands.served.calls) == MAX_TRIES
        told = words(shown(council, audit.auditor or "", "uopp_chair", at=hands.now))
        assert "Please invite them in Outlook" in told
