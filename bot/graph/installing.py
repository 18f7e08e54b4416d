"""Installs Sightline in a person's Teams, so that it can write to them (teams.md §1)."""

import asyncio
from dataclasses import dataclass, field

from bot.graph.client import Graph
from bot.graph.permissions import INSTALL
from bot.graph.refusals import GraphTrouble
from bot.send_outcome import SendOutcome
from bot.teams.addresses import is_teams_id

NOT_IN_CATALOGUE = (
    "Sightline is not in the organisation's app catalogue: upload the package that "
    "`sightline teams package` writes."
)
NOT_FOR_THEM = (
    "Teams does not let Sightline be installed for them: an app policy, no licence, or they have "
    "never used Teams."
)


@dataclass(slots=True)
class AppInstaller:
    """Installs the app for one person at a time; `graph` uses the permission `install`.

    `app_id` is the app's id in its manifest, which differs from its id in the catalogue.
    """

    graph: Graph
    app_id: str
    _catalogue_id: str | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, entra_object_id: str) -> str:
        """Install Sightline for that person unless it is installed; gives the conversation id.

        Idempotent. Raises GraphTrouble: `unreachable` if Teams does not allow it for them,
        `misconfigured` if an administrator must act, else `retry`.
        """
        try:
            return await self._install(entra_object_id)
        except GraphTrouble as failed:
            if failed.outcome is SendOutcome.unreachable:
                failed.reason = NOT_FOR_THEM
            elif failed.outcome is SendOutcome.unknown:
                # An installation is idempotent and shows nothing to the person.
                failed.outcome = SendOutcome.retry
            raise

    async def _install(self, person: str) -> str:
        app = await self._in_catalogue()
        apps = ("users", person, "teamwork", "installedApps")
        installation = await self._installation(person, app)
        if installation is None:
            try:
                bound = self.graph.at("appCatalogs", "teamsApps", app)
                await self.graph.post(*apps, body={"teamsApp@odata.bind": bound}, idempotent=True)
            except GraphTrouble as failed:
                if failed.status != 409:  # noqa: PLR2004 - HTTP's own "conflict": already installed
                    await self._forget(failed)
                    raise
            installation = await self._installation(person, app)
        if installation is None:
            words = "Teams has accepted the installation and does not show it yet."
            raise GraphTrouble(SendOutcome.retry, words)
        return _id(await self.graph.get(*apps, installation, "chat"))

    async def _in_catalogue(self) -> str:
        """The app's id in the catalogue, cached; an app that is uploaded again gets a new one."""
        async with self._looking:
            if self._catalogue_id is None:
                found = await self.graph.get(
                    "appCatalogs", "teamsApps", params={"$filter": f"externalId eq '{self.app_id}'"}
                )
                apps = found.get("value")
                if not apps:
                    raise GraphTrouble(SendOutcome.misconfigured, NOT_IN_CATALOGUE)
                self._catalogue_id = _id(apps[0])
            return self._catalogue_id

    async def _forget(self, failed: GraphTrouble) -> None:
        if failed.status in {400, 404}:
            self._catalogue_id = None

    async def _installation(self, person: str, app: str) -> str | None:
        params = {"$expand": "teamsApp", "$filter": f"teamsApp/id eq '{app}'"}
        found = await self.graph.get("users", person, "teamwork", "installedApps", params=params)
        installed = found.get("value")
        return _id(installed[0]) if installed else None


def app_installer(graph: Graph, app_id: str) -> AppInstaller:
    """The installer under its own permission."""
    return AppInstaller(graph.under(INSTALL), app_id)


def _id(answer: object) -> str:
    given = answer.get("id") if isinstance(answer, dict) else None
    if not is_teams_id(given):
        raise GraphTrouble(SendOutcome.retry, "Microsoft Graph's answer could not be read.")
    return given
