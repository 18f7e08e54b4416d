"""Tells open pages that something changed, and what, so that they ask for that alone."""

from __future__ import annotations

import asyncio


class Listener:
    """One open page. What rang since it last heard is kept once, however often it rang."""

    def __init__(self) -> None:
        self._rung: set[str] = set()
        self._woken = asyncio.Event()
        self.over = False

    def hear(self, what: str) -> None:
        """Note that `what` changed."""
        self._rung.add(what)
        self._woken.set()

    def end(self) -> None:
        """The desk is closing: the page's request must end now, not when its time is up."""
        self.over = True
        self._woken.set()

    async def heard(self, patience: float) -> list[str]:
        """What changed since the last call, waiting for it; [] after `patience` seconds."""
        try:
            await asyncio.wait_for(self._woken.wait(), patience)
        except TimeoutError:
            return []
        self._woken.clear()
        rung, self._rung = sorted(self._rung), set()
        return rung


class Bell:
    """Rung with what changed: "chat:<upn>", "people" or "clock"."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def ring(self, what: str) -> None:
        """Tell every open page."""
        for listener in self._listeners:
            listener.hear(what)

    def join(self) -> Listener:
        """Listen from now on."""
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """End every open page's request."""
        for listener in self._listeners:
            listener.end()
