"""A process that ends at its nth point: no `finally`, no rollback and no goodbye.

A point is the moment before or after a commit, or the moment at which a task has begun to wait or
goes on after it. Each run is a fork, so what a kill leaves is what the operating system leaves.
"""

import asyncio
import json
import os
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine

KILLED, FAILED = 86, 87
"""How a process ends that was killed at its point, and one that failed by itself."""


@dataclass
class Countdown:
    """Counts points, and ends the process at number `last`."""

    last: int | None = None
    passed: int = 0

    def point(self) -> None:
        """Pass one point."""
        self.passed += 1
        if self.passed == self.last:
            os._exit(KILLED)

    def watch_commits(self, engine: Engine) -> None:
        """Count the moments before and after each commit of `engine`."""
        commit = engine.dialect.do_commit

        def counted(dbapi_connection: Any) -> None:
            self.point()
            commit(dbapi_connection)
            self.point()

        engine.dialect.do_commit = counted  # type: ignore[method-assign]

    async def watch_awaits(self, work: Awaitable[object]) -> None:
        """Do `work`, and count each await of it and of every task that it starts."""

        def task(loop: asyncio.AbstractEventLoop, of: Any, **given: Any) -> asyncio.Task[Any]:
            return asyncio.Task(Watched(of, self.point), loop=loop, **given)

        async def whole() -> None:
            await work

        loop = asyncio.get_running_loop()
        loop.set_task_factory(task)
        await loop.create_task(whole())
        loop.set_task_factory(None)


class Watched(Coroutine[Any, Any, Any]):
    """A coroutine that passes a point where it begins to wait, and where it goes on."""

    def __init__(self, of: Coroutine[Any, Any, Any], point: Callable[[], None]) -> None:
        self._of, self._point = of, point

    def send(self, value: Any) -> Any:
        """Go on until the next wait."""
        self._point()
        waits_for = self._of.send(value)
        self._point()
        return waits_for

    def throw(self, *error: Any) -> Any:
        """Go on with an error."""
        return self._of.throw(*error)

    def close(self) -> None:
        """End it."""
        self._of.close()

    def __await__(self) -> Generator[Any, None, Any]:
        """Be awaited as the coroutine itself."""
        return self._of.__await__()


def in_child(work: Callable[[], object], answer: Path) -> tuple[int, Any]:
    """Do `work` in a fork; gives how that ended, and what it gave, by the file `answer`."""
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _be_the_child(work, answer)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, KILLED):
        raise RuntimeError(answer.read_text())
    return code, json.loads(answer.read_text()) if code == 0 else None


def _be_the_child(work: Callable[[], object], answer: Path) -> NoReturn:
    try:
        answer.write_text(json.dumps(work()))
    except BaseException:  # noqa: BLE001 - the parent tells it
        answer.write_text(traceback.format_exc())
        os._exit(FAILED)
    os._exit(0)
