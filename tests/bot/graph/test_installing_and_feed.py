"""People whom Teams does not reach: Sightline is installed, or their activity feed gets a line."""

import pytest

from bot.graph.feed import NOT_FOR_THEM as NO_FEED
from bot.graph.feed import activity_feed
from bot.graph.installing import NOT_FOR_THEM, NOT_IN_CATALOGUE, app_installer
from bot.graph.permissions import FEED, INSTALL
from bot.graph.refusals import GraphTrouble
from bot.identity.clouds import CLOUDS
from bot.send_outcome import SendOutcome
from tests.bot.graph.arranging import graph_for
from tests.loopback.connector import Answers, Breaks
from tests.loopback.graph import CATALOGUE_ID

APP = "11111111-2222-4333-8444-555555555555"
PERSON = "aaaaaaaa-0000-4000-8000-000000000001"
OTHER = "aaaaaaaa-0000-4000-8000-000000000002"
TEAMS = CLOUDS["public"].teams


async def test_whoever_lacks_it_gets_it_and_a_chat_and_the_catalogue_is_read_once() -> None:
    async with graph_for(INSTALL) as (served, graph, _):
        served.apps.external_id = APP
        install = app_installer(graph, APP)
        assert await install(PERSON) == f"19:{PERSON}_bot@unq.gbl.spaces"
        assert await install(OTHER) == f"19:{OTHER}_bot@unq.gbl.spaces"
        assert set(served.apps.people) == {PERSON, OTHER}
        assert served.asked.count("GET /v1.0/appCatalogs/teamsApps") == 1
        # A repeat changes nothing.
        assert await install(PERSON) == f"19:{PERSON}_bot@unq.gbl.spaces"
        assert sum(call.method == "POST" for call in served.calls) == 2


async def test_already_installed_is_as_good_as_installed() -> None:
    async with graph_for(INSTALL) as (served, graph, _):
        served.apps.external_id = APP
        served.apps.people[PERSON] = f"{PERSON}##{CATALOGUE_ID}="
        served.apps.shown_from_the_start = False
        assert await app_installer(graph, APP)(PERSON) == f"19:{PERSON}_bot@unq.gbl.spaces"
        assert any(call.method == "POST" for call in served.calls)


async def test_a_broken_connection_after_an_installation_installs_no_second_time() -> None:
    async with graph_for(INSTALL) as (served, graph, _):
        served.apps.external_id = APP
        install = app_installer(graph, APP)
        await install(OTHER)
        served.will(Answers(200, body='{"value": []}'), Breaks(accepted=True))
        assert await install(PERSON) == f"19:{PERSON}_bot@unq.gbl.spaces"


@pytest.mark.parametrize(
    ("consented", "external_id", "forbidden", "outcome", "words"),
    [
        (False, APP, False, SendOutcome.misconfigured, INSTALL.consent[0]),
        (True, "", False, SendOutcome.misconfigured, NOT_IN_CATALOGUE),
        (True, APP, True, SendOutcome.unreachable, NOT_FOR_THEM),
    ],
)
async def test_what_stands_in_the_way_is_said_to_whom_can_mend_it(
    consented: bool, external_id: str, forbidden: bool, outcome: SendOutcome, words: str
) -> None:
    async with graph_for(INSTALL, consented=consented) as (served, graph, _):
        served.apps.external_id = external_id
        served.apps.forbidden |= {PERSON} if forbidden else set()
        with pytest.raises(GraphTrouble) as refused:
            await app_installer(graph, APP)(PERSON)
        assert (refused.value.outcome, served.apps.people) == (outcome, {})
        assert words in refused.value.reason


async def test_the_feed_says_that_something_waits_and_never_what() -> None:
    async with graph_for(FEED) as (served, graph, clock):
        served.apps.people[PERSON] = "installed"
        feed = activity_feed(graph, teams=TEAMS, app_id=APP)
        await feed(PERSON)
        await feed(PERSON)
        (user, told), _again = served.notices
        assert user == PERSON
        assert told["activityType"] == "waiting"
        assert told["topic"]["webUrl"] == f"https://teams.microsoft.com/l/chat/0/0?users=28:{APP}"
        assert told["templateParameters"][0]["name"] == "title"
        # Graph accepts five a second.
        assert sum(clock.slept) >= 2 / 5


async def test_a_line_that_may_stand_there_is_not_written_again() -> None:
    async with graph_for(FEED) as (served, graph, _):
        served.apps.people[PERSON] = "installed"
        served.will(Breaks(accepted=True))
        with pytest.raises(GraphTrouble) as refused:
            await activity_feed(graph, teams=TEAMS, app_id=APP)(PERSON)
        assert (refused.value.outcome, len(served.notices)) == (SendOutcome.unknown, 1)


@pytest.mark.parametrize(
    ("consented", "outcome", "words"),
    [(False, SendOutcome.misconfigured, FEED.consent[0]), (True, SendOutcome.unreachable, NO_FEED)],
)
async def test_who_has_no_sightline_has_no_feed_for_it(
    consented: bool, outcome: SendOutcome, words: str
) -> None:
    async with graph_for(FEED, consented=consented) as (served, graph, _):
        with pytest.raises(GraphTrouble) as refused:
            await activity_feed(graph, teams=TEAMS, app_id=APP)(PERSON)
        assert (refused.value.outcome, served.notices) == (outcome, [])
        assert words in refused.value.reason
