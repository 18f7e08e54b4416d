"""How typed words were understood, for the answers that the desk shows; never the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.desk.refusals import Json
    from bot.dialogs.faces import Face
    from bot.turns import Caller

MOST = 20
"""Answers that may be on their way at once."""


class UnderstoodAnswers:
    """Between the bot, which says how it understood, and the message in which the answer comes."""

    def __init__(self) -> None:
        self._coming: list[tuple[str, Json, Json]] = []

    def heard(self, caller: Caller, face: Face) -> None:
        """Note the answer that is about to come to the caller's chat."""
        if face.understood is not None and face.understood.tier != "chosen":
            self._coming.append((caller.entra_object_id, face.card, face.understood.told))
            del self._coming[:-MOST]

    def of(self, entra_object_id: str, card: Json | None) -> Json | None:
        """How the words were understood that `card` answers in that person's chat; else None."""
        for at, (whose, coming, understood) in enumerate(self._coming):
            if whose == entra_object_id and coming == card:
                del self._coming[at]
                return understood
        return None
