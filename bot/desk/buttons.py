"""Finds the buttons of a card and the inputs that they would send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from bot.desk.refusals import Json

PARTS = ("body", "items", "columns", "rows", "cells")
"""The properties in which Adaptive Cards 1.5 nest elements."""


@dataclass(frozen=True, slots=True)
class Button:
    """An action of a card, and the initial values of the inputs that it sends."""

    action: Json
    inputs: dict[str, str]

    @property
    def data(self) -> Json:
        """The action's own data, or {} if it has none."""
        data = self.action.get("data")
        return dict(data) if isinstance(data, dict) else {}

    @property
    def verb(self) -> str | None:
        """The button's verb: an Execute has it itself, a Submit in its data."""
        verb = self.action.get("verb") or self.data.get("verb")
        return verb if isinstance(verb, str) else None

    @property
    def opens_dialog(self) -> bool:
        """Whether the button asks the bot for a dialog."""
        teams = self.data.get("msteams")
        return (
            self.action.get("type") == "Action.Submit"
            and isinstance(teams, dict)
            and teams.get("type") == "task/fetch"
        )


def buttons(card: Json, outer_inputs: Mapping[str, str] | None = None) -> Iterator[Button]:
    """Every button that sends something, in reading order, including those inside a ShowCard.

    As in Microsoft's renderer, a button inside a ShowCard also sends the inputs of the cards around
    it, but a button outside does not send the inputs inside.
    """
    inputs = dict(outer_inputs or {}) | dict(_initial_inputs(card))
    for action in _actions(card):
        if action.get("type") == "Action.ShowCard":
            shown = action.get("card")
            if isinstance(shown, dict):
                yield from buttons(shown, inputs)
        elif action.get("type") in ("Action.Execute", "Action.Submit"):
            yield Button(action, inputs)


def find_button(card: Json | None, verb: str, subject: str | None) -> Button:
    """The first button with that verb and, if given, subject. Raises `DeskRefusal` 400 if none."""
    found = list(buttons(card)) if card else []
    for button in found:
        if button.verb == verb and subject in (None, str(button.data.get("id"))):
            return button
    verbs = sorted({button.verb for button in found if button.verb})
    offers = f"It offers {', '.join(verbs)}." if verbs else "It has no buttons."
    about = f" for {subject!r}" if subject is not None else ""
    raise DeskRefusal(
        400, "ButtonNotFound", f"That message has no button {verb!r}{about}. {offers}"
    )


def form_button(card: Json, verb: str) -> Button:
    """The button that submits a dialog's form: the one with that verb, else the first."""
    found = list(buttons(card))
    if not found:
        raise DeskRefusal(400, "ButtonNotFound", "The dialog has no button to submit it.")
    return next((button for button in found if button.verb == verb), found[0])


def as_teams_sends(fields: Mapping[str, Any]) -> dict[str, str]:
    """A script's fields as inputs would send them: as text, with several choices joined by commas.

    None is an empty input, which is not sent.
    """
    return {name: _as_text(name, value) for name, value in fields.items() if value is not None}


def _as_text(name: str, value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list() if all(isinstance(one, str) for one in value):
            return ",".join(value)
        case _:
            message = f'Field "{name}" must be text, a number, true or false, or a list of texts.'
            raise DeskRefusal(400, "BadArgument", message)


def _parts(node: Json) -> Iterator[Json]:
    for name in PARTS:
        for part in node.get(name) or ():
            if isinstance(part, dict):
                yield part


def _actions(node: Json) -> Iterator[Json]:
    for part in _parts(node):
        yield from _actions(part)
    for name in ("selectAction", "inlineAction"):
        if isinstance(node.get(name), dict):
            yield node[name]
    for action in node.get("actions") or ():
        if isinstance(action, dict):
            yield action


def _initial_inputs(node: Json) -> Iterator[tuple[str, str]]:
    for part in _parts(node):
        name, value = part.get("id"), part.get("value")
        if part.get("type") == "Input.Toggle" and value is None:
            value = part.get("valueOff", "false")
        if str(part.get("type")).startswith("Input.") and name and value not in (None, ""):
            yield str(name), _as_text(str(name), value)
        yield from _initial_inputs(part)
