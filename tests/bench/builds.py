"""Earlier builds, each in a folder of its own, to be measured beside this one."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Final

LAST: Final = "da70b68"
"""The last commit before the work on speed (migration 0012) began."""
MEASURED_FIRST: Final = "1df556c"
"""The commit on which it was first measured where the time goes."""
FOLDER: Final = Path(".cache/builds")


def build_of(commit: str) -> Path | None:
    """The folder of that build, made from the history; None where the history does not hold it."""
    folder = FOLDER / commit
    if folder.is_dir():
        return folder.resolve()
    asked = ["git", "archive", "--format=tar", commit]
    made = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - our own words
    if made.returncode != 0:
        return None
    with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder.resolve()
