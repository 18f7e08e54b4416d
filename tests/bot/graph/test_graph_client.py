"""Calls to Graph: with retries, within limits, and to Graph only."""

import asyncio
from dataclasses import fields

import pytest

from bot.graph.client import MAX_PAUSE, MAX_TRIES, Graph
from bot.graph.permissions import INSTALL, PERMISSIONS, switched_on
from bot.graph.ports import GraphPorts, graph_ports
from bot.graph.refusals import GraphTrouble
from bot.send_outcome import SendOutcome, Undelivered
from bot.settings import Settings
from store.vocabulary.errors import Unready
from tests.bot.graph.arranging import graph_for
from tests.loopback.connector import Answers

DOORS = [field.name for field in fields(GraphPorts)]
APPS = ("appCatalogs", "teamsApps")


async def test_asked_to_wait_it_waits_as_long_as_asked_and_asks_again() -> None:
    async with graph_for(INSTALL) as (served, graph, clock):
        served.will(Answers(429, retry_after="7"), Answers(503))
        assert await graph.get(*APPS) == {"value": []}
        assert clock.slept == [7.0, 2.0]


async def test_it_gives_up_after_a_few_tries_and_leaves_a_long_wait_to_the_caller() -> None:
    async with graph_for(INSTALL) as (served, graph, clock):
        served.will(*[Answers(503)] * MAX_TRIES)
        with pytest.raises(GraphTrouble):
            await graph.get(*APPS)
        assert len(served.calls) == MAX_TRIES
        long = int(MAX_PAUSE) + 1
        served.will(Answers(429, retry_after=str(long)))
        with pytest.raises(GraphTrouble) as refused:
            await graph.get(*APPS)
        assert (refused.value.outcome, refused.value.retry_after) == (SendOutcome.retry, long)
        assert long not in clock.slept


async def test_pages_are_followed_while_they_stay_with_graph() -> None:
    async with graph_for(INSTALL) as (served, graph, _):

        def page(link: str) -> Answers:
            return Answers(200, body=f'{{"value": [{{"n": 1}}], "@odata.nextLink": "{link}"}}')

        served.will(page(f"{served.url}/v1.0/appCatalogs/teamsApps?$skiptoken=x%20y"))
        assert [item async for item in graph.pages(*APPS)] == [{"n": 1}]
        assert served.calls[-1].path.endswith("?$skiptoken=x%20y")
        for elsewhere in (
            "https://graph.example.org/v1.0/users",
            f"{served.url}.example.org/v1.0/users",
            f"{served.url}@example.org/v1.0/users",
            f"{served.url}/beta/users",
            "/v1.0/users",
        ):
            served.will(page(elsewhere))
            before = len(served.calls)
            with pytest.raises(GraphTrouble, match="not its own"):
                [item async for item in graph.pages(*APPS)]
            assert len(served.calls) == before + 1


async def test_no_redirect_is_followed_and_no_words_of_an_answer_are_repeated() -> None:
    async with graph_for(INSTALL) as (served, graph, _):
        served.will(Answers(307, headers={"Location": f"{served.url}/v1.0/elsewhere"}))
        with pytest.raises(GraphTrouble):
            await graph.get(*APPS)
        assert len(served.calls) == 1
        served.will(Answers(400, code="Anna Petrova lives here"), Answers(200, body="<html>Anna"))
        for _ in range(2):
            with pytest.raises(GraphTrouble) as refused:
                await graph.post("appCatalogs", "teamsApps", body={})
            assert "Anna" not in f"{refused.value} {refused.value.code}"


async def test_without_a_token_nothing_is_asked() -> None:
    async def none() -> str:
        raise Undelivered(SendOutcome.retry, "Sightline could not sign in to Microsoft.")

    async with graph_for(INSTALL) as (served, graph, clock):
        unsigned = Graph(graph.session, served.url, none, INSTALL, sleep=clock.sleep)
        with pytest.raises(GraphTrouble, match="could not sign in"):
            await unsigned.get(*APPS)
        assert served.calls == []


async def test_no_more_than_four_calls_are_under_way_at_once() -> None:
    under_way, most = 0, 0

    async with graph_for(INSTALL) as (served, graph, clock):

        async def slow() -> str:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            return "graph-token"

        many = Graph(graph.session, served.url, slow, INSTALL, sleep=clock.sleep)
        await asyncio.gather(*(many.under(one).get(*APPS) for one in [INSTALL] * 12))
        assert most <= 4


def test_everything_is_off_until_its_word_is_written() -> None:
    assert switched_on("") == frozenset()
    assert switched_on(" Install, feed ") == {"install", "feed"}
    with pytest.raises(Unready, match="'instal'"):
        switched_on("instal")


async def test_a_door_whose_word_is_not_written_is_not_there() -> None:
    async with graph_for(INSTALL) as (served, graph, clock):
        settings = Settings.model_validate({"loopback_graph": served.url})
        for words, there in (("", ()), ("feed", ("feed",)), ("install,feed", ("install", "feed"))):
            of = settings.model_copy(update={"graph": words})
            doors = graph_ports(of, clock=clock.read)(graph.session)
            assert {name for name in DOORS if getattr(doors, name) is not None} == set(there)
        abroad = Settings.model_validate({"graph": "feed", "loopback_graph": "http://10.0.0.1:80"})
        with pytest.raises(Unready, match="this machine"):
            graph_ports(abroad, clock=clock.read)


def test_each_permission_says_why_who_uses_it_and_what_people_do_without() -> None:
    for word, one in PERMISSIONS.items():
        assert word == one.word
        assert one.consent
        assert all(said.endswith(".") for said in (one.reason, one.used_by, one.without))
