"""The served bot, the loopback of Teams' connector, and a courier to it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.teams.courier import Courier, outbound_session
from tests.loopback.connector import LoopbackConnector
from tests.loopback.served import ServedBot, courier_to, served_bot


@pytest.fixture
async def bot() -> AsyncIterator[ServedBot]:
    async with served_bot() as served:
        yield served


@pytest.fixture
async def connector() -> AsyncIterator[LoopbackConnector]:
    async with LoopbackConnector() as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with outbound_session() as opened:
        yield opened


@pytest.fixture
def courier(connector: LoopbackConnector, session: aiohttp.ClientSession) -> Courier:
    return courier_to(connector, session)
