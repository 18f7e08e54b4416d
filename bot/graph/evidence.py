"""Files a cycle's evidence in a SharePoint library, with labels to find it by (programme.md §5).

Sightline may write only in the site that an administrator has granted (Sites.Selected).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import aiohttp

from bot.graph.client import Graph
from bot.graph.permissions import EVIDENCE
from bot.graph.refusals import GraphTrouble, graph_error
from bot.send_outcome import SendOutcome
from bot.teams.files import FileHosts
from bot.turns import FileTrouble

MAX_SINGLE_UPLOAD: Final = 4 * 1024 * 1024
"""Bytes that Graph accepts in one call; a larger file is uploaded in parts."""
PART_BYTES: Final = 16 * 320 * 1024
"""Bytes of one part: a multiple of 320 KiB, as SharePoint requires."""
COLUMNS: Final = (
    "SightlineCycle",
    "SightlineService",
    "SightlineMonth",
    "SightlineHead",
    "SightlineDigest",
)
"""The text columns that an administrator adds to the library: the cycle, and its proof."""
NOT_FOUND: Final = 404
WHERE: Final = {"$select": "id,webUrl,sharepointIds"}
"""Where an item lies, and where its labels do."""
NOT_GRANTED: Final = (
    "Sightline may not write in that library: grant it the role write in its site, and check "
    "SIGHTLINE_EVIDENCE_DRIVE and SIGHTLINE_EVIDENCE_FOLDER."
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the library with its labels; `id` is SharePoint's."""

    id: str
    address: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Library:
    """One folder of one library; `graph` uses the permission `evidence`, parts go to `hosts`."""

    graph: Graph
    drive: str
    folder: str
    hosts: FileHosts

    async def file(self, name: str, content: bytes, labels: Mapping[str, str]) -> Filed:
        """Put the file there with its labels; a file of the same name gets a new version.

        Idempotent. Raises GraphTrouble, and then puts no file there if the library lacks a column
        or Sightline may not write to it.
        """
        try:
            await self._refuse_without_columns()
            item = await self._put(name, content)
            path = ("drives", self.drive, "items", _text(item, "id"))
            where = await self.graph.get(*path, params=WHERE)
            await self.graph.patch(*_entry(where), body=dict(labels))
        except GraphTrouble as failed:
            if failed.outcome is SendOutcome.unreachable:
                failed.reason = NOT_GRANTED
            raise
        return Filed(_text(item, "id"), _text(where, "webUrl"), labels)

    async def found(self, name: str) -> Filed | None:
        """The file of that name with all of its labels, if it is there. Raises GraphTrouble."""
        try:
            where = await self.graph.get(*self._place(name), params=WHERE)
        except GraphTrouble as failed:
            if failed.status == NOT_FOUND:
                return None
            raise
        fields = await self.graph.get(*_entry(where), params={"$select": ",".join(COLUMNS)})
        labels = {name: str(fields[name]) for name in COLUMNS if fields.get(name)}
        if len(labels) < len(COLUMNS):
            return None  # put there and never labelled: it is put there again
        return Filed(_text(where, "id"), _text(where, "webUrl"), labels)

    def _place(self, name: str) -> tuple[str, ...]:
        return "drives", self.drive, "items", f"{self.folder}:", f"{name}:"

    async def _refuse_without_columns(self) -> None:
        there = {
            one.get("name")
            async for one in self.graph.pages(
                "drives", self.drive, "list", "columns", params={"$select": "name"}
            )
        }
        if missing := [name for name in COLUMNS if name not in there]:
            words = f"The library has no column {' and no column '.join(missing)}: add it first."
            raise GraphTrouble(SendOutcome.misconfigured, words)

    async def _put(self, name: str, content: bytes) -> dict[str, Any]:
        place = self._place(name)
        if len(content) <= MAX_SINGLE_UPLOAD:
            return await self.graph.put(*place, "content", body=content)
        wanted = {"item": {"@microsoft.graph.conflictBehavior": "replace"}}
        made = await self.graph.post(*place, "createUploadSession", body=wanted, idempotent=True)
        return await self._parts(_text(made, "uploadUrl"), content)

    async def _parts(self, upload_url: str, content: bytes) -> dict[str, Any]:
        """Upload in parts, without our token: the address carries its own permission."""
        try:
            url = self.hosts.checked(upload_url)
        except FileTrouble:
            words = "SharePoint gave an upload address whose host is not in SIGHTLINE_FILE_HOSTS."
            raise GraphTrouble(SendOutcome.misconfigured, words) from None
        item: dict[str, Any] = {}
        for start in range(0, len(content), PART_BYTES):
            part = content[start : start + PART_BYTES]
            span = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
            try:
                async with (
                    asyncio.timeout(self.graph.timeout),
                    self.graph.session.put(
                        url,
                        data=BytesIO(part),
                        headers={"Content-Range": span},
                        allow_redirects=False,
                    ) as response,
                ):
                    status, answer = response.status, await response.read()
                    item = await response.json() if status in {200, 201} else {}
            except (aiohttp.ClientError, OSError, ValueError):
                words = "SharePoint took only a part of the file: try again."
                raise GraphTrouble(SendOutcome.unknown, words) from None
            if status // 100 != 2:  # noqa: PLR2004 - HTTP's own range for success
                raise graph_error(EVIDENCE, status, answer)
        return item


def library(graph: Graph, *, drive: str, folder: str, hosts: FileHosts) -> Library:
    """The library under its own permission."""
    return Library(graph.under(EVIDENCE), drive, folder, hosts)


def _entry(where: Mapping[str, Any]) -> tuple[str, ...]:
    """The address of an item's labels."""
    ids = where.get("sharepointIds")
    site, listed, entry = (_text(ids, name) for name in ("siteId", "listId", "listItemId"))
    return "sites", site, "lists", listed, "items", entry, "fields"


def _text(answer: object, name: str) -> str:
    given = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(given, str) or not given:
        raise GraphTrouble(SendOutcome.unknown, "Microsoft Graph's answer could not be read.")
    return given
