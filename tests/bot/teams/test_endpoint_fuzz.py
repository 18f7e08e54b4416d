"""Hundreds of wrong bodies: each gets a 4xx, a 501 or an empty 200, and no message is sent."""

import asyncio
import copy
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.turns import CardAnswer, Opened, Pressed, Said, Submitted, Turn
from tests.loopback.activities import PERSON, TENANT, Activity, fallback, message, press, task
from tests.loopback.served import ServedBot, served_bot

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(
        ["msteams", "invoke", "message", "adaptiveCard/action", "task/fetch", PERSON]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "id", "verb", "data", "version", "tenant", "action", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FUZZ = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Served:
    """A served bot that plain, synchronous tests can talk to."""

    def __init__(self, runner: asyncio.Runner, bot: ServedBot) -> None:
        self._runner = runner
        self.bot = bot
        self.url = bot.connector.url

    def hear(self, body: bytes) -> tuple[int, Any, list[Turn]]:
        """Post ``body``; gives the status, the answer and the turns that resulted."""
        self.bot.conversation.heard.clear()
        status, answer = self._runner.run(self.bot.hear_bytes(body))
        return status, answer, list(self.bot.conversation.heard)


@contextmanager
def running() -> Iterator[Served]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> ServedBot:
            bot = await stack.enter_async_context(served_bot())
            bot.conversation.says = CardAnswer({"type": "AdaptiveCard"})
            return bot

        try:
            yield Served(runner, runner.run(start()))
        finally:
            runner.run(stack.aclose())


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with running() as talking:
        yield talking


def places(value: object, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every field in an activity."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*way, key)
            yield from places(inner, (*way, key))


def with_junk(activity: Activity, way: tuple[str, ...], junk: object) -> Activity:
    changed: dict[str, Any] = copy.deepcopy(activity)
    inner = changed
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = junk
    return changed


def well_formed(turn: Turn) -> bool:
    """Whether a turn is complete: a person of ours, in a chat, with a row and a version."""
    caller = turn.caller
    ids: list[object] = [caller.conversation_id, caller.activity_id, caller.teams_id]
    whole = (caller.entra_object_id, caller.tenant_id) == (PERSON, TENANT) and all(
        isinstance(one, str) and one for one in ids
    )
    if isinstance(turn, Pressed | Opened | Submitted):
        data: Any = {"verb": turn.verb, **turn.data}
    elif isinstance(turn, Said) and turn.value is not None:
        data = turn.value
    else:
        return whole
    return (
        whole
        and all(isinstance(data[key], str) for key in ("verb", "id"))
        and type(data["version"]) is int
        and not any(isinstance(given, dict | list) for given in data.values())
    )


def assert_answered_rightly(status: int, answer: object, turns: list[Turn]) -> None:
    assert status < 500 or status == 501
    if status == 200:
        assert all(well_formed(turn) for turn in turns)
    else:
        assert turns == []
        assert isinstance(answer, dict)
        assert {"error", "message"} == set(answer) or answer["statusCode"] == status


@FUZZ
@given(body=st.binary(max_size=300))
def test_bytes_of_any_kind_get_a_plain_refusal(served: Served, body: bytes) -> None:
    status, answer, turns = served.hear(body)
    assert_answered_rightly(status, answer, turns)
    assert status == 400


@FUZZ
@given(value=JUNK)
def test_json_of_any_kind_gets_a_plain_refusal(served: Served, value: object) -> None:
    status, answer, turns = served.hear(json.dumps(value).encode())
    assert_answered_rightly(status, answer, turns)
    assert 400 <= status < 500


@FUZZ
@given(data=st.data(), junk=JUNK)
def test_an_activity_with_any_one_field_wrong_is_refused_or_still_whole(
    served: Served, data: st.DataObject, junk: object
) -> None:
    kinds = [
        press(served.url, "allocation.accept", reason="x"),
        task(served.url, "fetch", "return.submit"),
        task(served.url, "submit", "return.submit", grade="Good"),
        fallback(served.url, "allocation.accept"),
        message(served.url, "my work"),
    ]
    activity = data.draw(st.sampled_from(kinds))
    way = data.draw(st.sampled_from(list(places(activity))))
    status, answer, turns = served.hear(json.dumps(with_junk(activity, way, junk)).encode())
    assert_answered_rightly(status, answer, turns)


@FUZZ
@given(cut=st.integers(0, 2_000), flip=st.integers(0, 2_000), to=st.integers(0, 255))
def test_a_press_cut_short_or_with_one_byte_changed_is_refused_or_still_whole(
    served: Served, cut: int, flip: int, to: int
) -> None:
    body = bytearray(json.dumps(press(served.url, "allocation.accept")).encode())
    body[flip % len(body)] = to
    assert_answered_rightly(*served.hear(bytes(body)))
    status, answer, turns = served.hear(bytes(body[: cut % len(body)]))
    assert_answered_rightly(status, answer, turns)
    assert status == 400
