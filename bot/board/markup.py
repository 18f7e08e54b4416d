"""HTML by elements: every text in it is escaped, so that a name or a reason stays text."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

Content = str | Markup | None | Iterable["Content"]

VOID: Final = frozenset({"input", "link", "meta", "hr", "br", "img"})


def tag(name: str, /, *content: Content, **attributes: object) -> Markup:
    """One element; `class_` is class, `aria_label` aria-label; None and False leave one out."""
    said = "".join(
        f" {_named(key)}" if value is True else f' {_named(key)}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{said}>")  # noqa: S704 - names are ours, values are escaped
    return Markup(f"<{name}{said}>{joined(content)}</{name}>")  # noqa: S704 - as above


def joined(content: Content) -> Markup:
    """Several pieces in order; plain text is escaped, None left out."""
    if content is None:
        return Markup()
    if isinstance(content, str):
        return escape(content)
    return Markup().join(joined(piece) for piece in content)


def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
