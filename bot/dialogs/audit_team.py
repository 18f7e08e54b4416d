"""The audit team's turns answered: looks, files, next steps, refusals with what would help."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.parts.surface import CHAT, DIALOG, Surface
from bot.dialogs.buttons import refusal, subject_in
from bot.dialogs.conversations import LOOKS
from bot.dialogs.files import ISSUED, NOT_AT_HAND, give_file, offer_file, take_file
from bot.dialogs.files_at_hand import FilesAtHand
from bot.dialogs.parts.form_fields import typed_of
from bot.dialogs.steps import after, look, refused
from bot.ledger_access import LedgerAccess
from bot.turns import (
    Answer,
    Caller,
    CardAnswer,
    Dialog,
    FileAnswered,
    Files,
    FileSent,
    Refusal,
    SendCards,
    Words,
)
from store.ledger import Actor
from store.registry import Done
from store.vocabulary.errors import LedgerError

Json = dict[str, Any]


RUNNING = "Run the programme"
"""The title above a dialog that goes from step to step; each card has a title of its own."""


class AuditTeamAnswers:
    """Answers what only the audit team does; the ledger decides who belongs to it.

    `sent` is called when a file may have changed something.
    """

    def __init__(self, access: LedgerAccess, files: Files, sent: Callable[[], None]) -> None:
        self._access, self._files, self._sent = access, files, sent
        self._at_hand = FilesAtHand()

    async def file(self, actor: Actor, turn: FileSent | FileAnswered) -> Answer:
        """A file came in, or an offered one was accepted or declined."""
        answer = (
            await take_file(self._access, self._files, actor, turn, self._at_hand)
            if isinstance(turn, FileSent)
            else await give_file(self._access, self._files, actor, turn)
        )
        self._sent()
        return answer

    async def file_again(self, actor: Actor, caller: Caller, data: Mapping[str, Any]) -> Answer:
        """A file that was refused is read once more, without what its sheets hide."""
        turn = self._at_hand.again(actor.upn, caller, data)
        if turn is None:
            return Words(NOT_AT_HAND)
        answer = await self.file(actor, turn)
        return CardAnswer(answer.cards[0].card) if isinstance(answer, SendCards) else answer

    async def looked(self, upn: str, verb: str, data: Mapping[str, Any]) -> Answer:
        """A button of a card in the chat that only shows another card in its place."""
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
        """What an open dialog shows once `verb` was done in it; none if it just closes."""
        if verb in ISSUED:
            return await offer_file(self._access, actor, done.seq)
        if done.repeated:
            return None
        drawn = await self._after(actor.upn, verb, data, DIALOG)
        return None if drawn is None else Dialog(RUNNING, drawn)

    async def _after(
        self, upn: str, verb: str, data: Mapping[str, Any], place: Surface
    ) -> Json | None:
        subject, given = str(data.get("id", "")), typed_of(data)
        return await self._access.read(
            lambda reader: after(reader, verb, subject, upn, given=given, place=place)
        )
