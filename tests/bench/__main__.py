"""`make bench`: every ratio with its target."""

import argparse
import logging
import tempfile
from pathlib import Path

import structlog

from tests.bench.aging import bench_aging
from tests.bench.builds import LAST, MEASURED_FIRST, build_of
from tests.bench.commands import bench_help, bench_month, bench_owed, ledger_of
from tests.bench.earlier import bench_earlier
from tests.bench.extract import bench_extract
from tests.bench.pressing import bench_press
from tests.bench.sending import bench_sending
from tests.bench.sweeping import bench_sweep
from tests.bench.verifying import bench_verify
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
        _here(Path(folder))
        _beside_earlier_builds(Path(folder))
    print("allocation 1,000 x 100 : bare solver", bench_assignment())


def _here(folder: Path) -> None:
    """This build beside the tools that it stands on."""
    for clients in (1, 50):
        press = bench_press(folder, clients)
        for name, other, least in (
            ("aiohttp and PyJWT", "bare", {1: 0.08, 50: 0.12}),
            ("the Agents SDK's echo", "agents", {1: 0.4, 50: 0.5}),
        ):
            _say(
                f"signed press with committed fact, {clients} at once : {name}",
                press["press"] / press[other],
                f"{press['press']:.0f}/s : {press[other]:.0f}/s; at least {least[clients]}",
            )
        if clients > 1:
            _say("99 of 100 of those are answered within seconds", press["p99"], "aim 0.3")
    aged = bench_aging(folder)
    _say(
        "CPU of a press on 100,000 facts : on 1,000",
        aged["ratio"],
        f"{aged['old'] * 1000:.1f} ms : {aged['young'] * 1000:.1f} ms; at most 1.2",
    )
    sent = bench_sending(folder)
    _say(
        "message claimed, sent and recorded : bare aiohttp",
        sent["ratio"],
        f"{sent['sent_per_second']:.0f}/s : {sent['bare_per_second']:.0f}/s; at least 0.15",
    )
    swept = bench_sweep(folder)
    _say(
        "sweep at 1,000,000 duties : at 10,000, 200 due",
        swept["ratio"],
        f"{swept['large_seconds']:.3f} s : {swept['small_seconds']:.3f} s; at most 1.5",
    )
    _say(
        f"SQL statements of a sweep of {swept['duties']:.0f} due duties",
        swept["statements"],
        "at most 60",
    )
    taken = bench_extract(folder)
    streamed = taken["openpyxl"]["cpu"]
    for what, most in (("read", 1.3), ("import", 2.0)):
        cpu, mb = taken[what]["cpu"], taken[what]["mb"]
        _say(
            f"Annex A of 20,000 children, {what} : openpyxl",
            cpu / streamed,
            f"{cpu:.1f} s : {streamed:.1f} s; at most {most}; {mb:.0f} MB more, at most 150",
        )
    _say("CPU seconds of `sightline --help`", bench_help(folder), "at most 0.3")


def _beside_earlier_builds(folder: Path) -> None:
    """This build beside earlier ones; heads are compared with the last before it alone."""
    last, first = build_of(LAST), build_of(MEASURED_FIRST)
    for commit, build in ((LAST, last), (MEASURED_FIRST, first)):
        if build is None:
            print(f"without the history there is no row for the build of {commit}")
            continue
        cpu = bench_earlier(build)
        _say(
            f"CPU of a press, {commit} : this build",
            1 / cpu["ratio"],
            f"{cpu['before'] * 1000:.1f} ms : {cpu['now'] * 1000:.1f} ms",
        )
    if last is None:
        return
    for name, compared in (
        ("a rehearsed month", bench_month(last, folder)),
        ("`sightline owed --json`", bench_owed(last, folder)),
    ):
        alike = "the same is printed" if compared.same else "rules changed too: another is printed"
        _say(
            f"CPU of {name}, {LAST} : this build",
            compared.ratio,
            f"{compared.before:.1f} s : {compared.now:.1f} s; at least 3; {alike}",
        )
    verified = bench_verify(ledger_of(folder, 1))
    _say(
        "facts a second, `ledger verify` : SHA-256 alone",
        verified["ratio"],
        f"{verified['verified']:.0f} : {verified['hashed']:.0f}; at least 0.12",
    )


def _say(what: str, ratio: float, figures: str) -> None:
    print(f"{what:<74} {ratio:>9.3f}   ({figures})", flush=True)


if __name__ == "__main__":
    main()
