"""What Teams says of the person in a chat: their name, and whether they are a guest.

An activity names nobody but by an object id, and that of a guest looks like everybody's; the
chat's own roster says who is a guest of the tenant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.send_outcome import Undelivered
from bot.teams.courier import Courier
from bot.turns import Caller, RosterEntry

GUEST_IN_UPN: Final = "#ext#"
"""Entra ID writes it into the UPN of everybody whose home is another tenant."""
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class TeamsRoster:
    """Asks the Bot Connector who somebody in a personal chat is."""

    courier: Courier

    async def look(self, caller: Caller) -> RosterEntry | None:
        """Who the caller is; nothing where Teams does not say just now."""
        try:
            said = await self.courier.member(
                caller.service_url, caller.conversation_id, caller.entra_object_id
            )
        except Undelivered:
            return None
        return _seen(said)


def _seen(said: Mapping[str, Any]) -> RosterEntry:
    upn = _text(said.get("userPrincipalName"))
    name = ", ".join(word for word in (_text(said.get("name")), upn) if word)
    guest = _text(said.get("userRole")).lower() == "guest" or GUEST_IN_UPN in upn.lower()
    return RosterEntry(name=name, guest=guest)


def _text(value: object) -> str:
    return value.strip()[:LONGEST_NAME] if isinstance(value, str) else ""
