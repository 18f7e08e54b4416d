"""Only plain, unambiguous JSON of limited size is accepted."""

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from bot.teams.inbound import NotUnderstood
from bot.teams.reading import DEEPEST, LARGEST_BODY, parse_activity
from tests.loopback.activities import press
from tests.loopback.served import served_bot

MALFORMED = {
    "nothing": b"",
    "half an object": b'{"type": "message"',
    "two objects": b"{}{}",
    "a word": b"help",
    "NaN": b'{"type": NaN}',
    "infinity": b'{"type": Infinity}',
    "minus infinity": b'{"type": -Infinity}',
    "a number beyond range": b'{"type": 1e999}',
    "a number of five thousand digits": b'{"type": ' + b"9" * 5000 + b"}",
    "a key twice": b'{"type": "message", "type": "invoke"}',
    "a key twice further in": b'{"from": {"aadObjectId": "a", "aadObjectId": "b"}}',
    "a comment": b'{"type": "message" /* hello */}',
    "a trailing comma": b'{"type": "message",}',
    "UTF-16": '{"type": "message"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"type": "message"}',
    "bytes that are no UTF-8": b'{"type": "\xff"}',
    "a hundred thousand brackets": b"[" * 100_000,
}
BROKEN_TEXT = {
    "half a surrogate": b'{"text": "\\ud800"}',
    "half a surrogate in a list": b'{"texts": [["\\udfff"]]}',
    "half a surrogate in a key": b'{"\\ud800": 1}',
    "NUL": b'{"text": "a\\u0000b"}',
}


def nested(levels: int) -> bytes:
    return b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1)


def nested_in_lists(levels: int) -> bytes:
    return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_or_ambiguous_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_activity(body)
    assert (refused.value.status, refused.value.code) == (400, "malformed")


@pytest.mark.parametrize("body", BROKEN_TEXT.values(), ids=BROKEN_TEXT.keys())
def test_text_that_no_ledger_could_keep_is_refused(body: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_activity(body)
    assert (refused.value.status, refused.value.code) == (400, "malformed_text")


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"help"', b"[{}]"])
def test_an_activity_is_one_object(body: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_activity(body)
    assert (refused.value.status, refused.value.code) == (400, "not_an_object")


@pytest.mark.parametrize("build", [nested, nested_in_lists])
def test_forty_nine_levels_pass_and_fifty_do_not(build: object) -> None:
    assert callable(build)
    assert DEEPEST == 49
    assert parse_activity(build(49))
    with pytest.raises(NotUnderstood) as refused:
        parse_activity(build(50))
    assert (refused.value.status, refused.value.code) == (400, "too_deep")


def test_every_language_and_emoji_passes() -> None:
    activity = {"text": "Zażółć 子ども 👩‍👧 \u202e"}
    assert parse_activity(json.dumps(activity).encode()) == activity
    assert parse_activity(json.dumps(activity, ensure_ascii=False).encode()) == activity


async def test_a_body_over_256_kb_is_refused_whether_it_says_so_or_not() -> None:
    async with served_bot() as bot:
        padding = b" " * (LARGEST_BODY + 1)
        status, answer = await bot.hear_bytes(padding)
        assert (status, answer["error"]) == (413, "too_large")

        async def chunks() -> object:
            for _ in range(5):
                yield b" " * (LARGEST_BODY // 4)

        headers = {"Content-Type": "application/json"}
        async with bot.client.post(bot.address, data=chunks(), headers=headers) as response:
            assert response.status == 413
        assert bot.conversation.heard == []


async def test_a_body_of_exactly_256_kb_is_read() -> None:
    async with served_bot() as bot:
        body = json.dumps(press(bot.connector.url, "allocation.accept")).encode()
        body += b" " * (LARGEST_BODY - len(body))
        await bot.hear_bytes(body)
        assert len(bot.conversation.heard) == 1


@pytest.mark.parametrize(
    "content_type", ["text/plain", "text/json", "application/x-www-form-urlencoded", "x"]
)
async def test_anything_but_json_is_refused_by_its_type(content_type: str) -> None:
    async with served_bot() as bot:
        body = json.dumps(press(bot.connector.url, "allocation.accept")).encode()
        status, answer = await bot.hear_bytes(body, content_type=content_type)
        assert (status, answer["error"]) == (415, "not_json")
        assert bot.conversation.heard == []


async def test_a_packed_body_is_refused_unopened() -> None:
    async with served_bot() as bot:
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        async with bot.client.post(bot.address, data=b"\x1f\x8b", headers=headers) as response:
            assert response.status == 415
        assert bot.conversation.heard == []


@pytest.mark.parametrize(
    ("header", "body"),
    [(b"Content-Length: 100", b'{"type":'), (b"Transfer-Encoding: chunked", b'64\r\n{"type":')],
)
async def test_a_body_that_breaks_off_troubles_nobody(
    header: bytes, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with served_bot() as bot:
        port = int(bot.address.split(":")[2].split("/")[0])
        _, cut_short = await asyncio.open_connection("127.0.0.1", port)
        cut_short.write(
            b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
            + header
            + b"\r\n\r\n"
            + body
        )
        await cut_short.drain()
        with capture_logs() as lines:
            cut_short.close()
            await cut_short.wait_closed()
            for _ in range(5):
                await bot.hear(press(bot.connector.url, "allocation.accept"))
        assert [line["code"] for line in lines if "code" in line] == ["cut_short"]
        assert len(bot.conversation.heard) == 5
    assert caplog.records == []
