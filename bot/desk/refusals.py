"""What the desk will not do, in the shape in which the Bot Framework says so."""

from __future__ import annotations

from typing import Any, TypeAlias

from aiohttp import web

Json: TypeAlias = dict[str, Any]

MOST_BYTES_OF_A_MESSAGE = 100 * 1024
"""Teams counts a bot's whole message as UTF-16 and refuses more than about 100 KB (413)."""


class DeskRefusal(Exception):
    """A request the desk answers with `status` and `{"error": {"code", "message"}}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self) -> web.Response:
        """The HTTP answer that says it."""
        return web.json_response(
            {"error": {"code": self.code, "message": self.message}}, status=self.status
        )


async def read_object(request: web.Request) -> Json:
    """The JSON object of a request's body; Refusal 400 or 413 for anything else.

    It must say that it is JSON: a form of another site can post only what says it is not.
    """
    if request.content_type != "application/json":
        raise DeskRefusal(
            415, "UnsupportedMediaType", "Send JSON, with Content-Type application/json."
        )
    try:
        body = await request.json()
    except web.HTTPRequestEntityTooLarge:
        raise DeskRefusal(413, "MessageSizeTooBig", "The request is too large.") from None
    except (ValueError, RecursionError):
        raise DeskRefusal(400, "BadSyntax", "The request's body is not JSON.") from None
    if not isinstance(body, dict):
        raise DeskRefusal(400, "BadSyntax", "The request's body must be one JSON object.")
    return body


def text_of(body: Json, name: str) -> str:
    """A text that the body must carry under `name`; Refusal 400 when it does not."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise DeskRefusal(400, "BadArgument", f'"{name}" must be given, as text.')
    return value
