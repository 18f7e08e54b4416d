"""A SharePoint library on loopback, as Microsoft Graph serves it."""

import re
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.graph_shapes import Json, listed, refused

SITE = "https://council.sharepoint.com/evidence"


@dataclass
class Library:
    """A SharePoint library: its files by name, their labels, and whether access is granted."""

    granted: bool = True
    columns: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    labels: dict[str, Json] = field(default_factory=dict)
    parts: list[str | None] = field(default_factory=list)
    uploads_at: str = ""
    """The host for large files, as SharePoint's differs from Graph's; empty for this server."""

    async def list_columns(self, _request: web.Request) -> web.StreamResponse:
        if not self.granted:
            return refused(403, "accessDenied", "Access denied")
        return listed([{"name": name} for name in ["Title", *sorted(self.columns)]])

    async def put(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        if len(content) > 4 * 1024 * 1024:
            return refused(413, "requestEntityTooLarge", "Use an upload session.")
        return self._keep(request.match_info["name"], content)

    def _keep(self, name: str, content: bytes) -> web.Response:
        status = 200 if name in self.files else 201
        self.files[name] = content
        item = f"01ITEM{list(self.files).index(name)}"
        return web.json_response({"id": item, "name": name}, status=status)

    async def begin(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.files.pop(name, None)
        place = self.uploads_at or str(request.url.origin())
        return web.json_response({"uploadUrl": f"{place}/upload/{name}?tempauth=x"})

    async def part(self, request: web.Request) -> web.StreamResponse:
        self.parts.append(request.headers.get("Authorization"))
        name, part = request.match_info["name"], await request.read()
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["Content-Range"])
        assert span is not None
        start, last, size = (int(number) for number in span.groups())
        so_far = self.files.get(name, b"")
        if start != len(so_far) or last - start + 1 != len(part):
            return refused(416, "invalidRange", "That part is not the next one.")
        if last + 1 < size and len(part) % (320 * 1024):
            return refused(400, "invalidRequest", "Parts are multiples of 320 KiB.")
        if last + 1 < size:
            self.files[name] = so_far + part
            return web.json_response({"nextExpectedRanges": [f"{last + 1}-"]}, status=202)
        return self._keep(name, so_far + part)

    async def by_name(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in self.files:
            return refused(404, "itemNotFound", "The resource could not be found.")
        item = f"01ITEM{list(self.files).index(name)}"
        return self._where(item)

    def _where(self, item: str) -> web.Response:
        ids = {"siteId": "S", "listId": "L", "listItemId": item}
        return web.json_response({"id": item, "webUrl": f"{SITE}/{item}", "sharepointIds": ids})

    async def item(self, request: web.Request) -> web.StreamResponse:
        return self._where(request.match_info["item"])

    async def labelled(self, request: web.Request) -> web.StreamResponse:
        """The fields of a list's entry; one that was never labelled has none of ours."""
        return web.json_response(self.labels.get(request.match_info["item"], {}))

    async def label(self, request: web.Request) -> web.StreamResponse:
        given: Json = await request.json()
        if not given.keys() <= self.columns:
            return refused(400, "invalidRequest", "Field is not recognized")
        self.labels[request.match_info["item"]] = given
        return web.json_response(given)
