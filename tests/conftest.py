"""What every test may ask for: a page in a browser, an empty database of either kind."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.engines", "tests.postgres"]

# A commit waits until the disk has it, which is the ledger's business and not what tests measure:
# in memory, where there is room for it, the same commits take a two-hundredth of the time.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - whatever is made there has a folder of its own
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    tempfile.tempdir = str(MEMORY)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The gate walks the same examples every time, so that it fails for what was changed alone; the
# nightly run looks for new ones, and what it finds stays as a test.
settings.register_profile("gate", derandomize=True)
settings.register_profile("nightly", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_collection_finish() -> None:
    """What was imported stays till the end: nobody need look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
