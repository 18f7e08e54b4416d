"""Graph on loopback and a client of it that sleeps by a hand clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.graph.client import Graph
from bot.graph.permissions import Permission
from bot.teams.courier import outbound_session
from tests.loopback.graph import TOKEN, LoopbackGraph
from tests.loopback.served import HandClock


async def signed() -> str:
    """The token that the loopback Graph accepts."""
    return TOKEN


@asynccontextmanager
async def graph_for(
    permission: Permission, *, consented: bool = True
) -> AsyncIterator[tuple[LoopbackGraph, Graph, HandClock]]:
    """Run a Graph with or without consent to `permission`, and a client of it."""
    consent = permission.consent if consented else ()
    clock = HandClock()
    async with LoopbackGraph(consented=consent) as served, outbound_session() as session:
        yield served, Graph(session, served.url, signed, permission, sleep=clock.sleep), clock
