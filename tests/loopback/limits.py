"""Teams' own rate limits, counted as Teams counts them (trust.md §1)."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

APP = (50, 1.0)
CHAT = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""(requests, seconds), for the app in a tenant and for one chat."""


@dataclass
class Limits:
    """Counts requests by ``clock``, in seconds; ``earned`` is how many exceeded a limit."""

    clock: Callable[[], float]
    earned: int = 0
    _app: deque[float] = field(default_factory=lambda: deque(maxlen=APP[0]))
    _chats: dict[str, deque[float]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=CHAT[-1][0]))
    )

    def count(self, chat: str) -> int:
        """Count one request to ``chat``; gives whole seconds to wait if it exceeds a limit."""
        now, sent = self.clock(), self._chats[chat]
        free = max(_free_at(self._app, *APP), *(_free_at(sent, *window) for window in CHAT))
        # Adding seconds in a different order may lose a millionth of a second.
        if free > now + 1e-6:
            self.earned += 1
            return math.ceil(free - now)
        self._app.append(now)
        sent.append(now)
        return 0


def _free_at(sent: deque[float], most: int, seconds: float) -> float:
    """When one more request within ``seconds`` no longer exceeds ``most``."""
    return sent[-most] + seconds if len(sent) >= most else -math.inf
