"""What the desk asks of the programme: who there is, what they owe, what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """One person of the programme, as the list on the left of the page shows them.

    `role` is in words ("Auditor, Team Manager"); `owes` counts open duties, `overdue` those of them
    that are late at the council's own time. `away` says in words when they are not here ("away
    until Fri 8 Jan", "left on Fri 18 Dec"), and is empty for somebody who is here.
    """

    upn: str
    name: str
    role: str
    team: str
    service: str
    entra_object_id: str
    owes: int
    overdue: int
    away: str = ""


@dataclass(frozen=True, slots=True)
class AuditChoice:
    """An audit somebody has to do with: `part` is what they are or were in it, `words` its name."""

    audit: str
    part: str
    words: str


@dataclass(frozen=True, slots=True)
class DeskMoment:
    """One line in the story of an audit."""

    at: datetime
    who: str
    what: str


class Council(Protocol):
    """The programme behind the desk. Every time is timezone-aware."""

    async def now(self) -> datetime:
        """The programme's time, which need not be the wall's."""

    async def move_clock(self, to: datetime) -> list[str]:
        """Run all that falls due up to `to`, in order; a short line for each thing done."""

    async def next_event(self) -> tuple[datetime, str] | None:
        """When something will next happen by itself, and what; None when nothing will."""

    async def people(self) -> list[DeskPerson]:
        """Everybody of the programme, and who left it."""

    async def story(self, audit: str) -> list[DeskMoment]:
        """What has happened to one audit, oldest first; empty for an audit that is unknown."""

    async def audits_of(self, upn: str) -> list[AuditChoice]:
        """The audits that somebody has to do with, the likeliest first, each part's together."""


class DeskDirectory:
    """The council's people by the three ids under which Teams and scripts name them.

    A name that is not known sends the directory back to the council once, so that somebody who was
    imported a moment ago is found; a name that is known costs nothing.
    """

    def __init__(self, council: Council, conversation_of: Callable[[DeskPerson], str]) -> None:
        self._council = council
        self._conversation_of = conversation_of
        self._people: list[DeskPerson] = []
        self._by_upn: dict[str, DeskPerson] = {}
        self._by_entra: dict[str, DeskPerson] = {}
        self._by_conversation: dict[str, DeskPerson] = {}

    async def everyone(self) -> list[DeskPerson]:
        """All people, with what they owe at this moment."""
        self._people = await self._council.people()
        self._by_upn = {person.upn.casefold(): person for person in self._people}
        self._by_entra = {person.entra_object_id.casefold(): person for person in self._people}
        self._by_conversation = {self._conversation_of(person): person for person in self._people}
        return self._people

    async def by_upn(self, upn: str) -> DeskPerson:
        """The person of that UPN, in any case; Refusal 404 when there is no such person."""
        person = await self._find(lambda: self._by_upn.get(upn.casefold()))
        if person is None:
            raise DeskRefusal(404, "PersonNotFound", f"The programme has no person {upn!r}.")
        return person

    async def by_entra_object_id(self, object_id: str) -> DeskPerson | None:
        """The person of that Entra object id, if there is one."""
        return await self._find(lambda: self._by_entra.get(object_id.casefold()))

    async def by_conversation(self, conversation_id: str) -> DeskPerson | None:
        """The person whose chat with the bot that is, if it is anybody's."""
        return await self._find(lambda: self._by_conversation.get(conversation_id))

    async def _find(self, look: Callable[[], DeskPerson | None]) -> DeskPerson | None:
        found = look()
        if found is None:
            await self.everyone()
            found = look()
        return found
