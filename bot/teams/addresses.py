"""The addresses Sightline may call, and the ids it may put into one.

A service URL arrives in an activity's body, which no token signs, and whoever stands behind it
gets our bearer token: so the host must be one of Teams' own, exactly.
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
    """That address is not one of Teams' own, so Sightline will not call it."""

    def __init__(self) -> None:
        """Carry the class's own sentence; the address itself stays out of logs and answers."""
        super().__init__(self.__doc__)


class ServiceUrls:
    """The Bot Connector addresses this deployment believes."""

    def __init__(self, *, loopback: str | None = None) -> None:
        """Believe Teams' four hosts, and with ``loopback`` that one local address beside them.

        Raises ValueError where ``loopback`` is not plain HTTP to this machine with a port.
        """
        if loopback is not None and not is_loopback(loopback):
            msg = "the local Bot Connector must be http:// on a loopback address, with its port"
            raise ValueError(msg)
        self._loopback = loopback.rstrip("/") if loopback else None

    def base(self, url: str) -> str:
        """Give ``url`` without a closing slash, ready for a path; or ForeignServiceUrl.

        No user-info, query, fragment, escape, dot segment, other port or other scheme passes.
        """
        bare = url.removesuffix("/")
        if self._loopback is not None and bare == self._loopback:
            return bare
        if len(url) <= _LONGEST_URL and _TEAMS.fullmatch(url):
            return bare
        raise ForeignServiceUrl


def is_loopback(url: str) -> bool:
    """Say whether ``url`` is plain HTTP to this very machine, with its port."""
    return _LOOPBACK.fullmatch(url) is not None


def is_teams_id(value: object) -> TypeGuard[str]:
    """Say whether ``value`` can be an id of Teams': short, visible ASCII, no path step.

    Ids travel in our request paths and our log lines, so they must be harmless in both.
    """
    return isinstance(value, str) and _ID.fullmatch(value) is not None and value not in {".", ".."}
