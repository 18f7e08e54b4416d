"""Refusals of the desk, in the format of the Bot Framework."""

from __future__ import annotations

from typing import Any, TypeAlias

from aiohttp import web

Json: TypeAlias = dict[str, Any]

MAX_MESSAGE_BYTES = 100 * 1024
"""Teams measures a bot's whole message in UTF-16 and refuses more than about 100 KB (413)."""


class DeskRefusal(Exception):
    """A refused request, answered with `status` and `{"error": {"code", "message"}}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self) -> web.Response:
        """The HTTP response of this refusal."""
        return web.json_response(
            {"error": {"code": self.code, "message": self.message}}, status=self.status
        )


async def read_object(request: web.Request) -> Json:
    """The JSON object in a request's body. Raises `DeskRefusal` 400, 413 or 415 for any other.

    The Content-Type must be JSON, because a form on another site cannot send that type.
    """
    if request.content_type != "application/json":
        raise DeskRefusal(
            415, "UnsupportedMediaType", "Send JSON, with Content-Type application/json."
        )
    try:
        body = await request.json()
    except web.HTTPRequestEntityTooLarge:
        raise DeskRefusal(
            413, "MessageSizeTooBig", "The request is too large: send less."
        ) from None
    except (ValueError, RecursionError):
        raise DeskRefusal(400, "BadSyntax", "The request's body is not JSON.") from None
    if not isinstance(body, dict):
        raise DeskRefusal(400, "BadSyntax", "The request's body must be a JSON object.")
    return body


def text_of(body: Json, name: str) -> str:
    """The text that the body has under `name`. Raises `DeskRefusal` 400 if it is missing."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise DeskRefusal(400, "BadArgument", f'Give "{name}" as text.')
    return value
