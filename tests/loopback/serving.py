"""A server on a free port of this machine, running while its `async with` block does."""

from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LoopbackServer:
    """Runs what `application` gives; `url` is where."""

    url = ""
    _runner: web.AppRunner | None = None

    def application(self) -> web.Application:
        """The application to run, made at each start."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening, so that the next connection is refused; safe to call twice."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
