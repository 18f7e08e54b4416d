"""Who may speak to the bot's endpoint: the seam for signing in, and its loopback form."""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any, Protocol

import aiohttp


class NotSignedIn(Exception):
    """The request does not come from Teams, as far as can be shown."""

    def __init__(self, status: int, sentence: str) -> None:
        """Carry the HTTP status, 401 (who are you?) or 403 (not you), and a plain sentence."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class SignIn(Protocol):
    """Decides whether an activity comes from the service it claims to come from."""

    async def check(
        self, authorization: str | None, activity: Mapping[str, Any], remote: str | None
    ) -> None:
        """Return when the request is genuine, else raise NotSignedIn.

        ``authorization`` is the header as sent; ``activity`` is strict JSON, but not yet looked
        at: every field may be missing or of another type. ``remote`` is the peer's IP address.
        """
        ...


SignInOver = Callable[[aiohttp.ClientSession], SignIn]
"""Makes the check with the session through which it may ask Microsoft for its keys."""


class LoopbackSignIn:
    """Believes this machine and nobody else; for ``sightline demo`` alone."""

    @classmethod
    def over(cls, _session: aiohttp.ClientSession) -> "LoopbackSignIn":
        """It has nobody to ask."""
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
