"""Long texts in a dialog, a page at a time, so that a text of any length can be shown."""

import json
from collections.abc import Iterable, Sequence

from bot.cards.parts.kit import Json, card, heading, quiet, submits, text
from bot.cards.parts.surface import page_choice

ROOM = 14_000
"""Bytes of text in UTF-8 on one page; see `MOST_BYTES` of the whole card."""
PIECE = 1_200
"""Characters of one block of text; a longer paragraph continues in the next."""
LISTED = 40
"""Characters of a page's name in the choice of pages, at half its limit."""

Passages = Iterable[tuple[str, Sequence[str]]]
"""Headings, each with its paragraphs."""


def reading_card(
    title: str,
    passages: Passages,
    page: int,
    *,
    button: tuple[str, str, int],
    first: Sequence[Json] = (),
    actions: Sequence[Json] = (),
) -> Json:
    """One page of `passages`, and the choice of another.

    `button` is the dialog's own verb, subject and version; `first` stands at the top of page one.
    """
    pages = _pages(passages)
    page = min(max(page, 1), len(pages))
    where = f", page {page} of {len(pages)}" if len(pages) > 1 else ""
    turning = [submits(button[0], "Show that page", *button[1:])] if len(pages) > 1 else []
    return card(
        f"{title}{where}",
        *(first if page == 1 else ()),
        *(part for _, part in pages[page - 1]),
        *page_choice(page, len(pages), [_name(shown) for shown in pages]),
        actions=[*turning, *actions],
    )


Page = list[tuple[str, Json]]


def _pages(passages: Passages) -> list[Page]:
    pages: list[Page] = [[]]
    room = ROOM
    for title, paragraphs in passages:
        for number, part in enumerate(_parts(title, paragraphs)):
            size = len(json.dumps(part, ensure_ascii=False).encode())
            if size > room and pages[-1]:
                pages.append([])
                room = ROOM
                if number:
                    pages[-1].append((title, quiet(f"{title}, continued")))
            pages[-1].append((title, part))
            room -= size
    return pages


def _parts(title: str, paragraphs: Sequence[str]) -> list[Json]:
    told = [piece for paragraph in paragraphs for piece in _pieces(paragraph)]
    return [heading(title), *(text(piece, spacing="Small") for piece in told)]


def _pieces(paragraph: str) -> list[str]:
    """The lines of a paragraph; a long line in pieces that end after a sentence or a word."""
    pieces = []
    for line in filter(str.strip, paragraph.splitlines()):
        rest = line.strip()
        while len(rest) > PIECE:
            sentence = max(rest.rfind(f"{sign} ", 0, PIECE) for sign in ".?!") + 1
            end = sentence if sentence > PIECE // 2 else rest.rfind(" ", 0, PIECE)
            end = end if end > 0 else PIECE
            pieces.append(rest[:end])
            rest = rest[end:].strip()
        pieces.append(rest)
    return pieces


def _name(page: Page) -> str:
    names = list(dict.fromkeys(title for title, _ in page))
    whole = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return whole if len(whole) <= 2 * LISTED else f"{whole[: 2 * LISTED]}…"
