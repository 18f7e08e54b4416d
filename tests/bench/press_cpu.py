"""The CPU seconds of one press of the build in the current folder; run as a script by `earlier`.

It presses as that build's own `bench_press` does, and stops where the other tools' turn would come.
The client is in the same process, so its part is in the figure of each build. What a press owes to
others' chats is left for later, because how much of that falls between the presses is chance.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp
import structlog

# Both are of the build in the current folder, which `earlier` puts first on the path.
from bot.scheduler.deliver import Delivery
from tests.bench import pressing


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
    # Earlier builds call it by the second name.
    vars(pressing).update(rate=_cpu, _rate=_cpu)
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(vars(pressing)["_bench"](Path(folder)))
        except _Measured as measured:
            print(json.dumps(measured.args[0]))


if __name__ == "__main__":
    main()
