"""What an HTTP answer to a send means: the table of trust.md §1, row by row.

The vendor's error bodies come as JSON, as JSON inside JSON, as HTML or not at all, so nothing here
relies on them. No words of a body are passed on.
"""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any, Final

from bot.send_outcome import SendOutcome, Undelivered

LONGEST_WAIT: Final = 3_600.0
"""Seconds; a longer Retry-After counts as an hour."""

_CODE: Final = re.compile(r"[A-Za-z]{1,64}")
_BAD_ARGUMENT: Final = "BadArgument"
"""Teams says so of a chat whose id it can no longer decrypt, and of a request that is wrong."""
_BLOCKED: Final = "They have blocked Sightline in Teams."
_NOT_INSTALLED: Final = "Sightline is not installed for them in Teams."
_UNREACHABLE: Final = {
    "ConversationBlockedByUser": _BLOCKED,
    "MessageWritesBlocked": _BLOCKED,
    "BotDisabledByAdmin": "A Teams administrator has switched Sightline off for them.",
    "NotEnoughPermissions": "Teams does not give Sightline the permission to write to them.",
}
_NOT_INSTALLED_CODES: Final = frozenset(
    {"BotNotInConversationRoster", "ForbiddenOperationException"}
)
"""Codes for a person whose Teams does not have Sightline; it may be installed for them."""


class CardTooBig(Undelivered):
    """The card is over its size budget, so it was not sent."""

    def __init__(self, size: int, budget: int) -> None:
        """Both sizes are in bytes of JSON in UTF-16, as Microsoft counts them."""
        reason = f"The message has {size} bytes; at most {budget} may go out."
        super().__init__(SendOutcome.too_big, reason)
        self.size = size
        self.budget = budget


def undelivered(
    status: int, body: bytes, *, retry_after: str | None = None, date: str | None = None
) -> Undelivered:
    """What an HTTP answer outside 2xx means; the two texts are the headers of those names."""
    code = _vendor_code(body)
    match status:
        case 429 | 412:
            verdict = SendOutcome.retry, "Teams asked Sightline to wait."
        case 401:
            verdict = SendOutcome.signed_out, "Teams did not accept how Sightline signed in."
        case 403:
            verdict = _forbidden(code or "")
        case 400 if code == _BAD_ARGUMENT:
            verdict = SendOutcome.chat_in_doubt, "Teams refused the chat or the request (HTTP 400)."
        case 404 if code == "ActivityNotFoundInConversation":
            verdict = SendOutcome.message_gone, "That message is no longer in their chat."
        case 404:
            verdict = SendOutcome.conversation_gone, "Their chat with Sightline is no longer there."
        case 413:
            verdict = SendOutcome.too_big, "Teams found the message too big."
        case 408:
            verdict = SendOutcome.unknown, "Teams took too long to answer."
        case _ if status // 100 == 5:  # noqa: PLR2004 - HTTP's own class of server faults
            verdict = SendOutcome.unknown, "Teams had a fault of its own."
        case _:
            verdict = (
                SendOutcome.misconfigured,
                f"Teams refused the request itself (HTTP {status}).",
            )
    return Undelivered(*verdict, seconds_to_wait(retry_after, date), code=code)


def _forbidden(code: str) -> tuple[SendOutcome, str]:
    """Why Teams does not let Sightline write: not allowed, not installed, or moved elsewhere."""
    if code in _NOT_INSTALLED_CODES:
        return SendOutcome.not_installed, _NOT_INSTALLED
    if code == _BAD_ARGUMENT:
        return SendOutcome.chat_unreadable, "Teams no longer knows Sightline's chat with them."
    if code == "InvalidBotApiHost":
        return SendOutcome.conversation_gone, "Their chat with Sightline has moved."
    known = _UNREACHABLE.get(code)
    return SendOutcome.unreachable, known or "Teams does not let Sightline write to them."


def _vendor_code(body: bytes) -> str | None:
    """The most specific code: a ``subCode`` in the message's own JSON, or else ``code``."""
    outer = _as_object(body)
    error = outer.get("error")
    inner = error if isinstance(error, dict) else outer
    message = inner.get("message")
    within = _as_object(message) if isinstance(message, str) else {}
    for code in (within.get("subCode"), within.get("code"), inner.get("code")):
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return None


def _as_object(text: str | bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def seconds_to_wait(retry_after: str | None, date: str | None) -> float | None:
    """Retry-After in seconds, at most `LONGEST_WAIT`; None where it cannot be read.

    A date in it counts from the answer's own Date.
    """
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return min(float(retry_after), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait.total_seconds(), 0.0), LONGEST_WAIT)
