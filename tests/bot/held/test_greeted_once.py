"""Teams announces one installation with two events at once: the person is greeted once."""

import asyncio

from tests.bot.held.holding import held, held_tenant, soon
from tests.loopback.activities import activity


async def test_two_installation_events_at_once_greet_once(database_url: str) -> None:
    async with held_tenant(database_url) as there:
        url = there.tenant.connector.url
        await there.hears(activity(url, "installationUpdate", action="remove"))

        async def announced() -> tuple[int, object]:
            return await there.hears(activity(url, "installationUpdate", action="add"))

        with held(database_url):
            # Both have looked whether the person is known before either can write it down.
            events = [asyncio.create_task(announced()) for _ in range(2)]
            await asyncio.gather(*(soon(event) for event in events))
        assert await asyncio.gather(*events) == [(200, None), (200, None)]
        await there.free()
        assert len(there.welcomes()) == 1
