"""An open page hears that something changed, nothing of what, and leaves no trace by it."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import aiohttp
import pytest
from aiohttp import web

from bot.board.live import APART, PAUSE, LiveHeads
from tests.bot.board.conftest import DemoBoard, ServedBoard
from tests.store.council import ISSUED, OFFICER


async def _next_event(answer: aiohttp.ClientResponse) -> bytes:
    async with asyncio.timeout(20):
        async for line in answer.content:
            if line.startswith(b"event:"):
                return line + await answer.content.readline()
    pytest.fail("the stream ended")


async def test_an_open_page_hears_that_something_changed_and_not_what(demo: DemoBoard) -> None:
    async with demo.client.get(f"{demo.url}/board/events?as={OFFICER}") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        await asyncio.sleep(0.3)
        audit = demo.council.audits()[0]
        with demo.council.ledger.engine.connect() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM fact").scalar()
        demo.council.do("allocation.accept", audit.id, by=audit.auditor or "")
        assert await _next_event(answer) == b"event: changed\ndata: \n"
        with demo.council.ledger.engine.connect() as connection:
            now = connection.exec_driver_sql("SELECT count(*) FROM fact").scalar()
        assert before is not None
        assert now == before + 1, "the act alone is a fact"


def test_fifty_open_pages_are_called_one_after_another_within_the_minute() -> None:
    live = LiveHeads(None, clock=lambda: 0.0)  # type: ignore[arg-type]
    turns = [live._turn(float("-inf")) for _ in range(50)]  # noqa: SLF001
    assert turns[0] == 0.0, "one page alone is called at once"
    assert all(later - earlier == pytest.approx(APART) for earlier, later in pairwise(turns))
    assert turns[-1] <= PAUSE


async def test_nobody_hears_anything_without_a_session(board: ServedBoard) -> None:
    assert (await board.get("/board/events")).status == 401
    cookie = await board.cookie(OFFICER)
    board.tenant.clock = ISSUED + timedelta(hours=2)
    assert (await board.get("/board/events", cookie)).status == 401


async def test_nothing_is_read_while_no_page_is_open(demo: DemoBoard) -> None:
    read = []

    class Counting:
        async def read(self, _work: object) -> tuple[int, str]:
            read.append(1)
            return (1, "head")

    live = LiveHeads(Counting(), clock=lambda: 0.0, every=0.01)  # type: ignore[arg-type]
    await asyncio.sleep(0.05)
    assert read == []
    await live.close(web.Application())
    assert demo.council.problems() == []
