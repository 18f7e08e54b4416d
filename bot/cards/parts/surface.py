"""Where a card stands: in the chat a button acts or opens a dialog, in a dialog all submit."""

from dataclasses import dataclass

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, execute, opens_dialog, submits


@dataclass(frozen=True, slots=True)
class Surface:
    """Makes the buttons of a card that may stand in the chat and in a dialog alike."""

    dialog: bool

    def act(
        self, verb: str, title: str, subject: str, version: int, *, primary: bool = False
    ) -> Json:
        """A button that does an act, or shows another card, at once."""
        make = submits if self.dialog else execute
        return make(verb, title, subject, version, primary=primary)

    def ask(
        self, verb: str, title: str, subject: str, version: int, *, primary: bool = False
    ) -> Json:
        """A button that leads to a form or to pages; a dialog that is open shows them itself."""
        make = submits if self.dialog else opens_dialog
        return make(verb, title, subject, version, primary=primary)


CHAT, DIALOG = Surface(dialog=False), Surface(dialog=True)


def pages_of(count: int, size: int, page: int) -> tuple[int, int]:
    """The page to show and how many there are; the last one stands for any after it."""
    pages = max(1, -(-count // size))
    return min(max(page, 1), pages), pages


def page_choice(page: int, pages: int, names: list[str]) -> list[Json]:
    """The choice of another page, the next one ready to be shown; nothing where there is one."""
    if pages == 1:
        return []
    choices = [(str(number), f"{number}: {name}") for number, name in enumerate(names, 1)]
    coming = Typed({"page": str(page % pages + 1)})
    return [chosen("page", "Page", choices, coming, mend="Choose a page of the list.")]
