"""A turn in, an answer out: who is it, what do they want, what is so now."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.nudges.understood import SHOW
from bot.cards.programme.upload import LEAVE_OUT_HIDDEN
from bot.dialogs.admission import Admitted, Door
from bot.dialogs.audit_team import RUNNING, AuditTeamAnswers
from bot.dialogs.below_good.free_times import Calendars, proposed, told
from bot.dialogs.buttons import (
    identified,
    note,
    note_done,
    refusal,
    sentence,
    subject_in,
    version_in,
)
from bot.dialogs.faces import REFRESH, Face, again, chosen, face, said, welcome
from bot.dialogs.fields import fields_of
from bot.dialogs.files import ISSUED, offer_file
from bot.dialogs.forms import READ_ONLY, asks_first, form, size_of
from bot.dialogs.hearing import Heard, ignore_heard
from bot.dialogs.parts.conversation import Sent
from bot.dialogs.parts.own_words import answer_in_own_words
from bot.dialogs.receipts import receipt
from bot.dialogs.return_pages import ReturnPages, is_a_pages
from bot.ledger_access import LedgerAccess
from bot.time_to_answer import turn_time
from bot.turns import (
    Answer,
    Caller,
    CardAnswer,
    Dialog,
    DialogClosed,
    FileAnswered,
    Files,
    FileSent,
    Installed,
    Nothing,
    Opened,
    OutCard,
    Pressed,
    Removed,
    Said,
    SendCards,
    Submitted,
    Turn,
    Words,
)
from store.acts.deliveries.chat import forget
from store.ledger import Actor, Reader, Unit
from store.registry import ACTS, Done, perform
from store.tables import Message, Person
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, Stale, UnknownVerb

Fields = Mapping[str, Any] | Callable[[Reader], Mapping[str, Any]]
"""An act's fields, or how they are read within the same commit."""

VIA = "teams"
ANOTHER_VERSION = "This button is from another version of Sightline: ask for your work again."


class ProgrammeConversation:
    """Answers everybody's turns over one programme's ledger.

    `after` is called when something may have changed, to have owed messages delivered soon;
    `files` carries what is sent and asked for as a file; `door` says who may come in; `calendars`
    sees when people are free, where that is allowed; `heard` is told how words were understood.
    """

    def __init__(
        self,
        access: LedgerAccess,
        *,
        after: Callable[[], None],
        files: Files,
        door: Door,
        calendars: Calendars | None = None,
        heard: Heard = ignore_heard,
    ) -> None:
        self._access, self._after, self._door = access, after, door
        self._calendars, self._heard = calendars, heard
        self._audit_team = AuditTeamAnswers(access, files, after)
        self._return = ReturnPages(access, self._perform)

    async def answer(self, turn: Turn) -> Answer:
        """Answer `turn`; whatever the ledger refuses becomes a sentence for the person."""
        met = await self._door.meet(turn)
        if not isinstance(met, Admitted):
            return met
        person = met.person
        if isinstance(turn, Removed):
            await self._access.write(_actor(person), lambda unit: forget(unit, person.id))
            return Nothing()
        answer = await self._turn(turn, person, first=met.first)
        return answer_in_own_words(answer, met.profile)

    async def _turn(self, turn: Turn, person: Person, *, first: bool) -> Answer:
        match turn:
            case Installed():
                return SendCards((_out(welcome(person)),)) if first else Nothing()
            case Said(value=value) if value:
                return await self._fallback(turn, person, value)
            case Said(text=text):
                faces = await self._said(turn.caller, person, text)
                for shown_face in faces:
                    self._heard(turn.caller, shown_face)
                return SendCards(tuple(_out(shown) for shown in faces))
            case Pressed(verb=verb, data=data) if verb == REFRESH:
                standing = str(data.get("id", ""))
                return CardAnswer((await self._standing(turn.caller, person, standing)).card)
            case Pressed(verb=verb, data=data):
                return await self._pressed(turn.caller, person, verb, data)
            case Opened(verb=verb, data=data):
                return await self._opened(person, verb, data)
            case Submitted(verb=verb, data=data):
                return await self._submitted(person, verb, data)
            case FileSent() | FileAnswered():
                return await self._audit_team.file(_actor(person), turn)
        return Nothing()

    async def kept_open(self, turn: Submitted, why: str) -> Answer:
        """The form as it was filled in, with `why` it was not done, so that nothing is lost."""
        met = await self._door.meet(turn)
        if not isinstance(met, Admitted):
            return met
        return answer_in_own_words(await self._kept(turn, met.person, why), met.profile)

    async def _kept(self, turn: Submitted, person: Person, why: str) -> Answer:
        if turn.verb in READ_ONLY or not identified(turn.data):
            return Words(why)
        if is_a_pages(turn.verb):
            return await self._return.unsaved(Invalid(why), turn.data)
        return await self._again(person, turn.verb, turn.data, Invalid(why))

    async def _said(self, caller: Caller, person: Person, text: str) -> tuple[Face, ...]:
        return await self._access.read(lambda reader: said(reader, person, text, caller.teams_id))

    async def _standing(self, caller: Caller, person: Person, standing: str) -> Face:
        teams_id = caller.teams_id
        return await self._access.read(lambda reader: again(reader, person, standing, teams_id))

    async def _pressed(self, caller: Caller, person: Person, verb: str, data: Sent) -> Answer:
        """Do it, and give back the card as it now stands; so too where it could not be done."""
        if (seen := await self._without_act(caller, person, verb, data)) is not None:
            return seen
        try:
            done = await self._perform(person, verb, data, fields_of(verb, data))
        except LedgerError as refused:
            note(verb, person, refused)
            shown = await self._card_of(caller, person, data)
            if shown is None and (
                why := await self._audit_team.refused(person.id, verb, data, refused)
            ):
                return CardAnswer(why)
            if shown is not None and isinstance(refused, Stale | NotAllowed):
                return CardAnswer(shown.card)
            if isinstance(refused, Invalid) and identified(data):
                return Words(sentence(refused))
            return refusal(refused)
        return await self._done(caller, person, verb, data, done)

    async def _fallback(self, turn: Said, person: Person, value: Sent) -> Answer:
        """An old client sends a button as a message: the same act, answered with a message."""
        verb = str(value.get("verb", ""))
        if (seen := await self._without_act(turn.caller, person, verb, value)) is not None:
            return seen
        try:
            done = await self._perform(person, verb, value, fields_of(verb, value))
        except LedgerError as refused:
            note(verb, person, refused)
            return Words(sentence(refused))
        return await self._done(turn.caller, person, verb, value, done)

    async def _without_act(
        self, caller: Caller, person: Person, verb: str, data: Sent
    ) -> Answer | None:
        """What a button answers that does no act; None of one that does.

        Which of the menu was pressed is counted, and nothing else.
        """
        if verb == SHOW:
            shown = await self._access.read(
                lambda reader: chosen(reader, person, data, caller.teams_id)
            )
            self._heard(caller, shown)
            return CardAnswer(shown.card)
        if verb in READ_ONLY:
            return await self._audit_team.looked(person.id, verb, data)
        if verb == LEAVE_OUT_HIDDEN:
            return await self._audit_team.file_again(_actor(person), caller, data)
        return None

    async def _done(
        self, caller: Caller, person: Person, verb: str, data: Sent, done: Done
    ) -> Answer:
        """The file it made, or the pressed card as it now stands, or what comes next for a team."""
        if verb in ISSUED:
            return await offer_file(self._access, _actor(person), done.seq)
        if (shown := await self._card_of(caller, person, data)) is not None:
            return CardAnswer(shown.card)
        step = await self._audit_team.after(person.id, verb, data)
        return Words("Done.") if step is None else CardAnswer(step)

    async def _opened(self, person: Person, verb: str, data: Sent) -> Answer:
        try:
            subject, given = subject_in(data), dict(data)

            def drawn(reader: Reader) -> tuple[str, dict[str, Any]]:
                return form(reader, verb, subject, person.id, given=given)

            title, card = await self._access.read(drawn)
            # Asked only once it is known that this person may open the form.
            found = await proposed(self._access, self._calendars, verb, subject, person.id)
            if found.words:
                given |= found.typed
                title, card = await self._access.read(drawn)
                card = told(card, found.words)
        except LedgerError as refused:
            note(verb, person, refused)
            return refusal(refused)
        return Dialog(title, card, size_of(verb))

    async def _submitted(self, person: Person, verb: str, data: Sent) -> Answer:
        """Validated again on the server; what needs mending comes back in the same dialog."""
        if verb in READ_ONLY or asks_first(verb, data):
            return await self._opened(person, verb, data)
        if is_a_pages(verb):
            return await self._return.pressed(person, verb, data)
        try:
            done = await self._perform(person, verb, data, fields_of(verb, data))
        except Invalid as wrong:
            note(verb, person, wrong)
            if not identified(data):
                return refusal(wrong)
            return await self._again(person, verb, data, wrong)
        except LedgerError as refused:
            note(verb, person, refused)
            why = await self._audit_team.refused(person.id, verb, data, refused, dialog=True)
            return refusal(refused) if why is None else Dialog(RUNNING, why)
        if next_ := await self._audit_team.next_in_dialog(_actor(person), verb, data, done):
            return next_
        said = await self._access.read(
            lambda reader: receipt(reader, verb, done.subject, repeated=done.repeated)
        )
        return DialogClosed(said)

    async def _again(self, person: Person, verb: str, data: Sent, wrong: Invalid) -> Answer:
        errors = wrong.fields or {"": wrong.message}
        try:
            title, card = await self._access.read(
                lambda reader: form(
                    reader, verb, subject_in(data), person.id, given=dict(data), errors=errors
                )
            )
        except LedgerError as refused:
            return refusal(refused)
        return Dialog(title, card, size_of(verb))

    async def _perform(self, person: Person, verb: str, data: Sent, fields: Fields) -> Done:
        """Do the act in one commit. Then what it owes is sent on its way."""
        subject, version = subject_in(data), version_in(data)
        if verb not in ACTS:
            raise UnknownVerb(ANOTHER_VERSION)

        def do(unit: Unit) -> Done:
            given = fields(unit) if callable(fields) else fields
            return perform(unit, verb, subject, given, version=version)

        done = await self._access.write(_actor(person), do)
        if (time := turn_time()) is not None:
            time.is_done()
        note_done(verb, subject)
        self._after()
        return done

    async def _card_of(self, caller: Caller, person: Person, data: Sent) -> Face | None:
        """The card that was pressed, drawn anew; only a card of the person's own chat."""

        def draw(reader: Reader) -> Face | None:
            found = reader.rows(Message, activity_id=caller.reply_to, to=person.id)
            return face(reader, found[0]) if found else None

        if "stands_on" in data:
            return await self._standing(caller, person, str(data["stands_on"]))
        return None if caller.reply_to is None else await self._access.read(draw)


def _actor(person: Person) -> Actor:
    return Actor(person.id, VIA)


def _out(shown: Face) -> OutCard:
    return OutCard(shown.card, shown.summary)
