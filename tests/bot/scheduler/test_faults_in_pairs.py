"""Faults of Teams or its sign-in, alone and in pairs: no message is lost or arrives twice unmarked,
and the ledger says what happened (trust.md §3). Authentication is on.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.scheduler.preparing import MAYBE_TWICE
from tests.bot.scheduler.reach_arranging import Post
from tests.loopback.activities import message
from tests.loopback.faults import Answers, Breaks, Fault
from tests.loopback.tenant import Tenant

Goes = Callable[[Tenant], None]


def answers(fault: Fault) -> Goes:
    """Answer the next call with `fault`."""
    return lambda tenant: tenant.connector.will(fault)


def sign_in_down(tenant: Tenant) -> None:
    """The bot has no token, and the service that gives them is busy."""
    tenant.service.status = 503
    tenant.ticks.now += 2 * 3600


def token_withdrawn(tenant: Tenant) -> None:
    """Teams accepts none of the tokens given so far."""
    tenant.service.given.clear()


def token_ended(tenant: Tenant) -> None:
    """The bot's token expires in the middle of the batch."""
    tenant.ticks.now += 2 * 3600


def keys_rotated(tenant: Tenant) -> None:
    """Teams signs with a new key from now on."""
    tenant.service.withdraw(tenant.key)
    tenant.key = f"{tenant.key}+"
    tenant.service.rotate(tenant.key)
    tenant.ticks.now += 2 * 3600


FAULTS: Mapping[str, Goes] = {
    "429 with Retry-After": answers(Answers(429, "Throttled", retry_after="7")),
    "429 without": answers(Answers(429, "Throttled")),
    "408": answers(Answers(408)),
    "412": answers(Answers(412, "PreconditionFailed")),
    "500 before acceptance": answers(Answers(500, "ServiceError")),
    "503 after acceptance": answers(Answers(503, "ServiceError", accepted=True)),
    "reset before acceptance": answers(Breaks(accepted=False)),
    "reset after acceptance": answers(Breaks(accepted=True)),
    "malformed answer": answers(Answers(201, body="<html>")),
    "blocked": answers(Answers(403, "ConversationBlockedByUser")),
    "not installed": answers(Answers(403, "BotNotInConversationRoster")),
    "conversation gone": answers(Answers(404, "ConversationNotFound")),
    "chat unreadable": answers(Answers(403, "BadArgument")),
    "wrong host": answers(Answers(403, "InvalidBotApiHost")),
    "token refused": answers(Answers(401, "Unauthorized")),
    "sign-in down": sign_in_down,
    "token withdrawn": token_withdrawn,
    "token ended": token_ended,
    "keys rotated": keys_rotated,
}
IN_DOUBT = {
    "408",
    "500 before acceptance",
    "503 after acceptance",
    "reset before acceptance",
    "reset after acceptance",
    "malformed answer",
}
ARRIVES = {"503 after acceptance", "reset after acceptance", "malformed answer"}
FOR_GOOD = {"blocked", "not installed", "conversation gone", "chat unreadable", "wrong host"}
"""As the three before, with the new chat gone too."""
BY_DAY = ("429 with Retry-After", "reset after acceptance", "blocked", "sign-in down")


async def survives(reach: Post, first: str, second: str | None = None) -> None:
    """One message with a fault at its first and its second try; then all calls succeed."""
    tenant, gone_wrong = reach.tenant, [first] if second is None else [first, second]
    url = tenant.connector.url
    assert await tenant.says(message(url, "my work"), reach.person) == 200, gone_wrong
    before = {message.activity_id for message in tenant.connector.messages}
    message_id = reach.owe()
    for fault in gone_wrong:
        FAULTS[fault](tenant)
        await reach.deliver(after=timedelta(minutes=2))
        tenant.service.status = 200
    for _ in range(3):
        await reach.deliver(after=timedelta(minutes=5))
    calm = tenant.message(message_id)
    assert calm.state in ("delivered", "failed"), gone_wrong
    if calm.state == "failed":
        assert calm.reason
        assert FOR_GOOD & set(gone_wrong) or set(gone_wrong) <= IN_DOUBT, gone_wrong
    chat = f"a:chat-of-{reach.person.entra_object_id}"
    came = [
        m
        for m in tenant.connector.messages
        if m.conversation_id == chat and m.activity_id not in before
    ]
    shown = [str(m.activity) for m in came]
    assert len(shown) <= 1 + bool(ARRIVES & set(gone_wrong)), gone_wrong
    assert (calm.state == "delivered") <= bool(shown), gone_wrong
    assert [MAYBE_TWICE in one for one in shown[1:]] == [True] * (len(shown) - 1), gone_wrong
    if first in FAULTS.keys() - IN_DOUBT and second is None:
        assert not any(MAYBE_TWICE in one for one in shown), gone_wrong
    # A person who could not be reached writes later, and then everything has arrived. The last
    # fault may show only then: they are asked to try again, and do.
    tenant.connector.will_no_more()
    for _ in range(2):
        assert await tenant.says(message(url, "my work"), reach.person) == 200, gone_wrong
    await reach.deliver(after=timedelta(minutes=5))
    out_of_reach = calm.state == "failed" and FOR_GOOD & set(gone_wrong)
    if out_of_reach:
        assert reach.state(message_id) == "delivered", gone_wrong
    assert {c.authorization is None for c in tenant.connector.calls} == {False}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_alone_loses_nothing_and_shows_nothing_twice_unmarked(
    reach: Post, fault: str
) -> None:
    await survives(reach, fault)


@pytest.mark.parametrize("first", BY_DAY)
async def test_nor_do_the_gravest_in_pairs(reach: Post, first: str) -> None:
    for second in BY_DAY:
        await survives(reach, first, second)


@pytest.mark.nightly
@pytest.mark.parametrize("first", FAULTS)
async def test_nor_does_any_pair(reach: Post, first: str) -> None:
    for second in FAULTS:
        reach.wait_for_the_next_working_day()  # all pairs of one day would outlast it
        await survives(reach, first, second)
