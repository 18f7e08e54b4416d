"""Open duties as lines of a card: what, by when, and the button of each."""

from collections.abc import Callable

from bot.cards.parts.kit import (
    Json,
    buttons,
    execute,
    group,
    opens_dialog,
    opens_link,
    quiet,
    submits,
    text,
)
from store.views.nudges.duty_lines import Ask, DutyButton

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(n: int) -> str:
    """A small number as a word, a larger one in figures."""
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def ask_words(ask: Ask) -> str:
    """One duty in a line; for a stand-in or an escalation it says whose duty it is."""
    if ask.nobody:
        return f"{ask.about}: nobody is here to {ask.words}, due {ask.due.words}"
    if ask.is_told:
        return f"{ask.about}: {whose(ask)} is to {ask.words}, due {ask.due.words}"
    why = "who has not done it yet" if ask.owner_here else "who is away"
    stead = f" for {whose(ask)}, {why}" if ask.stands_in else ""
    return f"{ask.about}: {ask.words}{stead}, due {ask.due.words}"


def whose(ask: Ask) -> str:
    """Who owes it, with their role: "Leah Grant (Team Manager)"."""
    name, _, role = ask.owner.partition(", ")
    return f"{name} ({role})" if role else name


def ask_line(ask: Ask, *, primary: bool = False) -> Json:
    """A duty's line with its button under it, for a card in the chat."""
    return _line(ask, lambda press: in_chat(press, primary=primary))


def ask_line_in_dialog(ask: Ask) -> Json:
    """The same line for a dialog, whose buttons all submit."""
    return _line(ask, _in_dialog)


def ask_buttons(ask: Ask) -> list[Json | None]:
    """The buttons of a card that is about one duty alone."""
    link = opens_link("Open the audit document", ask.link) if ask.link else None
    return [None if ask.press is None else in_chat(ask.press, primary=True), link]


def _line(ask: Ask, button: Callable[[DutyButton], Json]) -> Json:
    link = opens_link("Open the audit document", ask.link) if ask.link else None
    pressed = None if ask.press is None else button(ask.press)
    notes = [quiet(words) for words in (ask.came, ask.waits) if words]
    return group(text(ask_words(ask)), *notes, *buttons(pressed, link), separator=True)


def in_chat(press: DutyButton, *, primary: bool = False) -> Json:
    """A line's button for a card in the chat."""
    if press.dialog:
        return opens_dialog(press.verb, press.title, press.id, press.version, primary=primary)
    return execute(press.verb, press.title, press.id, press.version, primary=primary)


def _in_dialog(press: DutyButton) -> Json:
    return submits(press.verb, press.title, press.id, press.version, primary=False)
