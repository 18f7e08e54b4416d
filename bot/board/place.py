"""Where a page stands, and the addresses that lead on from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from bot.board.page import Asked

ROOT = "/board"
SORT = "sort"
ON = "on"
SEARCH = "search"
"""The page that the box at the top of every page leads to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its path under /board, the choices in its address, and whose it is.

    `always` is what each link carries: in the demonstration who looks, in Teams nothing. `word` is
    what each form carries, which no other site knows. `on` is the day that is looked back to,
    `chat` Teams' address of the chat with Sightline.
    """

    path: str
    asked: Asked
    always: Mapping[str, str]
    word: str = ""
    on: date | None = None
    chat: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """What every link of this page keeps: who looks, and of which day."""
        return {**self.always, **({} if self.on is None else {ON: self.on.isoformat()})}

    def link(self, path: str, chosen: Mapping[str, str] | None = None) -> str:
        """The address of a page with these choices."""
        query = {key: value for key, value in (chosen or {}).items() if value} | self.kept
        return f"{ROOT}/{quote(path)}".rstrip("/") + (f"?{urlencode(query)}" if query else "")

    def path_to(self, path: str) -> str:
        """The address of a page for a form, whose own inputs are its choices."""
        return f"{ROOT}/{quote(path)}"

    def today(self) -> str:
        """The address of this page as it is today."""
        return replace(self, on=None).here()

    def here(self, **changed: str) -> str:
        """The address of this page with some choices changed."""
        return self.link(self.path, {**self.asked.chosen, **changed})
