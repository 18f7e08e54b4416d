"""What happens by the clock while something else holds the ledger, and what readiness says."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.scheduler.digests import issue_digest
from bot.scheduler.preparing import MAYBE_TWICE
from bot.scheduler.sweep import sweep
from store.vocabulary.errors import Held
from tests.bot.held.holding import HeldTenant, held, held_tenant, words_of
from tests.loopback.activities import message
from tests.store.council import DUE, Council

REMINDING = DUE + timedelta(days=2, hours=-5)
"""Wednesday noon, when reminders and a digest are due."""
SOON = 0.3
"""Seconds that a statement of these tests waits for a lock; 20 as it is served."""


def done(council: Council, verb: str) -> int:
    return sum(fact["verb"] == verb for fact in council.table("fact"))


async def test_a_sweep_and_a_digest_that_the_ledger_kept_waiting_happen_once_it_is_free(
    database_url: str,
) -> None:
    async with held_tenant(database_url, busy=SOON) as there:
        council = there.tenant.council
        for job, verb in ((sweep, "duties.sweep"), (issue_digest, "digest.issue")):
            with held(database_url), pytest.raises(Held):
                job(council.ledger, council.programme, REMINDING)
            assert done(council, verb) == 0
            for _ in range(2):
                job(council.ledger, council.programme, REMINDING)
            assert done(council, verb) == 1


async def test_a_delivery_kept_waiting_puts_no_message_aside(database_url: str) -> None:
    async with held_tenant(database_url, busy=SOON) as there:
        before = unsent(there)
        assert before
        with held(database_url), pytest.raises(Held):
            await there.tenant.delivery.deliver()
        assert unsent(there) == before
        assert cards(there) == []
        await all_delivered(there)
        assert len(cards(there)) == delivered(there)


async def test_what_went_out_is_recorded_for_however_long_the_ledger_is_held(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with held_tenant(database_url, busy=SOON) as there:
        courier = there.tenant.delivery.courier
        sent, go_on, send = asyncio.Event(), asyncio.Event(), courier.send

        async def sending(*given: Any) -> str:
            activity = await send(*given)
            sent.set()
            await go_on.wait()
            return activity

        monkeypatch.setattr(courier, "send", sending)
        delivering = asyncio.create_task(there.tenant.delivery.deliver())
        await sent.wait()
        with held(database_url):
            go_on.set()
            # Longer than a statement waits for a lock.
            await asyncio.sleep(3 * SOON)
            assert not delivering.done()
        await delivering
        await all_delivered(there)
        assert len(cards(there)) == delivered(there)
        assert MAYBE_TWICE not in words_of(cards(there))


async def test_readiness_says_that_writing_is_stuck_and_when_it_no_longer_is(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.readiness.STUCK", 0.2)
    monkeypatch.setattr("bot.readiness.ANSWER", 60)
    async with held_tenant(database_url) as there:
        assert await ready(there) == (200, True)
        with held(database_url):
            first, second = await asyncio.gather(ready(there), ready(there))
            assert first == second == (503, False)
        assert await ready(there) == (200, True)


async def test_readiness_and_metrics_answer_while_nobody_can_even_read(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.readiness.ANSWER", 0.2)
    async with held_tenant(postgres_url, busy=2 * SOON) as there:
        at = there.tenant.address.removesuffix("/api/messages")
        with held(postgres_url, whole=True):
            async with there.tenant.client.get(f"{at}/readyz") as answer:
                found = await answer.json()
                assert (answer.status, found["writing"]) == (503, False)
            async with there.tenant.client.get(f"{at}/metrics") as answer:
                assert "sightline_ledger_up 0.0" in await answer.text()
        monkeypatch.setattr("bot.readiness.ANSWER", 60)
        status = 0
        while status != 200:  # the look that could not end in time ends now
            async with there.tenant.client.get(f"{at}/readyz") as answer:
                status = answer.status


async def test_a_reading_that_does_not_wait_is_never_held_up_by_a_writer(database_url: str) -> None:
    async with held_tenant(database_url) as there:
        with held(database_url):
            work = message(there.tenant.connector.url, "my work")
            assert await there.hears(work) == (200, None)
        assert there.in_chat() == []


async def all_delivered(there: HeldTenant) -> None:
    """Deliver by the clock, because Teams lets nobody open so many chats at once."""
    for _ in range(9):
        await there.tenant.delivery.deliver()
        there.tenant.clock += timedelta(minutes=1)
    assert unsent(there) == {}


async def ready(there: HeldTenant) -> tuple[int, bool]:
    address = there.tenant.address.replace("/api/messages", "/readyz")
    async with there.tenant.client.get(address) as answer:
        found = await answer.json()
        assert found["ledger"]
        assert found["migrations"]
        return answer.status, found["writing"]


def unsent(there: HeldTenant) -> dict[str, str]:
    """Each message that is owed, and from when."""
    rows = there.tenant.council.table("message")
    return {m["id"]: str(m["not_before"]) for m in rows if m["settled_at"] is None}


def cards(there: HeldTenant) -> list[Any]:
    """What was delivered: every card but the answer to what the auditor typed at first."""
    shown = [message.activity for message in there.tenant.connector.messages]
    return [one for one in shown if one.get("summary") != "What you can type here"]


def delivered(there: HeldTenant) -> int:
    """How many messages are recorded as delivered; a post's became one for each holder."""
    return sum(m["state"] == "delivered" for m in there.tenant.council.table("message"))
