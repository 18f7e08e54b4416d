"""Who comes in: somebody of the directory, in post, and no guest of the tenant (trust.md §4).

Everybody else gets a kind word and nothing more, and the audit team hears of them once a day.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.ledger_access import LedgerAccess
from bot.time_to_answer import NotInTime, Undecided
from bot.turns import Answer, Caller, Installed, Nothing, Pressed, Removed, Roster, Turn, Words
from store.acts.deliveries.chat import remember
from store.acts.deliveries.delivery import owe_again
from store.ledger import SYSTEM, Actor, Reader, Unit
from store.people.address_book import Chat, chat_of
from store.people.posts import person_by_object_id
from store.programme.profile import Profile
from store.registry import enact
from store.tables import Person, Programme
from store.vocabulary import terms
from store.vocabulary.terms import spoken

log = structlog.get_logger(__name__)

TURNED_AWAY = {
    "unknown": (
        "Sightline does not know you yet. If you take part in the audit programme, please ask the "
        f"{terms.AUDIT_TEAM} to add you."
    ),
    "left": (
        "Your work in the audit programme has ended, so there is nothing here for you any more. "
        f"If that is not so, please tell the {terms.AUDIT_TEAM}."
    ),
    "guest": (
        "You are a guest in this Teams, and Sightline is for the authority's own staff. If you "
        f"take part in the audit programme, please tell the {terms.AUDIT_TEAM}."
    ),
}
"""What each of them reads; the audit team's card gives the same reasons."""

CANNOT_TELL = (
    "Teams does not say just now who you are, so nothing was done. Please try again in a few "
    "minutes."
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may come in; `first` where Sightline had no chat with them yet.

    `profile` holds the words in which they are answered.
    """

    person: Person
    profile: Profile
    first: bool


class Door:
    """Says of each turn who it comes from, and turns away who may not come in.

    `later` has something done that nobody waits for; without a `roster` guests cannot be told from
    staff and are let in as the directory says, as on one machine, or where an authority has
    chosen to.
    """

    def __init__(
        self,
        access: LedgerAccess,
        *,
        later: Callable[[Coroutine[Any, Any, None]], None],
        roster: Roster | None = None,
        guests: bool = False,
    ) -> None:
        self._access, self._later = access, later
        self._roster, self._guests = roster, guests
        self._noted: tuple[str, set[str]] = ("", set())
        self.refused = 0
        """How many chats that were edited in the database a person's own turn has replaced."""

    async def meet(self, turn: Turn) -> Admitted | Answer:
        """Who this is, remembered where Teams says that they are; or what they are told."""
        caller = turn.caller
        found = await self._access.read(lambda reader: _found(reader, caller))
        if isinstance(found, _Unmet):
            return self._away(turn, found.why, found.profile)
        if isinstance(turn, Removed):
            return Admitted(found.person, found.profile, first=False)
        proved, known = False, found.chat
        if known is not None and not known.theirs:
            log.error("chat.refused", person=caller.entra_object_id)
            self.refused += 1
        is_member = known is not None and known.is_member
        if self._roster is not None and not (self._guests or is_member):
            seen = await self._roster.look(caller)
            if seen is None:
                return Words(CANNOT_TELL)
            if seen.guest:
                return self._away(turn, "guest", found.profile)
            proved = True
        where = (caller.conversation_id, caller.service_url)
        first = False
        if proved or known is None or not known.is_bound_to(where):
            first = await self._keep(found.person.id, where, proved=proved)
        return Admitted(found.person, found.profile, first=first)

    async def _keep(self, upn: str, where: tuple[str, str], *, proved: bool) -> bool:
        """Bind the chat to the person, and give whether it is the first with them."""

        def keep(unit: Unit) -> bool:
            # Of two events at once, the one that stores the chat is the first.
            new = remember(unit, upn, *where, is_member=proved)
            if new:
                owe_again(unit, upn)
            return new

        try:
            return await self._access.write(Actor(upn, "teams"), keep)
        except Undecided:
            raise NotInTime from None  # what they came for has not begun

    def _away(self, turn: Turn, why: str, profile: Profile) -> Answer:
        """A kind word, and a note for the audit team.

        Who only has it installed, or looks at an answer from before, asked nothing of it.
        """
        if isinstance(turn, Installed | Removed):
            return Nothing()
        log.warning("turned_away", why=why, person=turn.caller.entra_object_id)
        looked = isinstance(turn, Pressed) and turn.trigger == "automatic"
        if not looked and self._is_new(turn.caller):
            self._later(self._note(turn.caller, why))
        return Words(spoken(TURNED_AWAY[why], profile.own_words))

    def _is_new(self, caller: Caller) -> bool:
        """Whether this is the first time today; the record would say so too, but slower."""
        today = self._access.now().date().isoformat()
        if self._noted[0] != today:
            self._noted = (today, set())
        new = caller.entra_object_id not in self._noted[1]
        self._noted[1].add(caller.entra_object_id)
        return new

    async def _note(self, caller: Caller, why: str) -> None:
        seen = None if self._roster is None else await self._roster.look(caller)
        given = {
            "entra_object_id": caller.entra_object_id,
            "why": why,
            "name": None if seen is None else seen.name,
        }

        def note(unit: Unit) -> None:
            enact(unit, "visitor.turn_away", unit.get(Programme, unit.programme), given)

        await self._access.write_once_free(SYSTEM, note)


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody of the directory, and the chat that is kept for them."""

    person: Person
    chat: Chat | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class _Unmet:
    """Why nobody of the directory is found."""

    why: str
    profile: Profile


def _found(reader: Reader, caller: Caller) -> _Found | _Unmet:
    """The person in post with the caller's Entra object id, or why there is none."""
    person = person_by_object_id(reader, caller.entra_object_id)
    if person is None:
        has_left = reader.rows(Person, entra_object_id=caller.entra_object_id)
        return _Unmet("left" if has_left else "unknown", reader.profile)
    return _Found(person, chat_of(reader, person.id), reader.profile)
