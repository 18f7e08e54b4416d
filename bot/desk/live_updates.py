"""Notifies open pages of what changed, so that they reload only that."""

from __future__ import annotations

import asyncio


class Subscriber:
    """One open page. A change that happens several times before it is read is kept once."""

    def __init__(self) -> None:
        self._changes: set[str] = set()
        self._wake = asyncio.Event()
        self.closed = False

    def notify(self, what: str) -> None:
        """Note that `what` changed."""
        self._changes.add(what)
        self._wake.set()

    def end(self) -> None:
        """End the page's request at once, because the desk is closing."""
        self.closed = True
        self._wake.set()

    async def next_changes(self, patience: float) -> list[str]:
        """Wait for changes since the last call; [] if there are none for `patience` seconds."""
        try:
            await asyncio.wait_for(self._wake.wait(), patience)
        except TimeoutError:
            return []
        self._wake.clear()
        changes, self._changes = sorted(self._changes), set()
        return changes


class LiveUpdates:
    """Publishes changes to open pages: "chat:<object id>", "people" or "clock"."""

    def __init__(self) -> None:
        self._subscribers: set[Subscriber] = set()

    def publish(self, what: str) -> None:
        """Notify every open page."""
        for subscriber in self._subscribers:
            subscriber.notify(what)

    def subscribe(self) -> Subscriber:
        """Add a page, which gets all changes from now on."""
        subscriber = Subscriber()
        self._subscribers.add(subscriber)
        return subscriber

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Remove a page."""
        self._subscribers.discard(subscriber)

    def close(self) -> None:
        """End every open page's request."""
        for subscriber in self._subscribers:
            subscriber.end()
