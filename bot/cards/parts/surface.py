"""Where a card is shown: in the chat its buttons act or open a dialog; in a dialog they submit."""

from dataclasses import dataclass

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, execute, opens_dialog, submits


@dataclass(frozen=True, slots=True)
class Surface:
    """Makes the buttons of a card that is shown both in the chat and in a dialog."""

    dialog: bool

    def act(
        self, verb: str, title: str, subject: str, version: int, *, primary: bool = False
    ) -> Json:
        """A button that does an act or shows another card at once."""
        make = submits if self.dialog else execute
        return make(verb, title, subject, version, primary=primary)

    def ask(
        self, verb: str, title: str, subject: str, version: int, *, primary: bool = False
    ) -> Json:
        """A button that leads to a form or to pages; an open dialog shows them itself."""
        make = submits if self.dialog else opens_dialog
        return make(verb, title, subject, version, primary=primary)


CHAT, DIALOG = Surface(dialog=False), Surface(dialog=True)


def pages_of(count: int, size: int, page: int) -> tuple[int, int]:
    """The page to show, at most the last, and how many pages there are."""
    pages = max(1, -(-count // size))
    return min(max(page, 1), pages), pages


def page_choice(page: int, pages: int, names: list[str]) -> list[Json]:
    """The choice of another page, with the next one chosen; nothing for a single page."""
    if pages == 1:
        return []
    choices = [(str(number), f"{number}: {name}") for number, name in enumerate(names, 1)]
    coming = Typed({"page": str(page % pages + 1)})
    return [chosen("page", "Page", choices, coming, mend="Choose a page of the list.")]
