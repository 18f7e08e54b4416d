"""Removes every defence of trust.md §4 once; its tests must then fail: `make planted`.

The exit code is 1 if a fault goes unnoticed, if a test fails without its fault, or if a fault can
no longer be planted.
"""

import contextlib
import io
import sys

import pytest

from tests.attacks.faults import FAULTS
from tests.attacks.planting import Fault, planted

OUTCOME = {pytest.ExitCode.OK: "passed", pytest.ExitCode.TESTS_FAILED: "failed"}
QUICK = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]


def main() -> int:
    """Plant all faults, or those whose line holds one of the given words; gives the exit code."""
    words = sys.argv[1:]
    wanted = [f for f in FAULTS if not words or any(word in f.line for word in words)]
    wrong = [trouble for fault in wanted if (trouble := _tried(fault))]
    print(f"{len(wanted)} defences taken out, {len(wanted) - len(wrong)} noticed.")
    return 1 if wrong or not wanted else 0


def _tried(fault: Fault) -> str | None:
    try:
        with planted(fault):
            outcome = _run(fault)
    except ValueError as cannot:
        outcome = str(cannot)
    noticed = outcome == "failed"
    print(f"  {'noticed' if noticed else 'NOT NOTICED'}: {fault.line}", flush=True)
    if not noticed:
        print(f"      {fault.file}: {outcome}", flush=True)
        return outcome
    return None


def _run(fault: Fault) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main([*QUICK, fault.tests])
    if code in OUTCOME:
        return OUTCOME[pytest.ExitCode(code)]
    return f"its tests did not run ({code}): {said.getvalue()[-400:]}"


if __name__ == "__main__":
    sys.exit(main())
