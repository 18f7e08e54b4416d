"""Files that were refused and can be read once more: where Teams serves them, for some minutes."""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from bot.turns import Caller, FileSent

KEPT = 50
"""So many of the latest; Teams serves each for a few minutes only."""
LEAVE_OUT = "leave out hidden"
"""Written beside a file, or pressed, it has hidden rows and sheets left out."""


class FilesAtHand:
    """Where the latest refused files are, in this process alone; each for its sender alone.

    A card carries no address, so its button names a file by a digest of it (contract.md §8).
    """

    def __init__(self) -> None:
        self._sources: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()

    def keep(self, upn: str, turn: FileSent) -> str:
        """Keep where the file is; gives its name on a button."""
        named = sha256(turn.source.encode()).hexdigest()[:16]
        self._sources[upn, named] = turn.source, f"file{PurePosixPath(turn.name).suffix.lower()}"
        while len(self._sources) > KEPT:
            self._sources.popitem(last=False)
        return named

    def again(self, upn: str, caller: Caller, data: Mapping[str, Any]) -> FileSent | None:
        """The same file, to be read without what it hides; None if it is no longer at hand."""
        found = self._sources.get((upn, str(data.get("id", ""))))
        if found is None:
            return None
        source, name = found
        return FileSent(caller, name, source, text=LEAVE_OUT)
