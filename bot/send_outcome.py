"""What became of a message whose arrival was not confirmed, by any channel (trust.md §1)."""

from enum import StrEnum


class SendOutcome(StrEnum):
    """What became of a message whose arrival was not confirmed."""

    retry = "retry"
    """It did not arrive: send it again, after ``retry_after`` if there is one."""
    unreachable = "unreachable"
    """It did not arrive and will not: blocked, switched off, not allowed."""
    not_installed = "not_installed"
    """It did not arrive: their Teams lacks Sightline. Install it if that is allowed."""
    signed_out = "signed_out"
    """It did not arrive: Teams did not accept our token. Sign in again and resend."""
    conversation_gone = "conversation_gone"
    """The chat is gone or has moved: forget it and create it again, once."""
    chat_unreadable = "chat_unreadable"
    """Teams cannot read the chat's id that Sightline has: forget it and create the chat again."""
    chat_in_doubt = "chat_in_doubt"
    """Teams refused the chat's id or the request: create the chat again, once. If a new chat is
    refused too, it is the request."""
    message_gone = "message_gone"
    """The chat exists but the message to update does not: send a new card."""
    unknown = "unknown"
    """It may have arrived: wait, then send once more, marked "you may already have this"."""
    too_big = "too_big"
    """It did not arrive: the card is over its size budget. An operator must act."""
    misconfigured = "misconfigured"
    """It did not arrive: credentials, address or payload are wrong. An operator must act."""


class Undelivered(Exception):
    """A message's arrival was not confirmed; ``outcome`` says what to do."""

    def __init__(
        self,
        outcome: SendOutcome,
        reason: str,
        retry_after: float | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """``reason`` is for the audit team, ``retry_after`` in seconds, ``code`` the vendor's."""
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after
        self.code = code
