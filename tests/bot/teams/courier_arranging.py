"""A card to send and a send that fails, for tests of the courier."""

from collections.abc import Awaitable

import pytest

from bot.send_outcome import Undelivered
from bot.turns import OutCard

CARD = OutCard(
    {"type": "AdaptiveCard", "version": "1.5", "body": []}, "Audit M900123 by Mon 21 Dec"
)


async def failure(attempt: Awaitable[object]) -> Undelivered:
    with pytest.raises(Undelivered) as raised:
        await attempt
    return raised.value
