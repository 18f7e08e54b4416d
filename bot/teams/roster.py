"""What Teams' roster says about the person in a chat: their name, and whether they are a guest.

An activity gives only an object id, and a guest's looks like any other; only the chat's roster says
who is a guest of the tenant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.send_outcome import Undelivered
from bot.teams.courier import Courier
from bot.turns import Caller, RosterEntry

GUEST_IN_UPN: Final = "#ext#"
"""Entra ID puts this into the UPN of every person from another tenant."""
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class TeamsRoster:
    """Looks up the person in a personal chat through the Bot Connector."""

    courier: Courier

    async def look(self, caller: Caller) -> RosterEntry | None:
        """The caller's entry, or None while Teams does not answer."""
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
