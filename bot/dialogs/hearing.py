"""Who is told how typed words were understood: metrics and the desk, never of the words."""

from collections.abc import Callable

from bot.dialogs.faces import Face
from bot.turns import Caller

Heard = Callable[[Caller, Face], None]
"""Called with the answer to typed words: how they were understood may be counted, never they."""


def ignore_heard(_caller: Caller, _face: Face) -> None:
    """Count nothing."""
