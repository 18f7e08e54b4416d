"""What the desk asks the programme: its people, their duties, its time and its stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """One person of the programme, as the page's list shows them.

    `id` names them for ever; `upn` is how their sign-in is spelt now; `former_upns` go on working.
    `role` is in words ("Auditor, Team Manager"). `owes` counts open duties and `overdue` the late
    ones. `away` says in words when they are away ("away until Fri 8 Jan", "left on Fri 18 Dec") and
    is empty for people who are in.
    """

    id: str
    upn: str
    name: str
    role: str
    team: str
    service: str
    entra_object_id: str
    owes: int
    overdue: int
    away: str = ""
    former_upns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditChoice:
    """An audit of a person: `part` is their part in it, past or present, `words` its name."""

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
        """The programme's time, which may differ from the real time."""

    async def move_clock(self, to: datetime) -> list[str]:
        """Do in order all that falls due up to `to`; gives a short line for each thing done."""

    async def next_event(self) -> tuple[datetime, str] | None:
        """The time and the description of the next scheduled event, or None."""

    async def people(self) -> list[DeskPerson]:
        """Everybody in the programme, including leavers."""

    async def story(self, audit: str) -> list[DeskMoment]:
        """The story of one audit, the oldest first; empty for an unknown audit."""

    async def audits_of(self, person: str) -> list[AuditChoice]:
        """The audits of the person with that id, grouped by part, the most likely choice first."""


class DeskDirectory:
    """The council's people by UPN, by Entra object id and by conversation id.

    An unknown id makes the directory ask the council again, so that newly imported people are
    found. A known id needs no request.
    """

    def __init__(self, council: Council, conversation_of: Callable[[DeskPerson], str]) -> None:
        self._council = council
        self._conversation_of = conversation_of
        self._people: list[DeskPerson] = []
        self._by_upn: dict[str, DeskPerson] = {}
        self._by_entra: dict[str, DeskPerson] = {}
        self._by_conversation: dict[str, DeskPerson] = {}

    async def everyone(self) -> list[DeskPerson]:
        """All people with their open duties at this moment."""
        self._people = await self._council.people()
        self._by_upn = {
            upn.casefold(): person
            for person in self._people
            for upn in (*person.former_upns, person.upn)
        }
        self._by_entra = {person.entra_object_id.casefold(): person for person in self._people}
        self._by_conversation = {self._conversation_of(person): person for person in self._people}
        return self._people

    async def by_upn(self, upn: str) -> DeskPerson:
        """The person who has or had that UPN, in any case.

        Raises `DeskRefusal` 404 if there is none.
        """
        person = await self._find(lambda: self._by_upn.get(upn.casefold()))
        if person is None:
            raise DeskRefusal(404, "PersonNotFound", f"The programme has no person {upn!r}.")
        return person

    async def by_entra_object_id(self, object_id: str) -> DeskPerson | None:
        """The person with that Entra object id, or None."""
        return await self._find(lambda: self._by_entra.get(object_id.casefold()))

    async def by_conversation(self, conversation_id: str) -> DeskPerson | None:
        """The person whose chat with the bot has that id, or None."""
        return await self._find(lambda: self._by_conversation.get(conversation_id))

    async def _find(self, look: Callable[[], DeskPerson | None]) -> DeskPerson | None:
        found = look()
        if found is None:
            await self.everyone()
            found = look()
        return found
