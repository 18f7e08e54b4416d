"""A press while something else holds the ledger: answered in time, truthfully, and done once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from threading import Event

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.dialogs.in_time import DONE_AFTER_ALL, NEVER_KNOWN, NOT_KNOWN, NOT_NOW
from bot.time_to_answer import CallOff, NotInTime, Waits
from store.tables import Conversation
from tests.bot.held.holding import HeldTenant, held, held_tenant, soon, words_of
from tests.loopback.activities import activity, fallback, message, press, task


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Ends what the test has started, before its database goes: tests ask for that first."""
    async with AsyncExitStack() as stack:
        yield stack


async def test_a_press_while_the_ledger_is_held_is_told_so_in_time_and_is_never_done(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    with held(database_url), there.in_a_hurry():
        # Teams repeats what is not answered, and the person presses again.
        answers = await asyncio.gather(*(there.presses() for _ in range(3)))
        assert all(NOT_NOW in answer for answer in answers)
    await there.free()
    assert there.accepted() == []
    assert NOT_NOW not in await there.presses()
    assert NOT_NOW not in await there.presses()
    assert len(there.accepted()) == 1


async def test_a_press_whose_ledger_is_free_again_in_time_is_done_as_ever(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    with held(database_url):
        pressing = asyncio.create_task(there.presses())
        await soon(pressing)
        assert not pressing.done()
    assert NOT_NOW not in await pressing
    assert len(there.accepted()) == 1


async def test_words_that_were_typed_stay_in_their_form_while_the_ledger_is_held(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    asked = task(
        there.tenant.connector.url, "submit", "exemption.request",
        id=there.audit.id, version=there.audit.version,
        category="leave", reason="Away from the third to the tenth.",
    )  # fmt: skip
    with held(database_url), there.in_a_hurry():
        _, answer = await there.hears(asked)
    assert answer["task"]["type"] == "continue"
    assert NOT_NOW in words_of(answer)
    assert "Away from the third to the tenth." in words_of(answer)


async def test_a_page_of_the_return_stays_open_as_typed_while_the_ledger_is_held(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    await there.presses()
    typed = task(
        there.tenant.connector.url, "submit", "return.save", id=there.audit.id,
        version=there.audit.version + 1, family_feedback="Six months were heard.",
    )  # fmt: skip
    with held(database_url), there.in_a_hurry():
        _, answer = await there.hears(typed)
    assert answer["task"]["type"] == "continue"
    assert f"Not saved yet. {NOT_NOW}" in words_of(answer)
    assert "Six months were heard." in words_of(answer)


async def test_nothing_that_was_answered_with_not_now_is_done_later_whichever_way_it_came_in(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    url, facts = there.tenant.connector.url, len(there.tenant.council.table("fact"))
    row = {"id": there.audit.id, "version": there.audit.version}
    asked = {"category": "leave", "reason": "Away from the third to the tenth."}
    ways = [
        press(url, "allocation.accept", **row),
        fallback(url, "allocation.accept", **row),
        task(url, "submit", "exemption.request", **row, **asked),
        task(url, "submit", "conflict.declare", **row, reason="I know the family."),
    ]
    with held(database_url), there.in_a_hurry():
        answers = await asyncio.gather(*(there.hears(way) for way in ways))
    await there.free()
    said = [*there.in_chat(), *(words_of(answer) for _, answer in answers if answer is not None)]
    assert len(said) == len(ways)
    assert all(NOT_NOW in words for words in said)
    assert len(there.tenant.council.table("fact")) == facts


async def test_whoever_presses_or_writes_while_nobody_can_even_read_is_told_so_in_time(
    postgres_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(postgres_url))
    url = there.tenant.connector.url
    row = {"id": there.audit.id, "version": there.audit.version}
    with held(postgres_url, whole=True), there.in_a_hurry(0.4, 0.8):
        assert NOT_NOW in await there.presses()
        for step in ("fetch", "submit"):
            _, answer = await there.hears(task(url, step, "exemption.request", **row))
            assert answer["task"] == {"type": "message", "value": NOT_NOW}
        await there.hears(message(url, "my work"))
    await there.free()
    assert there.in_chat() == [NOT_NOW]
    assert there.accepted() == []


class SlowCommits:
    """Commits that wait until the test lets them go, as on a disk that does not answer."""

    def __init__(self, there: HeldTenant) -> None:
        self.go, self.fails = Event(), False
        event.listen(there.tenant.council.engine, "commit", self._wait)

    def _wait(self, _connection: object) -> None:
        self.go.wait(60)
        if self.fails:
            self.fails = False
            raise OperationalError("commit", {}, Exception("the connection was lost"))


async def pressed_until_not_known(there: HeldTenant) -> None:
    """On a slow machine a press may be called off before its commit begins."""
    with there.in_a_hurry(0.4, 0.8):
        while NOT_NOW in (answer := await there.presses()):
            pass
    assert NOT_KNOWN in answer


async def test_where_a_commit_does_not_end_the_person_is_told_in_the_chat_what_it_came_to(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    commits = SlowCommits(there)
    await pressed_until_not_known(there)
    assert there.in_chat() == []
    commits.go.set()
    await there.free()
    assert there.in_chat() == [DONE_AFTER_ALL]
    await there.presses()
    assert len(there.accepted()) == 1


async def test_where_a_commit_fails_late_the_person_is_asked_to_press_again(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url))
    commits = SlowCommits(there)
    commits.fails = True
    await pressed_until_not_known(there)
    commits.go.set()
    await there.free()
    assert there.in_chat() == [NEVER_KNOWN]
    assert there.accepted() == []
    await there.presses()
    assert len(there.accepted()) == 1


async def test_an_installation_announced_while_the_ledger_is_held_is_taken_up_afterwards(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url, busy=0.3))
    url = there.tenant.connector.url
    with held(database_url), there.in_a_hurry():
        assert await there.hears(activity(url, "installationUpdate", action="remove")) == (
            200,
            None,
        )
    await there.free()
    assert not known(there)
    with held(database_url), there.in_a_hurry():
        assert await there.hears(activity(url, "installationUpdate", action="add")) == (200, None)
    await there.free()
    assert known(there)
    assert len(there.welcomes()) == 1


def known(there: HeldTenant) -> bool:
    """Whether Sightline has a chat with the auditor."""
    council = there.tenant.council
    with council.read() as reader:
        return reader.session.get(Conversation, (council.programme, there.person.id)) is not None


async def test_work_is_either_called_off_or_committed_and_never_both() -> None:
    first, second = CallOff(), CallOff()
    assert first.call_off()
    for step in (first.go_on, first.commit):
        with pytest.raises(NotInTime):
            step()
    second.go_on()
    second.commit()
    assert not second.call_off()


@pytest.mark.nightly
async def test_with_the_ledger_held_for_thirty_seconds_each_press_is_answered_within_eight(
    database_url: str, stack: AsyncExitStack
) -> None:
    there = await stack.enter_async_context(held_tenant(database_url, waits=Waits()))
    loop, took = asyncio.get_running_loop(), []

    async def timed(after: float) -> str:
        await asyncio.sleep(after)
        began = loop.time()
        answer = await there.presses()
        took.append(loop.time() - began)
        return answer

    pressing = [asyncio.create_task(timed(second)) for second in range(0, 40, 2)]
    with held(database_url):
        await asyncio.sleep(30)
    answers = await asyncio.gather(*pressing)
    assert max(took) < 8
    assert all(NOT_NOW in answer for answer in answers[:12])
    assert NOT_NOW not in answers[-1]
    assert len(there.accepted()) == 1
