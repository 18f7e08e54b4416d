"""The conversation's answers in the shapes that Teams reads from an invoke's response.

The strings are those of teams.md §3. If a value is empty or has another invoke's shape, Teams shows
"something went wrong" and repeats the press. The bodies are plain dicts, because the SDK's models
cannot hold a sentence and are serialised twice.
"""

from typing import Any, Final

from bot.teams.courier import CARD_TYPE
from bot.turns import (
    Answer,
    CardAnswer,
    Dialog,
    DialogClosed,
    Nothing,
    OfferFile,
    Opened,
    Pressed,
    Refusal,
    Submitted,
    Words,
)

Invoked = Pressed | Opened | Submitted
MESSAGE_TYPE: Final = "application/vnd.microsoft.activity.message"
ERROR_TYPE: Final = "application/vnd.microsoft.error"
TROUBLE: Final = Refusal(
    500,
    "trouble",
    "Sightline could not finish this. Please try again in a few minutes; "
    "if it happens again, tell the audit team.",
)
"""The answer to a fault of ours. The press may have been carried out; repeating it is safe."""


class UnfitAnswerError(Exception):
    """The conversation gave an answer that this kind of turn cannot have (see ``bot.turns``)."""

    def __init__(self, turn: object, answer: object) -> None:
        """Name the two types without their content."""
        super().__init__(f"{type(answer).__name__} does not answer {type(turn).__name__}")


def invoke_body(turn: Invoked, answer: Answer) -> dict[str, Any] | None:
    """The body of the HTTP 200 that answers ``turn``; None closes a dialog without a sentence."""
    if isinstance(turn, Pressed):
        return _card_body(turn, answer)
    return _dialog_body(turn, answer)


def _card_body(turn: Pressed, answer: Answer) -> dict[str, Any]:
    match answer:
        case CardAnswer(card) if card:
            return {"statusCode": 200, "type": CARD_TYPE, "value": card}
        case Words(text) | OfferFile(words=text) if text:
            return {"statusCode": 200, "type": MESSAGE_TYPE, "value": text}
        case Refusal(status, code, message):
            return error_body(status, code, message)
        case _:
            raise UnfitAnswerError(turn, answer)


def _dialog_body(turn: Opened | Submitted, answer: Answer) -> dict[str, Any] | None:
    match answer:
        case Dialog(title, card, size):
            content = {"contentType": CARD_TYPE, "content": card}
            shown = {"title": title, "height": size, "width": size, "card": content}
            return {"task": {"type": "continue", "value": shown}}
        case (
            Words(text) | DialogClosed(str(text)) | OfferFile(words=text) | Refusal(message=text)
        ) if text:
            return {"task": {"type": "message", "value": text}}
        case DialogClosed() | Nothing():
            return None
        case _:
            raise UnfitAnswerError(turn, answer)


def error_body(status: int, code: str, message: str) -> dict[str, Any]:
    """The error that answers a pressed button; ``status`` is in the body, HTTP's stays 200."""
    return {"statusCode": status, "type": ERROR_TYPE, "value": {"code": code, "message": message}}
