"""Reads one activity's JSON from a request, and refuses what two parsers could read differently.

The limits are ours; Teams' own activities, including a completed return, stay well within them.
"""

import asyncio
import json
import math
from collections.abc import Iterable
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.teams.inbound import NotUnderstood

LARGEST_BODY: Final = 256 * 1024
"""Bytes."""
DEEPEST: Final = 49
"""Levels of nested objects and lists; the activity itself is the first."""
_READING_SECONDS: Final = 10.0


async def read_activity(request: web.Request) -> dict[str, Any]:
    """The request's body as one JSON object.

    Raises NotUnderstood: 415 if it is not plain JSON, 413 over 256 KB, 408 if the body does not
    arrive, 400 for malformed or ambiguous JSON.
    """
    if request.content_type != "application/json" or request.headers.get("Content-Encoding"):
        raise NotUnderstood(415, "not_json", "Send the activity as application/json.")
    try:
        async with asyncio.timeout(_READING_SECONDS):
            body = bytearray()
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise NotUnderstood(413, "too_large", "An activity may have at most 256 KB.")
    except TimeoutError:
        raise NotUnderstood(408, "too_slow", "The activity did not arrive.") from None
    except (web.RequestPayloadError, aiohttp.ClientError, HttpProcessingError, ConnectionError):
        raise NotUnderstood(400, "cut_short", "The activity did not arrive whole.") from None
    return parse_activity(bytes(body))


def parse_activity(body: bytes) -> dict[str, Any]:
    """``body`` as one JSON object. Raises NotUnderstood(400).

    It refuses encodings other than UTF-8, a repeated key in an object, NaN and infinities, lone
    surrogates and NUL in text (no database stores them), and fifty levels or more.
    """
    try:
        activity = json.loads(
            body.decode(),
            object_pairs_hook=_once_each,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        raise NotUnderstood(400, "malformed", "The activity is not well-formed JSON.") from None
    if not isinstance(activity, dict):
        raise NotUnderstood(400, "not_an_object", "An activity is a JSON object.")
    _check_depth_and_text(activity)
    return activity


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a key stands twice in one object"
        raise ValueError(msg)
    return found


def _no_constant(name: str) -> float:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        msg = "a number is out of range"
        raise ValueError(msg)
    return number


def _check_depth_and_text(activity: dict[str, Any]) -> None:
    level: list[Any] = [activity]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for container in level:
            if isinstance(container, dict):
                _check_texts(container)
                _check_texts(container.values())
                below += [v for v in container.values() if isinstance(v, dict | list)]
            else:
                _check_texts(container)
                below += [v for v in container if isinstance(v, dict | list)]
        if not below:
            return
        level = below
    raise NotUnderstood(400, "too_deep", "The activity is nested too deeply.")


def _check_texts(values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, str) and ("\0" in value or not (value.isascii() or _is_sound(value))):
            raise NotUnderstood(400, "malformed_text", "The activity holds broken text.")


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
