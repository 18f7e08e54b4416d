"""What Microsoft Graph's refusals mean, in sentences that say who can correct what.

Graph's own messages name people, sites and tokens, so no words of a body are passed on.
"""

import json
import re
from typing import Any, Final

from bot.graph.permissions import Permission
from bot.send_outcome import SendOutcome, Undelivered
from bot.teams.outcomes import seconds_to_wait

_CODE: Final = re.compile(r"[A-Za-z_]{1,64}")
_NOT_CONSENTED: Final = "Authorization_RequestDenied"
_NO_ROLE: Final = "missing role permissions"
"""The beginning of the message of Graph's Teams endpoints if the app lacks the permission."""


class GraphTrouble(Undelivered):
    """Graph did not do what was asked; ``outcome`` says whether a retry is safe.

    ``retry``: it was not done; try again. ``unknown``: it may have been done. ``unreachable``: not
    possible for this person or thing. ``misconfigured``: an administrator must correct something.
    """

    def __init__(
        self,
        outcome: SendOutcome,
        reason: str,
        retry_after: float | None = None,
        *,
        code: str | None = None,
        status: int | None = None,
    ) -> None:
        """``status`` is HTTP's, if there was an answer."""
        super().__init__(outcome, reason, retry_after, code=code)
        self.status = status


def graph_error(
    permission: Permission,
    status: int,
    body: bytes,
    *,
    retry_after: str | None = None,
    date: str | None = None,
) -> GraphTrouble:
    """What an HTTP answer outside 2xx means; the two texts are the headers of those names."""
    code, message = _code_and_message(body)
    consent = " and ".join(permission.consent)
    match status:
        case 429:
            verdict = SendOutcome.retry, "Microsoft Graph asked Sightline to wait."
        case 401:
            verdict = (
                SendOutcome.misconfigured,
                "Microsoft Graph does not accept Sightline's sign-in.",
            )
        case 403 if code == _NOT_CONSENTED or message.lower().startswith(_NO_ROLE):
            words = f"An administrator has not consented to {consent} for Sightline."
            verdict = SendOutcome.misconfigured, words
        case 403:
            words = f"Microsoft Graph does not allow it: check the scope of {consent}."
            verdict = SendOutcome.unreachable, words
        case 404 | 410:
            verdict = SendOutcome.unreachable, "Microsoft Graph found nothing there."
        case 409:
            verdict = SendOutcome.unreachable, "Microsoft Graph has that already."
        case 503:
            verdict = SendOutcome.retry, "Microsoft Graph is busy."
        case _ if status // 100 == 5 or status == 408:  # noqa: PLR2004 - HTTP's own numbers
            verdict = SendOutcome.unknown, "Microsoft Graph had a fault of its own."
        case _:
            words = f"Microsoft Graph refused the request itself (HTTP {status})."
            verdict = SendOutcome.misconfigured, words
    return GraphTrouble(*verdict, seconds_to_wait(retry_after, date), code=code, status=status)


def _code_and_message(body: bytes) -> tuple[str | None, str]:
    """Graph's code, and its message, which is read and never shown."""
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return None, ""
    code, message = error.get("code"), error.get("message")
    known = code if isinstance(code, str) and _CODE.fullmatch(code) else None
    return known, message if isinstance(message, str) else ""
