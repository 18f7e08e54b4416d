"""The addresses that Sightline may call, and the ids that may be part of one.

A service URL arrives in an activity's body, which the token does not sign, and the server behind it
receives our bearer token. So the host must be exactly one of Teams' own.
"""

import re
from typing import Final, TypeGuard

_TEAMS_HOSTS: Final = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
)
_TEAMS: Final = re.compile(
    rf"https://(?i:{'|'.join(map(re.escape, _TEAMS_HOSTS))})(?::443)?(?:/[A-Za-z0-9_-]+)*/?"
)
_LOOPBACK: Final = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]|localhost):[0-9]{1,5}(?:/[\w-]+)*/?")
_LONGEST_URL: Final = 512
_ID: Final = re.compile(r"[!-~]{1,512}")


class ForeignServiceUrl(Exception):
    """The address is not one of Teams' own, so Sightline does not call it."""

    def __init__(self) -> None:
        """The message is the class's sentence; the address stays out of logs and answers."""
        super().__init__(self.__doc__)


class ServiceUrls:
    """The Bot Connector addresses that this deployment accepts."""

    def __init__(self, *, loopback: str | None = None) -> None:
        """Accept Teams' four hosts, and ``loopback`` if one is given.

        Raises ValueError unless ``loopback`` is plain HTTP to this machine with a port.
        """
        if loopback is not None and not is_loopback(loopback):
            msg = "the local Bot Connector must be http:// on a loopback address, with its port"
            raise ValueError(msg)
        self._loopback = loopback.rstrip("/") if loopback else None

    def base(self, url: str) -> str:
        """``url`` without its final slash, ready for a path. Raises ForeignServiceUrl.

        User info, a query, fragment, escape or dot segment, another port or scheme are refused.
        """
        bare = url.removesuffix("/")
        if self._loopback is not None and bare == self._loopback:
            return bare
        if len(url) <= _LONGEST_URL and _TEAMS.fullmatch(url):
            return bare
        raise ForeignServiceUrl


def is_loopback(url: str) -> bool:
    """Whether ``url`` is plain HTTP to this machine, with a port."""
    return _LOOPBACK.fullmatch(url) is not None


def is_teams_id(value: object) -> TypeGuard[str]:
    """Whether ``value`` can be an id from Teams: short, visible ASCII, and no path segment.

    Ids go into our request paths and log lines, so they must be harmless in both.
    """
    return isinstance(value, str) and _ID.fullmatch(value) is not None and value not in {".", ".."}
