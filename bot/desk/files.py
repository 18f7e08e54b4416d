"""The desk's file storage, for files sent in a chat and files that a bot gives to a person.

Files are in memory and at unguessable addresses, like the short-lived addresses of Teams.
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

MAX_BYTES = 5 * 1024 * 1024
MAX_FILES = 40
"""When there are more, the oldest is deleted."""

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
ACCEPT, DECLINE = "file.accept", "file.decline"
"""The verbs of the two buttons on the card of an offered file."""


@dataclass(slots=True)
class StoredFile:
    """A file; its content is None until it has been uploaded."""

    name: str
    content: bytes | None


class DeskFiles:
    """The routes under `/desk/files`, and the addresses of the files."""

    def __init__(self, desk_url: str) -> None:
        self._root = desk_url.rstrip("/")
        self._files: OrderedDict[str, StoredFile] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        """The routes of the file storage."""
        return [
            web.get("/desk/files/{token}", self.download),
            web.put("/desk/files/{token}", self.upload),
        ]

    def store(self, name: str, content: bytes | None) -> str:
        """Store a file, or reserve a place for one; gives its address."""
        token = secrets.token_urlsafe(24)
        self._files[token] = StoredFile(name, content)
        while len(self._files) > MAX_FILES:
            self._files.popitem(last=False)
        return f"{self._root}/desk/files/{token}"

    async def download(self, request: web.Request) -> web.Response:
        """200 with the file as a download; 404 if there is none."""
        stored = self._files.get(request.match_info["token"])
        if stored is None or stored.content is None:
            raise DeskRefusal(
                404, "FileNotFound", "That file does not exist any more, or never did."
            )
        return web.Response(
            body=BytesIO(stored.content),
            content_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name)}"},
        )

    async def upload(self, request: web.Request) -> web.Response:
        """201: the whole file in one request, as in Teams; 409 if it was already uploaded."""
        stored = self._files.get(request.match_info["token"])
        if stored is None:
            raise DeskRefusal(404, "FileNotFound", "No file is expected at this address.")
        if stored.content is not None:
            raise DeskRefusal(409, "FileThere", "That file was already uploaded.")
        content = await read_whole(request)
        wanted = f"bytes 0-{len(content) - 1}/{len(content)}"
        if request.headers.get("Content-Range") != wanted:
            raise DeskRefusal(
                400, "BadRange", "Send the whole file, with a Content-Range that says so."
            )
        stored.content = content
        return web.json_response({}, status=201)


async def read_whole(request: web.Request) -> bytes:
    """A request's body. Raises `DeskRefusal` 413 if it is over 5 MB."""
    content = bytearray()
    async for chunk in request.content.iter_any():
        content += chunk
        if len(content) > MAX_BYTES:
            raise DeskRefusal(413, "FileTooBig", "A file may be at most 5 MB.")
    return bytes(content)


def offered_card(attachment: Json) -> Json:
    """The card of an offered file. Its buttons are those of Teams, not of the bot."""
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
    """The card that replaces an offered file once the person has answered."""
    return _card(name, "You allowed this file." if accepted else "You declined this file.", [])


def given_card(attachment: Json) -> Json:
    """The card of a file that was uploaded."""
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
        {"type": "TextBlock", "text": _escape(name), "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": _escape(words), "wrap": True},
    ]
    if actions:
        body.append({"type": "ActionSet", "actions": actions})
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": words, "body": body}


def _escape(words: str) -> str:
    """`words` with Markdown's special characters escaped."""
    return "".join(f"\\{sign}" if sign in "\\*_`[]<~" else sign for sign in words)
