"""Who may call the bot's endpoint: the interface of the check, and its form for loopback."""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any, Protocol

import aiohttp


class NotSignedIn(Exception):
    """The request is not proven to come from Teams."""

    def __init__(self, status: int, sentence: str) -> None:
        """``status`` is HTTP's: 401 if the caller is unknown, 403 if it is not allowed."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class SignIn(Protocol):
    """Decides whether an activity comes from the service that it names."""

    async def check(
        self, authorization: str | None, activity: Mapping[str, Any], remote: str | None
    ) -> None:
        """Return if the request is genuine; raise NotSignedIn if not.

        ``authorization`` is the header as sent. ``activity`` is strict JSON whose fields are not
        checked yet: any may be missing or of another type. ``remote`` is the peer's IP address.
        """
        ...


SignInOver = Callable[[aiohttp.ClientSession], SignIn]
"""Makes the check with the session for fetching Microsoft's keys."""


class LoopbackSignIn:
    """Accepts calls from this machine only; used by ``sightline demo`` only."""

    @classmethod
    def over(cls, _session: aiohttp.ClientSession) -> "LoopbackSignIn":
        """It needs no session."""
        return cls()

    async def check(
        self,
        authorization: str | None,  # noqa: ARG002 - nothing on loopback is signed
        activity: Mapping[str, Any],  # noqa: ARG002 - the peer's address is all that counts here
        remote: str | None,
    ) -> None:
        """Refuse every peer outside the loopback range."""
        if not _is_loopback(remote):
            raise NotSignedIn(403, "This Sightline is a demonstration on one machine only.")


def _is_loopback(remote: str | None) -> bool:
    try:
        peer = ip_address(remote or "")
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        return peer.ipv4_mapped.is_loopback
    return peer.is_loopback
