"""A turn in, an answer out: who is it, what do they want, what is so now."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlmodel import col

from bot.dialogs.faces import Face, face, said, welcome
from bot.dialogs.form_fields import fields_of
from bot.dialogs.forms import READ_ONLY, form
from bot.dialogs.receipts import receipt
from bot.keeper import Keeper
from bot.turns import (
    Answer,
    Caller,
    CardAnswer,
    Dialog,
    DialogClosed,
    Installed,
    Nothing,
    Opened,
    OutCard,
    Pressed,
    Refusal,
    Removed,
    Said,
    SendCards,
    Submitted,
    Turn,
    Words,
)
from store.address_book import forget, remember
from store.errors import Invalid, LedgerError, NotAllowed, NotFound, Stale, UnknownVerb
from store.ledger import Actor, Reader
from store.people import by_entra
from store.registry import ACTS, Done, perform
from store.tables import Conversation, Message, Person

log = structlog.get_logger()

VIA = "teams"
STRANGER = (
    "Sightline does not know you yet. If you take part in the audit programme, please ask the "
    "audit team to add you."
)
STATUS: Mapping[type[LedgerError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Stale: 409,
    Invalid: 400,
    UnknownVerb: 400,
}


class ProgrammeConversation:
    """Answers everybody's turns over one programme's ledger.

    `after` is called when something may have changed, to have owed messages delivered soon.
    """

    def __init__(self, keeper: Keeper, *, after: Callable[[], None]) -> None:
        self._keeper, self._after = keeper, after

    async def answer(self, turn: Turn) -> Answer:
        """Answer `turn`; whatever the ledger refuses becomes a sentence for the person."""
        caller = turn.caller
        met = await self._keeper.read(lambda reader: _met(reader, caller))
        if met is None:
            return Nothing() if isinstance(turn, Installed | Removed) else Words(STRANGER)
        person, known = met
        if isinstance(turn, Removed):
            await self._keeper.write(_actor(person), lambda unit: forget(unit, person.id))
            return Nothing()
        if known != (caller.conversation_id, caller.service_url):
            await self._keeper.write(
                _actor(person),
                lambda unit: remember(unit, person.id, caller.conversation_id, caller.service_url),
            )
        return await self._turn(turn, person, first=known is None)

    async def _turn(self, turn: Turn, person: Person, *, first: bool) -> Answer:
        match turn:
            case Installed():
                return SendCards((_out(welcome(person)),)) if first else Nothing()
            case Said(value=value) if value:
                return await self._fallback(turn, person, value)
            case Said(text=text):
                faces = await self._keeper.read(lambda reader: said(reader, person, text))
                return SendCards(tuple(_out(shown) for shown in faces))
            case Pressed(verb=verb, data=data):
                return await self._pressed(turn.caller, person, verb, data)
            case Opened(verb=verb, data=data):
                return await self._opened(person, verb, data)
            case Submitted(verb=verb, data=data):
                return await self._submitted(person, verb, data)
        return Nothing()

    async def _pressed(
        self, caller: Caller, person: Person, verb: str, data: Mapping[str, Any]
    ) -> Answer:
        """Do it, and give back the card as it now stands; so too where it could not be done."""
        try:
            await self._perform(person, verb, data, fields_of(verb, data))
        except LedgerError as refused:
            _note(verb, person, refused)
            shown = await self._card_of(caller.reply_to, person)
            if shown is not None and isinstance(refused, Stale | NotAllowed):
                return CardAnswer(shown.card)
            if isinstance(refused, Invalid) and _identified(data):
                return Words(_sentence(refused))
            return _refusal(refused)
        shown = await self._card_of(caller.reply_to, person)
        return Words("Done.") if shown is None else CardAnswer(shown.card)

    async def _fallback(self, turn: Said, person: Person, value: Mapping[str, Any]) -> Answer:
        """An old client sends a button as a message: the same act, answered with a message."""
        verb = str(value.get("verb", ""))
        try:
            await self._perform(person, verb, value, fields_of(verb, value))
        except LedgerError as refused:
            _note(verb, person, refused)
            return Words(_sentence(refused))
        shown = await self._card_of(turn.caller.reply_to, person)
        return Words("Done.") if shown is None else CardAnswer(shown.card)

    async def _opened(self, person: Person, verb: str, data: Mapping[str, Any]) -> Answer:
        try:
            subject = _subject(data)
            title, card = await self._keeper.read(
                lambda reader: form(reader, verb, subject, person.id, given=dict(data))
            )
        except LedgerError as refused:
            _note(verb, person, refused)
            return _refusal(refused)
        return Dialog(title, card, "large" if verb == "return.submit" else "medium")

    async def _submitted(self, person: Person, verb: str, data: Mapping[str, Any]) -> Answer:
        """Validated again on the server; what needs mending comes back in the same dialog."""
        if verb in READ_ONLY:
            return await self._opened(person, verb, data)
        try:
            done = await self._perform(person, verb, data, fields_of(verb, data))
        except Invalid as wrong:
            _note(verb, person, wrong)
            if not _identified(data):
                return _refusal(wrong)
            return await self._again(person, verb, data, wrong)
        except LedgerError as refused:
            _note(verb, person, refused)
            return _refusal(refused)
        told = await self._keeper.read(
            lambda reader: receipt(reader, verb, done.subject, repeated=done.repeated)
        )
        return DialogClosed(told)

    async def _again(
        self, person: Person, verb: str, data: Mapping[str, Any], wrong: Invalid
    ) -> Answer:
        errors = wrong.fields or {"": wrong.message}
        try:
            title, card = await self._keeper.read(
                lambda reader: form(
                    reader, verb, _subject(data), person.id, given=dict(data), errors=errors
                )
            )
        except LedgerError as refused:
            return _refusal(refused)
        return Dialog(title, card, "large" if verb == "return.submit" else "medium")

    async def _perform(
        self, person: Person, verb: str, data: Mapping[str, Any], fields: Mapping[str, Any]
    ) -> Done:
        """Do the act in one commit. Then what it owes is sent on its way."""
        subject, version = _subject(data), _version(data)
        if verb not in ACTS:
            message = "This button is from another version of Sightline: ask for your work again."
            raise UnknownVerb(message)
        done = await self._keeper.write(
            _actor(person), lambda unit: perform(unit, verb, subject, fields, version=version)
        )
        log.info("act.done", verb=verb, subject=subject)
        self._after()
        return done

    async def _card_of(self, activity_id: str | None, person: Person) -> Face | None:
        """The card that was pressed, drawn anew; only a card of the person's own chat."""

        def draw(reader: Reader) -> Face | None:
            found = reader.rows(
                Message, col(Message.activity_id) == activity_id, col(Message.to) == person.id
            )
            return face(reader, found[0]) if found else None

        return None if activity_id is None else await self._keeper.read(draw)


def _met(reader: Reader, caller: Caller) -> tuple[Person, tuple[str, str] | None] | None:
    """The person with that Entra object id, and where they were last seen."""
    person = by_entra(reader, caller.entra_object_id)
    if person is None:
        return None
    where = reader.session.get(Conversation, (reader.programme, person.id))
    return person, None if where is None else (where.conversation_id, where.service_url)


def _actor(person: Person) -> Actor:
    return Actor(person.id, VIA)


def _identified(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("id"), str)


def _subject(data: Mapping[str, Any]) -> str:
    """The row that a card names; a card never says who or what, only which."""
    subject = data.get("id")
    if not isinstance(subject, str) or not subject:
        message = "This button does not say what it is about: ask for your work again."
        raise Invalid(message, {"id": "is needed"})
    return subject


def _version(data: Mapping[str, Any]) -> int:
    version = data.get("version")
    if isinstance(version, str) and version.isdecimal():
        version = int(version)
    if not isinstance(version, int) or isinstance(version, bool):
        message = "This button does not say how old it is: ask for your work again."
        raise Invalid(message, {"version": "is needed"})
    return version


def _refusal(refused: LedgerError) -> Refusal:
    status = next((code for kind, code in STATUS.items() if isinstance(refused, kind)), 409)
    return Refusal(status, refused.code, _sentence(refused))


def _sentence(refused: LedgerError) -> str:
    """What is so, and for each field how to mend it."""
    mending = "; ".join(f"{field}: {how}" for field, how in refused.fields.items())
    return f"{refused.message} {mending}".strip() if mending else refused.message


def _note(verb: str, person: Person, refused: LedgerError) -> None:
    """The log gets ids and codes, never what somebody wrote."""
    known = verb if verb in ACTS or verb in READ_ONLY else "unknown"
    log.info("act.refused", verb=known, person=person.entra_object_id, code=refused.code)


def _out(shown: Face) -> OutCard:
    return OutCard(shown.card, shown.summary)
