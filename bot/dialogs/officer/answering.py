"""The audit team's turns answered: looked at, refused with a way on, led to the next step."""

from collections.abc import Mapping
from typing import Any

from bot.cards.parts.surface import CHAT, DIALOG, Surface
from bot.dialogs.buttons import refusal, subject_in
from bot.dialogs.forms import FORMS
from bot.dialogs.officer.files import CALLED, give_file, offer_file, take_file
from bot.dialogs.officer.steps import after, refused
from bot.dialogs.officer.views import LOOKS, look
from bot.dialogs.parts.form_fields import typed_of
from bot.ledger_access import LedgerAccess
from bot.turns import Answer, CardAnswer, Dialog, FileAnswered, Files, FileSent, Refusal
from store.ledger import Actor
from store.registry import Done
from store.vocabulary.errors import LedgerError

Json = dict[str, Any]


RUNNING = "Run the programme"
"""What stands above a dialog that goes on from step to step; each card has its own title."""


class OfficerAnswers:
    """Answers what only the audit team does; the ledger decides whether somebody is of it."""

    def __init__(self, access: LedgerAccess, files: Files) -> None:
        self._access, self._files = access, files

    async def file(self, actor: Actor, turn: FileSent | FileAnswered) -> Answer:
        """A file came in, or an offered one was taken or declined."""
        if isinstance(turn, FileSent):
            return await take_file(self._access, self._files, actor, turn)
        return await give_file(self._access, self._files, actor, turn)

    async def looked(self, upn: str, verb: str, data: Mapping[str, Any]) -> Answer:
        """A button on a card in the chat that only shows another card in its place."""
        if verb not in LOOKS:
            return Refusal(400, "unknown_verb", "That opens as a dialog: press the button again.")
        try:
            subject = subject_in(data)
            drawn = await self._access.read(
                lambda reader: look(reader, verb, subject, upn, sent=data, place=CHAT)
            )
        except LedgerError as why:
            return refusal(why)
        return CardAnswer(drawn)

    async def after(self, upn: str, verb: str, data: Mapping[str, Any]) -> Json | None:
        """What follows an act done from one of the audit team's own cards in the chat."""
        return await self._after(upn, verb, data, CHAT)

    async def refused(
        self,
        upn: str,
        verb: str,
        data: Mapping[str, Any],
        why: LedgerError,
        *,
        dialog: bool = False,
    ) -> Json | None:
        """The card that says why a step could not be made, and what would help."""
        place = DIALOG if dialog else CHAT
        subject = str(data.get("id", ""))
        return await self._access.read(
            lambda reader: refused(reader, verb, subject, upn, error=why, place=place)
        )

    async def next_in_dialog(
        self, actor: Actor, verb: str, data: Mapping[str, Any], done: Done
    ) -> Answer | None:
        """What an open dialog shows once `verb` was done in it; nothing where it just closes."""
        if verb in CALLED:
            return await offer_file(self._access, actor, done.seq)
        if done.repeated:
            return None
        drawn = await self._after(actor.upn, verb, data, DIALOG)
        return None if drawn is None else Dialog(RUNNING, drawn)

    async def _after(
        self, upn: str, verb: str, data: Mapping[str, Any], place: Surface
    ) -> Json | None:
        if verb in FORMS and verb not in CHAINED:
            return None
        subject, given = str(data.get("id", "")), typed_of(data)
        return await self._access.read(
            lambda reader: after(reader, verb, subject, upn, given=given, place=place)
        )


CHAINED = frozenset({"cycle.open", "list.swap", "timetable.record", "kloe.convene", "kloe.held"})
"""Forms after which the dialog goes on to the next step; after the others it closes."""
