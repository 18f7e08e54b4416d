"""The CPU seconds of one press of the build in the current folder: `press_cpu.py URL`.

It presses as that build's own `bench_press` does, and stops where the other tools' turn would come.
The client is in the same process, so its part is in the figure of each build. What a press owes to
others' chats is left for later, because how much of that falls between the presses is chance.
"""

import asyncio
import json
import logging
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import structlog

# Both are of the build in the current folder, which `earlier` puts first on the path.
from bot.scheduler.deliver import Delivery
from tests.bench import pressing
from tests.bench.council import council_at


class _Measured(Exception):
    """The presses are over; holds the CPU seconds of one."""


async def _later(_delivery: object) -> int:
    """Deliver nothing."""
    return 0


async def _cpu(session: aiohttp.ClientSession, url: str, presses: list[Any]) -> float:
    """Press as the bench does. Raises `_Measured`."""
    Delivery.deliver = _later  # type: ignore[assignment,method-assign]
    began = time.process_time()
    for body, headers in presses:
        async with session.post(url, data=body, headers=headers) as answer:
            said = await answer.read()
            if answer.status != aiohttp.web.HTTPOk.status_code or b"AdaptiveCard" not in said:
                sys.exit(f"{url} answered {answer.status}")
    raise _Measured((time.process_time() - began) / len(presses))


def main() -> None:
    """Measure once and print the figure as JSON."""
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    # Earlier builds call it by the second name, and make their ledger in a folder.
    council = partial(council_at, sys.argv[1])
    vars(pressing).update(rate=_cpu, _rate=_cpu, council_at=lambda _place: council())
    try:
        asyncio.run(vars(pressing)["_bench"](Path()))
    except _Measured as measured:
        print(json.dumps(measured.args[0]))


if __name__ == "__main__":
    main()
