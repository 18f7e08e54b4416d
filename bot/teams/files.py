"""Downloads files that people send and uploads those they accept, at Teams' hosts only.

An address comes from a client and carries its own short-lived permission. So our token is not sent,
no redirect is followed, and the host must be in a list.
"""

import asyncio
from collections.abc import Iterable
from io import BytesIO
from typing import Final

import aiohttp
from yarl import URL

from bot.teams.file_activities import is_address
from bot.turns import FileTrouble

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of one file; a council's people or cases file is far smaller."""
TEAMS_HOSTS: Final = ("sharepoint.com",)
"""The hosts that keep a chat's files. `SIGHTLINE_FILE_HOSTS` should name the council's own, such as
`council-my.sharepoint.com`, which is safer."""
TIMEOUT_SECONDS: Final = 8.0
"""Seconds for a whole file; Teams waits 10 to 15 for an answer."""

_OK: Final = 200
_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=4.0, sock_read=5.0)
_TOO_LARGE: Final = (
    "The file is larger than the 5 MB that a chat takes: have it imported by an administrator "
    "(sightline cases import), or send it in parts."
)
_GONE: Final = "Teams did not hand the file over: send it again."
_NOT_TAKEN: Final = "Teams did not take the file: ask for it again."


class FileHosts:
    """The hosts for files: each name and its subdomains."""

    def __init__(self, names: Iterable[str] = TEAMS_HOSTS, *, loopback: str | None = None) -> None:
        """Accept ``names``, and the local desk ``loopback`` (`http://127.0.0.1:8400`) if given."""
        self._names = tuple(name.strip(". ").lower() for name in names if name.strip(". "))
        self._loopback = URL(loopback).origin() if loopback else None

    def checked(self, address: str) -> URL:
        """``address`` as the URL to call. Raises FileTrouble.

        It must be https on port 443 without user info; hosts are compared by whole labels.
        """
        foreign = FileTrouble("foreign_host", "That file is not where Teams keeps files.")
        if not is_address(address) or "\\" in address:
            raise foreign
        try:
            url = URL(address, encoded=True)
            host, port = (url.host or "").lower().rstrip("."), url.port
        except ValueError:
            raise foreign from None
        if url.user is not None or url.password is not None or not host:
            raise foreign
        if self._loopback is not None and url.origin() == self._loopback:
            return url
        known = any(host == name or host.endswith(f".{name}") for name in self._names)
        if url.scheme != "https" or port != 443 or not known:  # noqa: PLR2004 - https' own port
            raise foreign
        return url


class TeamsFiles:
    """Transfers files over HTTP; see ``bot.turns.Files``."""

    def __init__(
        self, session: aiohttp.ClientSession, *, hosts: FileHosts, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        """Call ``hosts`` only; ``timeout`` is in seconds for a whole file."""
        self._session = session
        self._hosts = hosts
        self._timeout = timeout

    async def fetch(self, source: str) -> bytes:
        """Download a file of at most 5 MB; raises FileTrouble."""
        url = self._hosts.checked(source)
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.get(
                    url,
                    headers={"Accept-Encoding": "identity"},
                    allow_redirects=False,
                    timeout=_TIMEOUT,
                ) as response,
            ):
                if response.status != _OK or response.headers.get("Content-Encoding"):
                    raise FileTrouble("not_given", _GONE)
                return await _whole(response)
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            raise FileTrouble("not_reached", _GONE) from None

    async def put(self, upload_url: str, content: bytes) -> None:
        """Upload the file in one request; raises FileTrouble."""
        url = self._hosts.checked(upload_url)
        size = len(content)
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.put(
                    url,
                    data=BytesIO(content),
                    headers={
                        "Content-Type": "application/octet-stream",
                        "Content-Length": str(size),
                        "Content-Range": f"bytes 0-{size - 1}/{size}",
                    },
                    allow_redirects=False,
                    timeout=_TIMEOUT,
                ) as response,
            ):
                if response.status // 100 != 2:  # noqa: PLR2004 - HTTP's own range for success
                    raise FileTrouble("not_taken", _NOT_TAKEN)
        except (aiohttp.ClientError, OSError):
            raise FileTrouble("not_reached", _NOT_TAKEN) from None


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """Read the whole file, or stop at the limit whatever length the headers give."""
    if (response.content_length or 0) > LARGEST:
        raise FileTrouble("too_large", _TOO_LARGE)
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > LARGEST:
            response.close()
            raise FileTrouble("too_large", _TOO_LARGE)
    return bytes(content)
