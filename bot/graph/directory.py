"""People's entries in Entra ID; only those of people who take part are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from bot.graph.client import Graph
from bot.graph.permissions import DIRECTORY
from bot.graph.refusals import GraphTrouble
from bot.send_outcome import SendOutcome
from store.intake.directory import DirectoryEntry

AT_A_TIME: Final = 15
"""Values that Graph takes in one `in` filter."""

_PARAMS: Final = {
    "$select": "id,userPrincipalName,displayName,accountEnabled,mail",
    "$expand": "manager($levels=max;$select=id)",
    "$count": "true",
}
_HEADERS: Final = {"ConsistencyLevel": "eventual"}
"""Without it Graph does not give the managers above."""


@dataclass(frozen=True, slots=True)
class GraphDirectory:
    """Looks people up; `graph` uses the permission `directory`."""

    graph: Graph

    async def by_object_id(self, ids: Iterable[str]) -> dict[str, DirectoryEntry]:
        """The entries of those ids, by id; a person without an entry is no longer in the tenant."""
        return {one.entra_object_id: one for one in await self._look_up("id", ids)}

    async def by_upn(self, upns: Iterable[str]) -> dict[str, DirectoryEntry]:
        """The entries of those user principal names, by name."""
        return {one.upn: one for one in await self._look_up("userPrincipalName", upns)}

    async def _look_up(self, attribute: str, values: Iterable[str]) -> list[DirectoryEntry]:
        found: list[DirectoryEntry] = []
        rest = iter(values)
        while some := list(islice(rest, AT_A_TIME)):
            quoted = ",".join("'{}'".format(value.replace("'", "''")) for value in some)
            params = _PARAMS | {"$filter": f"{attribute} in ({quoted})"}
            pages = self.graph.pages("users", params=params, headers=_HEADERS)
            found += [_entry(user) async for user in pages]
        return found


def directory(graph: Graph) -> GraphDirectory:
    """The directory under its own permission."""
    return GraphDirectory(graph.under(DIRECTORY))


def _entry(user: Mapping[str, Any]) -> DirectoryEntry:
    given = [user.get(name) for name in ("id", "userPrincipalName", "displayName")]
    enabled = user.get("accountEnabled")
    if not all(isinstance(text, str) for text in given) or not isinstance(enabled, bool):
        # A guess here could record a person as a leaver who has not left.
        raise GraphTrouble(SendOutcome.unknown, "Microsoft Graph's directory could not be read.")
    object_id, upn, name = (str(text) for text in given)
    managers, mail = tuple(_managers(user)), user.get("mail")
    address = mail if isinstance(mail, str) else ""
    return DirectoryEntry(object_id.lower(), upn.lower(), name, enabled, managers, mail=address)


def _managers(user: Mapping[str, Any]) -> Iterable[str]:
    """The managers above, nearest first: each entry contains the next."""
    above = user.get("manager")
    while isinstance(above, dict) and isinstance(above.get("id"), str):
        yield above["id"].lower()
        above = above.get("manager")
