"""What became of a message that was not seen to arrive, whichever way it went (trust.md §1)."""

from enum import StrEnum


class SendOutcome(StrEnum):
    """What became of a message that was not seen to arrive."""

    retry = "retry"
    """It did not arrive; send it again, after ``retry_after`` where Teams gives one."""
    unreachable = "unreachable"
    """It did not arrive and will not: blocked, switched off, not allowed."""
    not_installed = "not_installed"
    """It did not arrive: their Teams lacks Sightline; install it where that is allowed."""
    signed_out = "signed_out"
    """It did not arrive: Teams did not accept our token; sign in anew and send again."""
    conversation_gone = "conversation_gone"
    """That chat is no more, or has moved: drop what is stored, create it once again."""
    message_gone = "message_gone"
    """The chat is there, the message to update is not: send a fresh card."""
    unknown = "unknown"
    """It may have arrived: wait, send once more, marked "you may already have this"."""
    too_big = "too_big"
    """It did not arrive; the card is over its budget. Ours to mend: alarm."""
    misconfigured = "misconfigured"
    """It did not arrive; credentials, address or payload are wrong. Ours to mend: alarm."""


class Undelivered(Exception):
    """A message was not seen to arrive; ``outcome`` says what that means for it."""

    def __init__(
        self,
        outcome: SendOutcome,
        reason: str,
        retry_after: float | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """Carry a reason in words for the audit team, seconds to wait, and the vendor's code."""
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after
        self.code = code
