"""Microsoft's clouds for Teams: the addresses and the token issuer of each (teams.md §6)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cloud:
    """Microsoft's addresses in one cloud. `issuer` signs the requests that reach the bot."""

    issuer: str
    metadata: str
    login: str
    scope: str
    graph: str
    service_url: str
    teams: str
    """The beginning of every link into Teams."""
    frames: tuple[str, ...] = ()
    """Further hosts of Teams that may show a tab (teams.md §5)."""


_PUBLIC: Final = Cloud(
    issuer="https://api.botframework.com",
    metadata="https://login.botframework.com/v1/.well-known/openidconfiguration",
    login="https://login.microsoftonline.com",
    scope="https://api.botframework.com/.default",
    graph="https://graph.microsoft.com",
    service_url="https://smba.trafficmanager.net/teams/",
    teams="https://teams.microsoft.com",
)
_US_GOVERNMENT: Final = Cloud(
    issuer="https://api.botframework.us",
    metadata="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    login="https://login.microsoftonline.us",
    scope="https://api.botframework.us/.default",
    graph="https://graph.microsoft.us",
    service_url="https://smba.infra.gov.teams.microsoft.us/teams",
    teams="https://gov.teams.microsoft.us",
    frames=("https://gov.teams.microsoft.us", "https://*.teams.microsoft.us"),
)

CLOUDS: Final = {
    "public": _PUBLIC,
    # Britain's public sector uses the public cloud; the others are here so that a change of cloud
    # needs a setting and no code.
    "gcc": Cloud(
        issuer=_PUBLIC.issuer,
        metadata=_PUBLIC.metadata,
        login=_PUBLIC.login,
        scope=_PUBLIC.scope,
        graph=_PUBLIC.graph,
        service_url="https://smba.infra.gcc.teams.microsoft.com/teams",
        teams=_PUBLIC.teams,
    ),
    "gcc-high": _US_GOVERNMENT,
    "dod": Cloud(
        issuer=_US_GOVERNMENT.issuer,
        metadata=_US_GOVERNMENT.metadata,
        login=_US_GOVERNMENT.login,
        scope=_US_GOVERNMENT.scope,
        graph="https://dod-graph.microsoft.us",
        service_url="https://smba.infra.dod.teams.microsoft.us/teams",
        teams="https://dod.teams.microsoft.us",
        frames=("https://dod.teams.microsoft.us", "https://*.teams.microsoft.us"),
    ),
}
"""Each cloud by the word for it in SIGHTLINE_CLOUD."""
