"""Where the desk's Teams keeps files: those sent in a chat, and those that a bot gave somebody.

In memory and by an address nobody can guess, as Teams' own short-lived addresses are.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from bot.desk.refusals import Json

MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 40
"""The oldest goes when there are more."""

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
ACCEPT, DECLINE = "file.accept", "file.decline"
"""Verbs of the two buttons with which the desk draws an offered file."""


@dataclass(slots=True)
class Kept:
    """A file, or the empty place of one that is still to be put."""

    name: str
    content: bytes | None


class DeskFiles:
    """The routes under `/desk/files`, and the addresses that lead there."""

    def __init__(self, desk_url: str) -> None:
        self._root = desk_url.rstrip("/")
        self._files: OrderedDict[str, Kept] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/desk/files/{token}", self.give),
            web.put("/desk/files/{token}", self.take),
        ]

    def keep(self, name: str, content: bytes | None) -> str:
        """Keep a file, or a place for one; gives its address."""
        token = secrets.token_urlsafe(24)
        self._files[token] = Kept(name, content)
        while len(self._files) > MOST_FILES:
            self._files.popitem(last=False)
        return f"{self._root}/desk/files/{token}"

    async def give(self, request: web.Request) -> web.Response:
        """200 with the file as a download; 404 where there is none."""
        kept = self._files.get(request.match_info["token"])
        if kept is None or kept.content is None:
            raise DeskRefusal(404, "FileNotFound", "That file is not here, or no longer.")
        return web.Response(
            body=BytesIO(kept.content),
            content_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name)}"},
        )

    async def take(self, request: web.Request) -> web.Response:
        """201: the whole file in one request, as Teams takes it; 409 where it is there already."""
        kept = self._files.get(request.match_info["token"])
        if kept is None:
            raise DeskRefusal(404, "FileNotFound", "No file was asked for at this address.")
        if kept.content is not None:
            raise DeskRefusal(409, "FileThere", "That file is there already.")
        content = await read_whole(request)
        wanted = f"bytes 0-{len(content) - 1}/{len(content)}"
        if request.headers.get("Content-Range") != wanted:
            raise DeskRefusal(
                400, "BadRange", "Say with Content-Range that this is the whole file."
            )
        kept.content = content
        return web.json_response({}, status=201)


async def read_whole(request: web.Request) -> bytes:
    """A request's body, at most 5 MB; Refusal 413 for more."""
    content = bytearray()
    async for chunk in request.content.iter_any():
        content += chunk
        if len(content) > MOST_BYTES:
            raise DeskRefusal(413, "FileTooBig", "A file may have at most 5 MB.")
    return bytes(content)


def offered_card(attachment: Json) -> Json:
    """How the desk draws an offered file; the buttons are Teams' own, not the bot's."""
    content = attachment.get("content") or {}
    size = int(content.get("sizeInBytes") or 0)
    return _card(
        str(attachment.get("name") or "file"),
        f"{content.get('description') or 'A file'} ({max(1, size // 1024)} KB).",
        [
            {
                "type": "Action.Submit",
                "title": title,
                "data": {"verb": verb},
                **({"style": "positive"} if verb == ACCEPT else {}),
            }
            for verb, title in ((ACCEPT, "Allow"), (DECLINE, "Decline"))
        ],
    )


def answered_card(name: str, *, accepted: bool) -> Json:
    """What stands in its place once it was answered."""
    return _card(name, "You allowed this file." if accepted else "You declined this file.", [])


def given_card(attachment: Json) -> Json:
    """How the desk draws a file that was put where Teams keeps it."""
    return _card(
        str(attachment.get("name") or "file"),
        "The file is here.",
        [
            {
                "type": "Action.OpenUrl",
                "title": "Open the file",
                "url": str(attachment.get("contentUrl") or ""),
            }
        ],
    )


def _card(name: str, words: str, actions: list[Json]) -> Json:
    body: list[Json] = [
        {"type": "TextBlock", "text": _plain(name), "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": _plain(words), "wrap": True},
    ]
    if actions:
        body.append({"type": "ActionSet", "actions": actions})
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": words, "body": body}


def _plain(words: str) -> str:
    """Without the signs that Markdown reads."""
    return "".join(f"\\{sign}" if sign in "\\*_`[]<~" else sign for sign in words)
