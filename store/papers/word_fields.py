"""Fields of a Word paper: page numbers, numbered captions, and contents with its entries."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from store.papers.word_styles import CONTENTS_LINES

CONTENTS = r' TOC \o "1-2" \h \z \n \u '
"""Headings of two levels as links. Word alone knows the pages, so no page number is guessed."""


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that Word works out; `shown` stands there until it has."""
    element = paragraph._p  # noqa: SLF001 - python-docx has no fields of its own
    for part in (
        _mark("begin"),
        _run(instruction, "w:instrText"),
        _mark("separate"),
        _run(shown),
        _mark("end"),
    ):
        element.append(part)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark a heading, so that the contents can lead to it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    element = paragraph._p  # noqa: SLF001 - as above
    element.insert(1 if element.pPr is not None else 0, start)
    element.append(end)


def contents(document: Any, entries: Sequence[tuple[int, str, str]]) -> None:
    """Write the contents as one field over all its lines: level (1 or 2), words, bookmark."""
    for place, (level, words, mark) in enumerate(entries):
        paragraph = document.add_paragraph(style=CONTENTS_LINES[level - 1])
        element = paragraph._p  # noqa: SLF001 - as above
        if place == 0:
            element.append(_mark("begin"))
            element.append(_run(CONTENTS, "w:instrText"))
            element.append(_mark("separate"))
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), mark)
        link.set(qn("w:history"), "1")
        link.append(_run(words))
        element.append(link)
        if place == len(entries) - 1:
            element.append(_mark("end"))


def _run(words: str, tag: str = "w:t") -> Any:
    run, text = OxmlElement("w:r"), OxmlElement(tag)
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run


def _mark(kind: str) -> Any:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run
