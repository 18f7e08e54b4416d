"""Ten thousand wrong activities at the served bot: no 5xx, no act and no call to any other server.

Half have no valid token. The others are signed by Teams itself and have a wrong shape; those that
are still well-formed ask for an act that does not exist.
"""

import asyncio
import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.loopback.activities import Activity, activity, fallback, press, task
from tests.loopback.tenant import Tenant

AT_ONCE = 25
NO_ACT = "nobody.does"
CHILD = "Quillon Zephyrine"

BASES: tuple[Callable[[str], Activity], ...] = (
    lambda url: press(url, NO_ACT, reason=CHILD),
    lambda url: task(url, "fetch", NO_ACT, reason=CHILD),
    lambda url: task(url, "submit", NO_ACT, reason=CHILD),
    lambda url: fallback(url, NO_ACT, reason=CHILD),
    lambda url: activity(url, "installationUpdate", action="add"),
    lambda url: activity(url, "typing"),
)
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 1e308, "", " ", "\0", "\ud800", "\u202e", "x" * 5_000,
    [], {}, [[]], {"$ref": "#"}, ["msteams"], {"id": {}}, "msteams", "invoke", "message",
    "__class__", "../..", "29:x", "' OR 1=1 --", "{{DATE(1)}}", "<at>x</at>", "=1+1", [0] * 300,
    "https://evil.example/",
)  # fmt: skip
TOKENS = ("", "Bearer", "Bearer x.y.z", "Bearer " + "a" * 9_000, "Basic eDp5", "Bearer ..", "x")


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - every run must have the same activities


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every place in a value that can be changed: its container and its key."""
    if isinstance(node, dict):
        return [(node, key) for key in node] + [p for v in node.values() for p in _places(v)]
    if isinstance(node, list):
        return [(node, at) for at in range(len(node))] + [p for v in node for p in _places(v)]
    return []


def _wrong(randomness: random.Random, url: str, person: str) -> bytes:
    """The bytes of one activity with a few faults."""
    said = copy.deepcopy(randomness.choice(BASES)(url))
    said["from"]["aadObjectId"] = person
    said["conversation"]["id"] = f"a:chat-of-{person}"
    for _ in range(randomness.randint(1, 3)):
        container, key = randomness.choice(_places(said))
        match randomness.randint(0, 3):
            case 0 if isinstance(container, dict):
                container.pop(key, None)
            case 1 if isinstance(container, dict):
                container[str(randomness.choice(JUNK))[:40]] = copy.deepcopy(
                    randomness.choice(JUNK)
                )
            case _:
                container[key] = copy.deepcopy(randomness.choice(JUNK))
        if not said:
            break
    body = json.dumps(said).encode()
    if randomness.random() < 0.2:
        at = randomness.randrange(len(body))
        body = randomness.choice(
            (body[:at], body[:at] + bytes([randomness.randrange(256)]) + body[at + 1 :], body * 2)
        )
    return body


async def _answers(tenant: Tenant, seed: int, number: int) -> Counter[int]:
    """The statuses of the answers to that many wrong activities."""
    randomness = _chance(seed)
    person = tenant.person().entra_object_id
    gate = asyncio.Semaphore(AT_ONCE)
    signed = tenant.signed()["Authorization"]

    async def send(body: bytes, authorization: str) -> int:
        headers = {"Content-Type": "application/json", "Authorization": authorization}
        async with gate, tenant.client.post(tenant.address, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    jobs = [
        send(
            _wrong(randomness, tenant.connector.url, person),
            signed if n % 2 else randomness.choice(TOKENS),
        )
        for n in range(number)
    ]
    return Counter(await asyncio.gather(*jobs))


async def _survives(tenant: Tenant, seed: int, number: int) -> None:
    before = len(tenant.council.table("fact"))
    with capture_logs() as lines:
        statuses = await _answers(tenant, seed, number)
    assert sum(statuses.values()) == number
    assert set(statuses) <= {200, 400, 401, 403, 415, 501}, statuses
    assert statuses[401] > number / 4, "those that reached the token's check without one"
    assert statuses[200] > number / 50, "some were whole all the same, so the rest was tried too"
    # A changed digit of a person's id makes a stranger, whose visit is recorded.
    written = {fact["verb"] for fact in tenant.council.table("fact")[before:]}
    # Some are whole but for the chat that they name, or say that Sightline was removed.
    allowed = {"visitor.turn_away", "chat.bind", "chat.forget"}
    assert written <= allowed, "nothing was written of what was asked"
    assert not [line for line in lines if line["event"] in {"turn_failed", "turn_unanswered"}]
    assert CHILD not in json.dumps(lines, default=str)


async def test_ten_thousand_wrong_activities_break_nothing_and_write_nothing(
    tenant: Tenant,
) -> None:
    await _survives(tenant, 1, 10_000)


async def test_without_a_token_no_activity_has_anybody_called(tenant: Tenant) -> None:
    randomness, person = _chance(2), tenant.person().entra_object_id
    for _ in range(200):
        body = _wrong(randomness, tenant.connector.url, person)
        async with tenant.client.post(
            tenant.address, data=body, headers={"Content-Type": "application/json"}
        ) as answer:
            assert answer.status in {400, 401}
    assert tenant.connector.calls == []
    assert tenant.service.asked == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(3, 13))
async def test_a_hundred_thousand_more(tenant: Tenant, seed: int) -> None:
    await _survives(tenant, seed, 10_000)
