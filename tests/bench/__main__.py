"""`make bench`: every ratio with its target."""

import argparse
import logging
import tempfile
from pathlib import Path

import structlog

from tests.bench.aging import bench_aging
from tests.bench.earlier import bench_earlier
from tests.bench.extract import bench_extract
from tests.bench.pressing import bench_press
from tests.bench.sending import bench_sending
from tests.bench.sweeping import bench_sweep
from tests.bench_assignment import bench_assignment


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--earlier",
        type=Path,
        help="a checkout of an earlier build: compare the CPU of a press alone",
    )
    earlier = parser.parse_args().earlier
    # A line for each press would bury the figures.
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    if earlier is not None:
        cpu = bench_earlier(earlier)
        print(
            f"CPU of a press : the earlier build's {cpu['ratio']:.3f}   "
            f"({cpu['now'] * 1000:.1f} ms : {cpu['before'] * 1000:.1f} ms; at most 1.05)"
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        press = bench_press(Path(folder))
        for name, other in (("aiohttp and PyJWT", "bare"), ("the Agents SDK's echo", "agents")):
            print(
                f"signed press with committed fact : {name:<22} {press['press'] / press[other]:.3f}"
                f"   ({press['press']:.0f}/s : {press[other]:.0f}/s)"
            )
        aged = bench_aging(Path(folder))
        print(
            f"CPU of a press on 100,000 facts : on 1,000              {aged['ratio']:.2f}    "
            f"({aged['old'] * 1000:.1f} ms : {aged['young'] * 1000:.1f} ms; at most 1.2)"
        )
        sent = bench_sending(Path(folder))
        print(
            f"message claimed, sent and recorded : bare aiohttp         {sent['ratio']:.3f}   "
            f"({sent['sent_per_second']:.0f}/s : {sent['bare_per_second']:.0f}/s)"
        )
        swept = bench_sweep(Path(folder))
        print(
            f"sweep at 1,000,000 duties : at 10,000, 200 due          {swept['ratio']:.2f}    "
            f"({swept['large_seconds']:.3f} s : {swept['small_seconds']:.3f} s; at most 1.5)"
        )
        taken = bench_extract(Path(folder))
        streamed = taken["openpyxl"]["cpu"]
        for what, most in (("read", 1.3), ("import", 2.0)):
            cpu, mb = taken[what]["cpu"], taken[what]["mb"]
            print(
                f"Annex A of 20,000 children, {what:<6} : openpyxl       {cpu / streamed:.2f}    "
                f"({cpu:.1f} s : {streamed:.1f} s; at most {most}; {mb:.0f} MB more, at most 150)"
            )
    print("allocation 1,000 x 100 : bare solver", bench_assignment())


if __name__ == "__main__":
    main()
