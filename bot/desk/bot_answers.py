"""Reads a bot's answer to a press as Teams does.

Shapes: teams.md §3 (`adaptiveCard/action`) and §4 (dialogs).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.desk.refusals import Json

OK = 200
REFUSED = 400
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True)
class PressOutcome:
    """The outcome of a press. `status` is the bot's HTTP status, `kind` the field that is set."""

    status: int
    kind: Literal["card", "dialog", "message", "error", "none"]
    card: Json | None = None
    dialog: Json | None = None
    text: str | None = None
    error: Json | None = None

    def as_json(self) -> Json:
        """`{"status", "kind"}` and the one field that the kind names."""
        fields = {"card": self.card, "dialog": self.dialog, "text": self.text, "error": self.error}
        return {"status": self.status, "kind": self.kind} | {
            name: value for name, value in fields.items() if value is not None
        }


def failure(status: int, code: str, message: str) -> PressOutcome:
    """A press that failed, with the reason for the person who pressed."""
    return PressOutcome(status, "error", error={"code": code, "message": message})


def read_message_answer(status: int) -> PressOutcome:
    """The answer to a message. Teams reads only its status: the bot replies by the connector."""
    return PressOutcome(status, "none") if status < REFUSED else _not_ok(status)


def read_card_answer(status: int, body: bytes) -> PressOutcome:
    """The answer to an Action.Execute: a card that replaces the old one, a message or an error."""
    if status != OK:
        return _not_ok(status)
    answer = _object(body)
    if not answer:
        return failure(
            status, "EmptyAnswer", "Sightline sent an empty answer, which Teams shows as an error."
        )
    kind, value = answer.get("type"), answer.get("value")
    if kind == CARD and isinstance(value, dict):
        return PressOutcome(status, "card", card=value)
    if kind == MESSAGE and isinstance(value, str):
        return PressOutcome(status, "message", text=value)
    if isinstance(value, dict) and isinstance(value.get("message"), str):
        return failure(status, str(value.get("code", "Error")), value["message"])
    return failure(status, "NotUnderstood", f"Teams cannot read an answer of type {kind!r}.")


def read_dialog_answer(status: int, body: bytes) -> PressOutcome:
    """The answer to `task/fetch` or `task/submit`: a dialog, a message, or none to close it."""
    if status != OK:
        return _not_ok(status)
    if not body.strip():
        return PressOutcome(status, "none")
    answer = _object(body)
    task = answer.get("task") if answer is not None else None
    if answer == {} or (answer is not None and "task" in answer and task is None):
        return PressOutcome(status, "none")
    if isinstance(task, dict):
        value = task.get("value")
        if task.get("type") == "message" and isinstance(value, str):
            return PressOutcome(status, "message", text=value)
        if task.get("type") == "continue" and isinstance(value, dict):
            return _open(status, value)
    return failure(status, "NotUnderstood", "Teams cannot read that answer to a dialog.")


def _open(status: int, value: Json) -> PressOutcome:
    attachment = value.get("card")
    card = attachment.get("content") if isinstance(attachment, dict) else None
    if not isinstance(card, dict):
        return failure(status, "NotUnderstood", "The desk shows only Adaptive Cards in dialogs.")
    dialog = {name: value.get(name) for name in ("title", "height", "width")} | {"card": card}
    return PressOutcome(status, "dialog", dialog=dialog)


def _not_ok(status: int) -> PressOutcome:
    return failure(
        status,
        "BotFailed",
        f"Sightline could not confirm that (it answered {status}). Press again: if it was already "
        "done, it is not done twice.",
    )


def _object(body: bytes) -> Json | None:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
