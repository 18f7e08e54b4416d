"""The memory of a served bot of the build in the current folder: `memory.py URL PRESSES`.

The ledger is grown to 100,000 facts by a process of its own, so that only serving is measured. Each
auditor accepts their audits, and then presses the same buttons again, which answers with the card
as it stands. Prints the bytes that the process holds at the end; its client's part is in them.
"""

import asyncio
import logging
import runpy
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import structlog

# All of these are of the build in the current folder.
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from tests.bench import pressing
from tests.bench.council import ISSUED, KEY, council_at, issue
from tests.loopback.tenant import tenant_of
from tests.store.council import Council

FACTS = 100_000
GROWING = runpy.run_path(str(Path(__file__).with_name("growing.py")))
"""Beside this script, because the earlier build has none."""


async def _serve(url: str, presses: int) -> None:
    ledger, programme = council_at(url)
    issue(ledger, programme)
    council = Council(ledger, programme)
    async with tenant_of(council) as tenant, aiohttp.ClientSession() as session:
        tenant.clock = ISSUED
        await _of("greeted", "_greeted")(tenant)
        await tenant.delivered()
        await tenant.settled()
        grown = await asyncio.create_subprocess_exec(sys.executable, __file__, url)
        if await grown.wait():
            sys.exit("the ledger could not be grown")
        signed, bodies = _of("signed", "_signed"), _of("presses_of", "_presses")
        pressed = [signed(tenant, body, ISSUED) for body in bodies(council, tenant)]
        for body, headers in islice(cycle(pressed), presses):
            async with session.post(tenant.address, data=body, headers=headers) as answer:
                said = await answer.read()
                if answer.status != aiohttp.web.HTTPOk.status_code or b"AdaptiveCard" not in said:
                    sys.exit(f"{tenant.address} answered {answer.status}")
        await tenant.settled()
        print(psutil.Process().memory_info().rss)
    ledger.engine.dispose()


def _of(*names: str) -> Any:
    """A part of that build's bench, by the name that it has there."""
    there = vars(pressing)
    return next(there[name] for name in names if name in there)


def _grow(url: str) -> None:
    ledger = Ledger(open_engine(url), key=KEY, randomness=SeededRandomness(1))
    [programme] = ledger.programmes()
    with ledger.read(programme, at=ISSUED) as reader:
        there = reader.head()[0]
    GROWING["grow"](ledger, programme, -(-(FACTS - there) // (there * GROWING["FACTS_AN_ACT"])))
    ledger.engine.dispose()


def main() -> None:
    """Serve and measure; with a URL alone, grow that ledger."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if len(sys.argv) > 2:
        asyncio.run(_serve(sys.argv[1], int(sys.argv[2])))
    else:
        _grow(sys.argv[1])


if __name__ == "__main__":
    main()
