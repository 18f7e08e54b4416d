"""The shapes of Microsoft Graph's answers."""

from typing import Any

from aiohttp import web

Json = dict[str, Any]


def listed(items: list[Json], next_link: str | None = None) -> web.Response:
    """A page of a collection."""
    more = {} if next_link is None else {"@odata.nextLink": next_link}
    return web.json_response({"value": items, **more})


def refused(status: int, code: str, message: str) -> web.Response:
    """An error in Graph's shape."""
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
