"""The process's clock, which a jump of the machine's clock cannot carry into the future.

Within one process time passes as steadily as the seconds that are counted beside it. A machine's
clock that jumps ahead of those seconds is not believed: reminders would go out early, and what they
marked as told would never be told. One that jumps back is taken as it is, because that only waits.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

TOLERANCE: Final = timedelta(seconds=60)
"""How far the clock may stray between two looks: it is corrected by seconds all the time."""


class WatchedClock:
    """Gives the time of day, counted on from the last one believed while the clock is ahead.

    When the clock is right again it is believed again. A restart believes it as it then is.
    """

    def __init__(self, now: Callable[[], datetime], *, elapsed: Callable[[], float]) -> None:
        """`now` is the machine's clock; `elapsed` counts seconds, during a suspension too."""
        self._now, self._elapsed = now, elapsed
        self._lock = Lock()
        self._believed, self._since = now(), elapsed()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time of day, for all work of this process."""
        with self._lock:
            now, elapsed = self._now(), self._elapsed()
            expected = self._believed + timedelta(seconds=elapsed - self._since)
            self._ahead = now - expected
            if abs(self._ahead) <= TOLERANCE:
                self._believed, self._since = now, elapsed
            return expected if self._ahead > TOLERANCE else now

    def seconds_ahead(self) -> float:
        """How far the machine's clock has jumped ahead as of now, or back if negative."""
        self()
        return self._ahead.total_seconds()

    @property
    def jumped(self) -> bool:
        """Whether the machine's clock is not where it should be."""
        return abs(self.seconds_ahead()) > TOLERANCE.total_seconds()
